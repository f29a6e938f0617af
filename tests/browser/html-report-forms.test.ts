import { strict as assert } from "node:assert";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { finding, resource, result, shop } from "../preflight/report/sample";
import { lowContrast, lowContrastInDrawing } from "./contrast";
import { largePlatform } from "./large-platform";
import { rows, useReports } from "./report-page";

const SCREENSHOTS = resolve(__dirname, "../../.cache/screenshots");

describe("the HTML report for every reader", function () {
  this.timeout(60_000);
  const open = useReports();
  before(() => mkdirSync(SCREENSHOTS, { recursive: true }));

  it("has a name for all that can be used, no id twice, and headings in order", async () => {
    const page = await open(shop());
    const nameless =
      await page.evaluate(`[...document.querySelectorAll("button, a, input, select, [role=button], [role=region]")]
      .filter((one) => !(one.textContent.trim() || one.getAttribute("aria-label") || one.getAttribute("aria-labelledby") || one.labels?.length))
      .map(({ outerHTML }) => outerHTML)`);
    assert.deepEqual(nameless, []);
    const repeated = await page.evaluate(
      "[...document.querySelectorAll('[id]')].map(({ id }) => id).filter((id, index, all) => all.indexOf(id) !== index)",
    );
    assert.deepEqual(repeated, []);
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
    for (const landmark of ["banner", "main", "contentinfo", "navigation"] as const) {
      assert.equal(await page.getByRole(landmark).count(), 1, landmark);
    }
    const levels = await page.evaluate(
      "[...document.querySelectorAll('main h2, main h3, main h4')].map(({ tagName }) => Number(tagName[1]))",
    );
    assert.ok(Array.isArray(levels) && levels.every((level, i) => level - (levels[i - 1] ?? 1) <= 1));
  });

  it("can be read in light and in dark, on a desk and on a phone", async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await open(shop(), { colorScheme, viewport: { width: 1440, height: 900 } });
      await page.getByRole("button", { name: "Show all" }).click();
      await rows(page).first().click();
      await page.screenshot({ path: join(SCREENSHOTS, `html-report-${colorScheme}.png`), fullPage: true });
      assert.deepEqual(await lowContrast(page), [], colorScheme);
      assert.deepEqual(await lowContrastInDrawing(page), [], colorScheme);
      await page.keyboard.press("Escape");
      await page.setViewportSize({ width: 360, height: 740 });
      await page.screenshot({ path: join(SCREENSHOTS, `html-report-phone-${colorScheme}.png`), fullPage: true });
      const wider = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
      assert.equal(wider, 0, "the page is wider than the phone");
    }
  });

  it("prints in light colours, with how findings are put right and the drawing on one page", async () => {
    const page = await open(largePlatform(), { colorScheme: "dark" });
    await page.locator("svg .stack").first().click();
    await page.locator("svg .box").first().click();
    await page.getByRole("button", { name: "Larger" }).click();
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.evaluate("getComputedStyle(document.body).color"), "rgb(23, 32, 51)");
    assert.match(await rows(page).first().innerText(), /To put right: Set a key\.$/);
    for (const part of [".filters", "#details", ".tools", "nav"])
      assert.equal(await page.locator(part).isVisible(), false, part);
    const [width, height] = Object.values((await page.locator("svg.diagram[role]").boundingBox()) ?? {}).slice(2);
    // Of an A4 sheet within its margins, at 96 dots an inch.
    assert.ok((height ?? 0) <= (273 / 25.4) * 96 && (width ?? 0) > 300, `${width} by ${height}`);
    const pdf = await page.pdf({ preferCSSPageSize: true, path: join(SCREENSHOTS, "html-report.pdf") });
    assert.ok(pdf.length > 20_000);
    await page.emulateMedia({ media: "screen" });
    assert.doesNotMatch(await rows(page).first().innerText(), /To put right/);
  });

  it("prints every finding, however many are shown on the screen", async () => {
    const queues = Array.from({ length: 150 }, (_, i) => resource("aws:sqs/queue:Queue", `q${i}`));
    const page = await open(
      result(
        queues,
        queues.map((queue) => finding("encrypted", queue)),
      ),
    );
    assert.equal(await rows(page).count(), 100);
    await page.emulateMedia({ media: "print" });
    await rows(page).nth(149).waitFor();
    assert.equal(await rows(page).count(), 150);
  });

  it("runs and shows nothing of what hostile names want", async () => {
    const hostile = [
      "</script><script>alert(1)</script>",
      '"><img src="http://127.0.0.1:9/x" onerror=alert(1)>',
      "\u001b[31mred\u202e",
      "two\nlines",
    ];
    const resources = hostile.map((name) =>
      resource("aws:s3/bucket:Bucket", name, undefined, { source: { file: `/shop/${name}`, line: 1 } }),
    );
    const findings = resources.map((one) =>
      finding(one.name, one, { message: `${one.name} -> ${one.name}`, url: "javascript:alert(1)" }),
    );
    const page = await open(result(resources, findings, { project: hostile[0], stack: hostile[1] }));
    assert.equal(await page.locator("img").count(), 0);
    assert.equal(await page.locator("script").count(), 2);
    assert.equal(await page.locator('a[href^="javascript:"]').count(), 0);
    const names = await rows(page).locator(".name").allInnerTexts();
    const shown = [hostile[0], hostile[1], "\\u001b[31mred\\u202e", "two\\nlines"];
    assert.deepEqual(names.sort(), shown.sort());
    const first = await rows(page).first().locator(".name").innerText();
    await rows(page).first().click();
    assert.equal(
      await page.getByRole("complementary", { name: "Details" }).getByRole("heading", { level: 3 }).innerText(),
      first,
    );
  });
});
