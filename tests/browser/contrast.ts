import type { Page } from "playwright-core";

/** What WCAG 2.2 asks for (1.4.3). */
const LEAST = 4.5;

/** How contrast is computed in the page, and the colours that are as they are shown. */
const CONTRAST = `
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgb = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([red, green, blue]) => {
    const [r, g, b] = [red, green, blue].map((one) => (one / 255 <= 0.04045 ? one / 255 / 12.92 : ((one / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (one, other) => {
    const [a, b] = [light(one), light(other)].sort((x, y) => y - x);
    return Math.round(((a + 0.05) / (b + 0.05)) * 10) / 10;
  };
  const behind = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const color = rgb(getComputedStyle(one).backgroundColor);
      if (color[3] === 255) return color;
    }
    return [255, 255, 255, 255];
  };`;

/** Texts that stand out from what is behind them by less than is asked for. */
export function lowContrast(page: Page): Promise<unknown> {
  return page.evaluate(`(() => {
    ${CONTRAST}
    return [...document.querySelectorAll("body *")]
      .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== ""))
      .map((element) => [element.textContent.slice(0, 40), ratio(rgb(getComputedStyle(element).color), behind(element))])
      .filter(([, contrast]) => contrast < ${LEAST});
  })()`);
}

/** The same for texts of drawings: each against the last filled rectangle or circle in front of it in its group. */
export function lowContrastInDrawing(page: Page): Promise<unknown> {
  return page.evaluate(`(() => {
    ${CONTRAST}
    return [...document.querySelectorAll("svg text")]
      .map((text) => {
        const shapes = [...text.parentElement.querySelectorAll(":scope > rect, :scope > circle")];
        const fills = shapes.map((shape) => getComputedStyle(shape).fill).filter((fill) => fill !== "none");
        const [fill] = fills.map(rgb).filter((color) => color[3] === 255).reverse();
        return [text.textContent, ratio(rgb(getComputedStyle(text).fill), fill ?? behind(text.ownerSVGElement))];
      })
      .filter(([, contrast]) => contrast < ${LEAST});
  })()`);
}
