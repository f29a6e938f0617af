import { control, integer } from "../../core";

/** Holds AWS Config to keeping history. */
export const configRetention = control({
  id: "config-retention",
  title: "AWS Config keeps the history of resources for a year",
  severity: "low",
  why: "How a resource was set up when something happened is asked months later.",
  fix: "Set retentionPeriodInDays to 365 or more.",
  url: "https://docs.aws.amazon.com/config/latest/developerguide/delete-config-data-with-retention-period.html",
  on: ["aws:cfg/retentionConfiguration:RetentionConfiguration"],
  config: {
    minimumDays: integer({ default: 365, minimum: 30, description: "Least number of days that history is kept." }),
  },
  check: (one, { config }) => one.number("retentionPeriodInDays").atLeast(config.minimumDays),
});
