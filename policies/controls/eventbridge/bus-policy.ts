import { cannotTell, fail, pass, stackControl } from "../../core";

/** Holds custom event buses to having a policy; off unless a team wants it: without one, no other account gets in. */
export const busPolicy = stackControl({
  id: "eventbridge-bus-policy",
  title: "Custom event buses have a policy",
  severity: "low",
  enforcement: "disabled",
  why: "Without one, who may put events is said in the policies of identities alone, and nowhere for the bus.",
  fix: "Make an EventBusPolicy for the bus.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/eventbridge-controls.html#eventbridge-3",
  on: ["aws:cloudwatch/eventBus:EventBus"],
  check: (bus, { graph }) => {
    const types = ["aws:cloudwatch/eventBusPolicy:EventBusPolicy", "aws:cloudwatch/eventPermission:EventPermission"];
    const { certain, possible } = graph.referrersTo(bus, types, "eventBusName");
    const [first] = possible;
    return certain.length > 0
      ? pass
      : first
        ? cannotTell(`${first.resource.name}: ${first.reason}`)
        : fail({ path: "", found: "no EventBusPolicy", expected: "one that says who may put events" });
  },
});
