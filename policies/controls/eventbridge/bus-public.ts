import { all, cannotTell, pass, type Resource, stackControl, type Verdict } from "../../core";
import { admitsNoPublic } from "../shared/open-policy";

const permissionType = "aws:cloudwatch/eventPermission:EventPermission";

/** A permission for everybody has to hold for an organisation only. */
function permission(one: Resource): Verdict {
  const principal = one.string("principal");
  if (principal.state === "unknown") {
    return cannotTell(principal.reason, principal.path);
  }
  return principal.value !== "*"
    ? pass
    : all(
        one.string("condition.key").equals("aws:PrincipalOrgID"),
        one.string("condition.value").test((value) => /[^*?]/.test(value), "the id of an organisation"),
      );
}

/** Holds event buses to named senders. */
export const busPublic = stackControl({
  id: "eventbridge-bus-public",
  title: "Policies of event buses admit nobody from the public",
  severity: "high",
  why: "Whoever has an account of AWS could send events that look like the services' own.",
  fix: "Name the principals in the bus's policy, or add a condition on aws:PrincipalOrgID.",
  url: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html",
  on: ["aws:cloudwatch/eventBusPolicy:EventBusPolicy", permissionType],
  check: (one, { graph }) => (one.type === permissionType ? permission(one) : admitsNoPublic(graph, one, "policy")),
});
