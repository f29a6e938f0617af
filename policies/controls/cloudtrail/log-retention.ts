import { all, cannotTell, integer, notApplicable, pass, stackControl, type Verdict } from "../../core";

/** Holds the log group of a trail to keeping what it gets. */
export const trailLogRetention = stackControl({
  id: "cloudtrail-log-retention",
  title: "The log group of a trail keeps its events for a year",
  severity: "medium",
  why: "Intrusions are found months later; what can be searched then is what the log group still has.",
  fix: "Set retentionInDays of the log group to 365 or more.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html#cloudwatch-16",
  on: ["aws:cloudtrail/trail:Trail"],
  config: {
    // PCI DSS 4.0.1, 10.5.1: twelve months.
    minimumDays: integer({ default: 365, minimum: 1, description: "Least number of days that events are kept." }),
  },
  check: (trail, { graph, config }): Verdict => {
    const group = graph.follow(trail, "cloudWatchLogsGroupArn", ["aws:cloudwatch/logGroup:LogGroup"]);
    switch (group.kind) {
      case "resource": {
        const days = group.resource.number("retentionInDays");
        // 0 is for ever.
        const verdict = days.value === 0 ? pass : days.atLeast(config.minimumDays, { absent: pass });
        return verdict.kind === "fail"
          ? { kind: "fail", findings: verdict.findings.map((one) => ({ ...one, urn: group.resource.urn })) }
          : all(verdict);
      }
      case "absent":
        return notApplicable("the trail has no log group");
      case "external":
        return cannotTell("the trail's log group is not in this stack", "cloudWatchLogsGroupArn");
      case "unclear":
        return cannotTell(group.reason, "cloudWatchLogsGroupArn");
    }
  },
});
