import { cannotTell, control, fail, integer, pass } from "../../core";

/** Days between two rotations at most, of the schedules that Secrets Manager takes; undefined where that is not clear. */
export function longestPeriod(schedule: string): number | undefined {
  const [, count, unit] = /^rate\((\d+) (hour|day)s?\)$/.exec(schedule.trim()) ?? [];
  if (count !== undefined) {
    return Number(count) / (unit === "hour" ? 24 : 1);
  }
  // Every month, on some day of it, which not all months have: never more than two months in between.
  return /^cron\(\S+ \S+ \S+ \* \S+ \*\)$/.test(schedule.trim()) ? 62 : undefined;
}

/** Holds rotation to being often enough. */
export const rotationPeriod = control({
  id: "secretsmanager-rotation-period",
  title: "Secrets are rotated every 90 days",
  severity: "medium",
  why: "A secret that leaked opens the door until it is changed.",
  fix: "Set rotationRules.automaticallyAfterDays to 90 or less.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/secretsmanager-controls.html#secretsmanager-4",
  on: ["aws:secretsmanager/secretRotation:SecretRotation"],
  config: {
    maximumDays: integer({ default: 90, minimum: 1, description: "Greatest number of days between two rotations." }),
  },
  check: (rotation, { config }) => {
    const schedule = rotation.string("rotationRules.scheduleExpression");
    if (schedule.state === "absent") {
      return rotation.number("rotationRules.automaticallyAfterDays").atMost(config.maximumDays);
    }
    const days = schedule.value === undefined ? undefined : longestPeriod(schedule.value);
    return days === undefined
      ? cannotTell(schedule.reason || `how often ${schedule.value} is, is not known`, schedule.path)
      : days <= config.maximumDays
        ? pass
        : fail({ path: schedule.path, found: `every ${days} days`, expected: `at most ${config.maximumDays}` });
  },
});
