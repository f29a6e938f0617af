import { all, cannotTell, control, notApplicable, pass } from "../../core";

/** What to be told of, by what it happens to: docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-19 to 22. */
const critical: Readonly<Record<string, readonly string[]>> = {
  "db-cluster": ["maintenance", "failure"],
  "db-instance": ["maintenance", "configuration change", "failure"],
  "db-parameter-group": ["configuration change"],
  "db-security-group": ["configuration change", "failure"],
};

/** Holds event subscriptions to what matters. */
export const rdsEventSubscription = control({
  id: "rds-event-subscription",
  title: "RDS event subscriptions tell of failures, maintenance and changes",
  severity: "low",
  why: "A subscription that leaves these out tells of everything but what somebody has to act on.",
  fix: "Leave enabled out, and leave eventCategories out or put the source's critical ones into it.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-19",
  on: ["aws:rds/eventSubscription:EventSubscription"],
  check: (subscription) => {
    const source = subscription.string("sourceType");
    if (source.state === "unknown") return cannotTell(source.reason, "sourceType");
    const { value = "" } = source;
    const wanted = value === "" ? [] : Object.hasOwn(critical, value) && critical[value];
    if (!wanted) return notApplicable("no events of its source are critical");
    const categories = subscription.list("eventCategories");
    return all(
      subscription.boolean("enabled").mustBeTrue({ absent: pass }),
      wanted.map((category) =>
        categories.state === "known" && categories.length === 0
          ? pass
          : categories.includes(category, { absent: pass }),
      ),
    );
  },
});
