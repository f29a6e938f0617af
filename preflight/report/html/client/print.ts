import type { ControlsTable } from "./table";

/** On paper nobody asks for more: every finding is there before it is printed. */
export function onPrint(table: ControlsTable): void {
  addEventListener("beforeprint", () => table.showForPrint());
  matchMedia("print").addEventListener("change", ({ matches }) => {
    if (matches) table.showForPrint();
  });
}
