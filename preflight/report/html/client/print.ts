import type { ControlsTable } from "./table";

/** On paper nothing can be opened: everything that is folded is, and closed again afterwards. */
export function onPrint(table: ControlsTable): void {
  let opened: HTMLDetailsElement[] = [];
  const before = (): void => {
    table.showForPrint();
    for (const one of document.querySelectorAll<HTMLDetailsElement>("details:not([open])")) {
      one.open = true;
      opened.push(one);
    }
  };
  const after = (): void => {
    for (const one of opened) one.open = false;
    opened = [];
  };
  addEventListener("beforeprint", before);
  addEventListener("afterprint", after);
  matchMedia("print").addEventListener("change", ({ matches }) => (matches ? before() : after()));
}
