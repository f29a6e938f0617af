import { any, control, pass, type Value, type Verdict } from "../../core";

/** Holds plans to a backup a day. */
export const backupPlanFrequency = control({
  id: "backup-plan-frequency",
  title: "Backup plans back up at least once a day",
  severity: "medium",
  why: "What was written since the last backup is lost.",
  fix: "Give a rule a schedule that runs every day, such as cron(0 1 * * ? *), or enableContinuousBackup.",
  url: "https://docs.aws.amazon.com/config/latest/developerguide/backup-plan-min-frequency-and-min-retention-check.html",
  on: ["aws:backup/plan:Plan"],
  check: (plan) => plan.list("rules").some(isDaily, "a rule that runs every day", { absent: "a rule" }),
});

function isDaily(rule: Value): Verdict {
  return any([
    rule.boolean("enableContinuousBackup").mustBeTrue(),
    // Left out, AWS Backup runs it every day.
    rule.string("schedule").test(runsDaily, "a schedule of every day", { absent: pass }),
  ]);
}

/** `cron(minutes hours day-of-month month day-of-week year)`, or `rate(…)`, of hours or of one day. */
function runsDaily(schedule: string): boolean {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(schedule);
  if (rate) return rate[2] === "minute" || Number(rate[1]) <= (rate[2] === "hour" ? 24 : 1);
  const fields = /^cron\((.*)\)$/.exec(schedule)?.[1]?.trim().split(/\s+/) ?? [];
  const [, , dayOfMonth, month, dayOfWeek, year] = fields;
  const every = (field: string | undefined) => field === "*" || field === "?" || field === "*/1" || field === "1/1";
  return [dayOfMonth, month, dayOfWeek, year].every(every);
}
