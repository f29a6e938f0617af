import { control, integer, pass } from "../../core";
import { keyTypes } from "./keys";

/** Holds keys to a time in which their deletion can be taken back. */
export const keyDeletionWindow = control({
  id: "kms-key-deletion-window",
  title: "Keys wait before they are deleted",
  severity: "medium",
  why: "With its key all data is gone for good; that a key was needed shows when the first service fails.",
  fix: "Leave deletionWindowInDays out, or set it to 30.",
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html",
  on: keyTypes,
  config: {
    minimumDays: integer({ default: 30, minimum: 7, description: "Least number of days that a key waits." }),
  },
  check: (key, { config }) => key.number("deletionWindowInDays").atLeast(config.minimumDays, { absent: pass }),
  remedy: (_, { config }) => [{ path: "deletionWindowInDays", value: config.minimumDays }],
});
