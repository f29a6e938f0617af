import { control, integer, pass } from "../../core";

const groups = ["aws:cloudwatch/logGroup:LogGroup"];

/** Holds log groups to keeping logs until they are needed. */
export const logGroupRetention = control({
  id: "cloudwatchlogs-retention",
  title: "Log groups keep their logs for long enough",
  severity: "medium",
  why: "What happened is asked later, and a log that has expired by then tells nothing.",
  fix: "Set retentionInDays to minimumDays or more.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html#cloudwatch-16",
  on: groups,
  config: {
    minimumDays: integer({
      default: 7,
      minimum: 1,
      description: "Least number of days that logs are kept; CloudWatch.16 of Security Hub asks for 365.",
    }),
  },
  check: (group, { config }) => {
    const days = group.number("retentionInDays");
    return days.value === 0 ? pass : days.atLeast(config.minimumDays, { absent: pass });
  },
});

/** Holds log groups to an end. */
export const logGroupExpiry = control({
  id: "cloudwatchlogs-expiry",
  title: "Log groups do not keep their logs for ever",
  severity: "low",
  why: "Logs that nobody asks for any more are paid for every month, and may be of persons whose data had to go.",
  fix: "Set retentionInDays.",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html#SettingLogRetention",
  on: groups,
  check: (group) => group.number("retentionInDays").atLeast(1, { absent: "CloudWatch Logs then keeps them for ever" }),
});
