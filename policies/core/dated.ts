/** A list that ages: what AWS recommends, supports or has retired, as of a day. */
export interface DatedList {
  /** Day on which the list was taken from its source, `YYYY-MM-DD`. */
  readonly asOf: string;
  /** Address of the page that the list was taken from. */
  readonly source: string;
  /** What of the list changes first, as AWS has announced. */
  readonly next?: AnnouncedChange;
}

/** A change that is announced for a day. */
export interface AnnouncedChange {
  /** First day on which it holds, `YYYY-MM-DD`. */
  readonly day: string;
  /** What holds from then on. */
  readonly what: string;
}

/** Days that a list may be old before the pack says so. */
export const defaultMaximumAge = 365;

/**
 * What to say of a list that is older than `maximumAge` days, or than a change that was announced; undefined of any other.
 *
 * @param name what the list is called, for the message
 */
export function ageNote(name: string, list: DatedList, now: Date, maximumAge = defaultMaximumAge): string | undefined {
  const taken = Date.parse(list.asOf);
  if (Number.isNaN(taken)) {
    return `${name}: asOf is "${list.asOf}", which is no day; write it as YYYY-MM-DD`;
  }
  const compare = `compare it with ${list.source}`;
  if (list.next && now.getTime() >= Date.parse(list.next.day)) {
    return `${name} is from before ${list.next.day}, since when ${list.next.what}: ${compare}`;
  }
  const days = Math.floor((now.getTime() - taken) / 86_400_000);
  return days > maximumAge
    ? `${name} was taken from its source ${days} days ago (${list.asOf}): ${compare}`
    : undefined;
}
