import type { Evidence } from "../data";
import { h } from "./dom";

/** What a policy says, a line each, the property in front of it. */
export function evidenceList(evidence: readonly Evidence[]): HTMLElement {
  const lines = evidence.map(({ property, text }) =>
    h("p", {}, property ? h("code", {}, property) : undefined, property ? ` ${text}` : text),
  );
  return h("div", { class: "evidence" }, ...lines);
}
