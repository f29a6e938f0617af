/** `1,200`. Without the locale's own formatter, which takes ten milliseconds to be loaded. */
export function grouped(number: number): string {
  return String(number).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** `1 resource`, `2 resources`, `1,200 resources`. */
export function count(number: number, singular: string, plural = `${singular}s`): string {
  return `${grouped(number)} ${number === 1 ? singular : plural}`;
}
