import type { ArgumentChecks } from "../core";

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const TIME = "(?:[01]\\d|2[0-3]):[0-5]\\d";
const DAY_MINUTES = 1440;

function minutesOf(time: string): number {
  const [hours, minutes] = time.split(":").map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}

/** A span of a cycle, in minutes. */
interface Span {
  readonly start: number;
  readonly length: number;
}

/** `02:00-03:00`, over midnight too; undefined where it is none. */
function dailySpan(window: string): Span | undefined {
  const match = new RegExp(`^(${TIME})-(${TIME})$`).exec(window);
  if (!match?.[1] || !match[2]) return undefined;
  const start = minutesOf(match[1]);
  return { start, length: (minutesOf(match[2]) - start + DAY_MINUTES) % DAY_MINUTES };
}

/** `sun:04:00-sun:05:00`, over the end of a week too; undefined where it is none. */
function weeklySpan(window: string): Span | undefined {
  const day = `(${DAYS.join("|")})`;
  const match = new RegExp(`^${day}:(${TIME})-${day}:(${TIME})$`).exec(window);
  const [, from = "", start = "", to = "", end = ""] = match ?? [];
  if (!match) return undefined;
  const first = DAYS.indexOf(from) * DAY_MINUTES + minutesOf(start);
  const last = DAYS.indexOf(to) * DAY_MINUTES + minutesOf(end);
  const week = 7 * DAY_MINUTES;
  return { start: first, length: (last - first + week) % week };
}

/** Checks a weekly maintenance window of at least so many minutes, UTC. */
export function checkMaintenanceWindow(checks: ArgumentChecks, window: string | undefined, minimum: number): void {
  const span = window === undefined ? undefined : weeklySpan(window);
  const expected = `use UTC and at least ${minimum} minutes, such as "sun:04:00-sun:05:00"`;
  checks.that("maintenanceWindow", window, span !== undefined && span.length >= minimum, expected);
}

/** Checks a daily window of at least so many minutes, UTC. */
export function checkDailyWindow(
  checks: ArgumentChecks,
  argument: string,
  window: string | undefined,
  minimum: number,
): void {
  const span = window === undefined ? undefined : dailySpan(window);
  const expected = `use UTC and at least ${minimum} minutes, such as "02:00-03:00"`;
  checks.that(argument, window, span !== undefined && span.length >= minimum, expected);
}

/** Checks a daily backup window and a weekly maintenance window: their form, their length, and that they don't meet. */
export function checkWindows(
  checks: ArgumentChecks,
  backup = "02:00-03:00",
  maintenance = "sun:04:00-sun:05:00",
  minimum = 30,
): void {
  checkMaintenanceWindow(checks, maintenance, minimum);
  checkDailyWindow(checks, "backupWindow", backup, minimum);
  const daily = dailySpan(backup);
  const weekly = weeklySpan(maintenance);
  if (!daily || !weekly) return;
  const week = 7 * DAY_MINUTES;
  const meet = DAYS.some((_, day) => {
    const start = day * DAY_MINUTES + daily.start;
    const after = (weekly.start - start + week) % week;
    const before = (start - weekly.start + week) % week;
    return after < daily.length || before < weekly.length;
  });
  if (meet) checks.fail("backupWindow", backup, `it meets the maintenance window, ${maintenance}; keep them apart`);
}
