import type { ArgumentChecks } from "../core";

// docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/** One of the six fields of a cron expression. */
interface CronField {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Names that stand for numbers from `min` on. */
  readonly words?: readonly string[];
  /** What else one part of it may be. */
  readonly special?: RegExp;
}

const FIELDS: readonly CronField[] = [
  { name: "minutes", min: 0, max: 59 },
  { name: "hours", min: 0, max: 23 },
  { name: "day of month", min: 1, max: 31, special: /^(L|LW|([1-9]|[12]\d|3[01])W)$/ },
  { name: "month", min: 1, max: 12, words: MONTHS },
  {
    name: "day of week",
    min: 1,
    max: 7,
    words: DAYS,
    special: /^(L|[1-7]L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)#[1-5])$/,
  },
  { name: "year", min: 1970, max: 2199 },
];

/** Whether a schedule happens once. */
export function isOneTime(schedule: string): boolean {
  return schedule.startsWith("at(");
}

/** Checks `rate(…)`, `cron(…)` and `at(…)` and says which part is wrong. */
export function checkSchedule(checks: ArgumentChecks, argument: string, schedule: string): void {
  const [, kind, body = ""] = /^(rate|cron|at)\((.*)\)$/.exec(schedule) ?? [];
  const problem =
    kind === "rate" ? rateProblem(body) : kind === "cron" ? cronProblem(body) : kind === "at" ? atProblem(body) : "";
  if (kind === undefined) {
    checks.fail(argument, schedule, "use rate(5 minutes), cron(0 3 * * ? *) or at(2030-01-31T03:00:00)");
  } else if (problem) checks.fail(argument, schedule, problem);
}

function rateProblem(body: string): string | undefined {
  const [, value, unit] = /^([1-9]\d*) (minutes?|hours?|days?)$/.exec(body) ?? [];
  if (value === undefined || unit === undefined) return "use rate(<whole number> minutes), hours or days";
  const one = value === "1";
  if (one === unit.endsWith("s")) return `use rate(${value} ${unit.replace(/s$/, "")}${one ? "" : "s"})`;
  return undefined;
}

function atProblem(body: string): string | undefined {
  const right = "use at(yyyy-mm-ddThh:mm:ss), a day and time that exist, with no zone: timeZone has it";
  return isLocalTime(body) ? undefined : right;
}

/** Whether a text is a day and time that exist: Date moves the 31st of February on to March. */
function isLocalTime(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text)) return false;
  const date = new Date(`${text}Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** Whether a text is a time in UTC, as `startDate` and `endDate` want it. */
export function isUtcTime(text: string): boolean {
  return text.endsWith("Z") && isLocalTime(text.slice(0, -1));
}

function cronProblem(body: string): string | undefined {
  const parts = body.split(/ +/);
  if (parts.length !== FIELDS.length) {
    return `give six fields, ${FIELDS.map(({ name }) => name).join(", ")}; there are ${parts.length}`;
  }
  for (const [index, field] of FIELDS.entries()) {
    const part = parts[index] ?? "";
    if (!fieldIsRight(field, part))
      return `its ${field.name} is ${part}; use ${field.min} to ${field.max}, * , - / or a list`;
  }
  const [, , dayOfMonth, , dayOfWeek] = parts;
  if ((dayOfMonth === "?") === (dayOfWeek === "?")) {
    return "let exactly one of day of month and day of week be ?: the other says the days";
  }
  return undefined;
}

function fieldIsRight(field: CronField, text: string): boolean {
  if (text === "*") return true;
  if (text === "?") return field.special !== undefined;
  return text.split(",").every((part) => field.special?.test(part) || rangeIsRight(field, part));
}

// `5`, `MON`, `1-5`, `10/15`, a star with a step, `1-30/5`.
function rangeIsRight(field: CronField, part: string): boolean {
  const [range = "", step, ...more] = part.split("/");
  if (more.length > 0) return false;
  if (step !== undefined && !(/^\d+$/.test(step) && Number(step) >= 1 && Number(step) <= field.max)) return false;
  if (range === "*") return step !== undefined;
  const ends = range.split("-").map((end) => numberOf(field, end));
  const [from, to] = ends;
  if (ends.length > 2 || from === undefined || ends.includes(undefined)) return false;
  // Days of the week may run past Saturday, such as FRI-MON.
  return to === undefined || from <= to || field.words === DAYS;
}

function numberOf(field: CronField, text: string): number | undefined {
  const word = field.words?.indexOf(text.toUpperCase()) ?? -1;
  const value = word >= 0 ? word + field.min : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return value >= field.min && value <= field.max ? value : undefined;
}
