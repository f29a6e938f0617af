/** Whether a text is the name of a time zone, such as `UTC` or `Europe/Berlin`. */
export function isTimeZone(name: string | undefined): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
}
