const HOUR = 60;
const DAY = 24 * HOUR;
const units = new Map([
  ["minute", 1],
  ["hour", HOUR],
  ["day", DAY],
]);
const days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/**
 * Most minutes between two runs of a schedule, `rate(…)` or `cron(…)`; undefined for one that can't be read. A schedule on
 * days of the month counts as one that runs once in the longest.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export function longestGap(schedule: string): number | undefined {
  const [, amount, unit] = /^\s*rate\((\d+)\s+(minute|hour|day)s?\)\s*$/i.exec(schedule) ?? [];
  if (amount !== undefined && unit !== undefined) {
    return Number(amount) * (units.get(unit.toLowerCase()) ?? DAY);
  }
  const fields = /^\s*cron\(([^()]{1,200})\)\s*$/i.exec(schedule)?.[1]?.trim().split(/\s+/) ?? [];
  const [minute = "", hour = "", dayOfMonth = "", month = "", dayOfWeek = ""] = fields;
  const minutes = expand(minute, 0, 59);
  const hours = expand(hour, 0, 23);
  if (fields.length < 5 || !minutes || !hours) {
    return undefined;
  }
  const times = hours.flatMap((one) => minutes.map((other) => one * HOUR + other)).sort(ascending);
  if (!isAny(month) || !isAny(dayOfMonth)) {
    return isAny(month) ? 31 * DAY : 366 * DAY;
  }
  if (isAny(dayOfWeek)) {
    return widest(times, DAY);
  }
  // Sunday is 1.
  const week = expand(
    dayOfWeek.toUpperCase().replace(/[A-Z]{3}/g, (name) => String(days.indexOf(name) + 1)),
    1,
    7,
  );
  return week && widest(week.flatMap((day) => times.map((time) => (day - 1) * DAY + time)).sort(ascending), 7 * DAY);
}

function ascending(one: number, other: number): number {
  return one - other;
}

function isAny(field: string): boolean {
  return field === "*" || field === "?";
}

/** The numbers that a field stands for: `*`, `1,13`, `9-17`, and with a step `0/4`. */
function expand(field: string, least: number, most: number): number[] | undefined {
  const numbers = new Set<number>();
  for (const part of field.split(",")) {
    const [, range = "", from, to, step] = /^(\*|\?|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/.exec(part) ?? [];
    const any = range === "*" || range === "?";
    const first = any ? least : Number(from);
    const last = any || (to === undefined && step !== undefined) ? most : Number(to ?? from);
    const by = Number(step ?? 1);
    if (range === "" || first < least || last > most || by < 1) {
      return undefined;
    }
    for (let number = first; number <= last; number += by) {
      numbers.add(number);
    }
  }
  return numbers.size > 0 ? [...numbers].sort(ascending) : undefined;
}

/** The widest gap between moments of a cycle, the last one and the first of the next among them. */
function widest(moments: readonly number[], cycle: number): number | undefined {
  const [first] = moments;
  const last = moments.at(-1);
  if (first === undefined || last === undefined) {
    return undefined;
  }
  return moments.reduce((gap, moment, at) => Math.max(gap, moment - (moments[at - 1] ?? moment)), first + cycle - last);
}
