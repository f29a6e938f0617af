import type { Problem } from "./problem";

type Child = Node | string | undefined;

/** An element with attributes and children; `undefined` and `false` leave an attribute out. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, string | number | boolean | undefined> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

/** A button that does something, and says so while it is at it. */
export function button(
  text: string,
  work: () => Promise<void>,
  attributes: Record<string, string | boolean> = {},
): HTMLButtonElement {
  const element = h("button", { type: "button", ...attributes }, text);
  element.addEventListener("click", () => void busy(element, work));
  return element;
}

/** Does `work` once, however often it is asked for meanwhile. Not `disabled`: that would lose the keyboard's place. */
export async function busy(element: HTMLElement, work: () => Promise<void>): Promise<void> {
  if (element.ariaBusy === "true") return;
  element.ariaBusy = "true";
  element.ariaDisabled = "true";
  try {
    await work();
  } finally {
    element.ariaBusy = null;
    element.ariaDisabled = null;
  }
}

/** A field with its label. */
export function field(
  label: string,
  attributes: Record<string, string | number | boolean>,
): [HTMLElement, HTMLInputElement] {
  const id = String(attributes.name);
  const input = h("input", { id, ...attributes });
  return [h("p", { class: "field" }, h("label", { for: id }, label), input), input];
}

/** What went wrong, in the words of who said so; a screen reader reads it at once. */
export function alertOf(problem: Problem): HTMLElement {
  const fields = problem.fields.map(({ field: name, message }) => h("li", {}, h("code", {}, name), ` ${message}`));
  return h(
    "div",
    { class: "alert", role: "alert" },
    h("strong", {}, problem.title),
    h("p", {}, problem.message),
    fields.length > 0 ? h("ul", {}, ...fields) : undefined,
    problem.correlationId ? h("p", { class: "small" }, `Request ${problem.correlationId}`) : undefined,
  );
}
