/** A list that ages: what AWS recommends, supports or has retired, as of a day. */
export interface DatedList {
  /** Day on which the list was taken from its source, `YYYY-MM-DD`. */
  readonly asOf: string;
  /** Address of the page that the list was taken from. */
  readonly source: string;
}

/** Days that a list may be old before the pack says so. */
export const defaultMaximumAge = 365;

/**
 * What to say of a list that is older than `maximumAge` days; undefined of one that is not.
 *
 * @param name what the list is called, for the message
 */
export function ageNote(name: string, list: DatedList, now: Date, maximumAge = defaultMaximumAge): string | undefined {
  const taken = Date.parse(list.asOf);
  if (Number.isNaN(taken)) {
    return `${name}: asOf is "${list.asOf}", which is no day; write it as YYYY-MM-DD`;
  }
  const days = Math.floor((now.getTime() - taken) / 86_400_000);
  return days > maximumAge
    ? `${name} was taken from its source ${days} days ago (${list.asOf}): compare it with ${list.source}`
    : undefined;
}
