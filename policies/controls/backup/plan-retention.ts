import { control, integer, pass } from "../../core";

/** Holds plans to backups that are there when they are needed. */
export const backupPlanRetention = control({
  id: "backup-plan-retention",
  title: "Backup plans keep what they back up for five weeks or longer",
  severity: "medium",
  why: "Damage is often found weeks later: by then a backup that is kept for days has it in it too.",
  fix: "Set lifecycle.deleteAfter of each rule to at least as many days as minimumDays asks for, or leave it out.",
  url: "https://docs.aws.amazon.com/config/latest/developerguide/backup-plan-min-frequency-and-min-retention-check.html",
  on: ["aws:backup/plan:Plan"],
  config: {
    minimumDays: integer({ default: 35, minimum: 1, description: "Least number of days that a backup is kept." }),
  },
  check: (plan, { config }) =>
    plan
      .list("rules")
      .every((rule) => rule.number("lifecycle.deleteAfter").atLeast(config.minimumDays, { absent: pass }), {
        absent: "a rule",
      }),
});
