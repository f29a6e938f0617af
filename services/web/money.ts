/** What orders are placed in. */
export const CURRENCY = "EUR";

/** An amount as people write it. @param cents hundredths of the currency */
export function money(cents: number, currency = CURRENCY): string {
  return new Intl.NumberFormat("en", { style: "currency", currency }).format(cents / 100);
}
