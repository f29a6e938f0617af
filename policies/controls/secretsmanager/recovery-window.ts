import { control, integer, pass } from "../../core";

/** Holds secrets to a time in which their deletion can be taken back. */
export const secretRecoveryWindow = control({
  id: "secretsmanager-recovery-window",
  title: "Secrets wait before they are deleted",
  severity: "medium",
  why: "That a secret was needed shows when the first service can't sign in any more.",
  fix: "Leave recoveryWindowInDays out, or set it to 7 or more.",
  url: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html",
  on: ["aws:secretsmanager/secret:Secret"],
  config: {
    minimumDays: integer({ default: 7, minimum: 7, description: "Least number of days that a secret waits." }),
  },
  check: (secret, { config }) => secret.number("recoveryWindowInDays").atLeast(config.minimumDays, { absent: pass }),
  remedy: (_, { config }) => [{ path: "recoveryWindowInDays", value: config.minimumDays }],
});
