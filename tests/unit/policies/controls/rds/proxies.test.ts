import { rdsEventSubscription } from "../../../../../policies/controls/rds/event-subscription";
import { rdsProxyDebugLogging } from "../../../../../policies/controls/rds/proxy-debug-logging";
import { rdsProxyIam } from "../../../../../policies/controls/rds/proxy-iam";
import { rdsProxyTls } from "../../../../../policies/controls/rds/proxy-tls";
import { mustBeOff, mustBeOn, one } from "../../../../support/examples";
import { describeControl, UNKNOWN } from "../../../../support/policies";

const proxy = "aws:rds/proxy:Proxy";

describeControl(rdsProxyTls, mustBeOn([proxy], "requireTls"));

describeControl(rdsProxyIam, {
  compliant: {
    "roles for all secrets": one(proxy, { auths: [{ iamAuth: "REQUIRED" }] }),
    "roles without secrets": one(proxy, { defaultAuthScheme: "IAM_AUTH" }),
  },
  violating: {
    "passwords for one of two": {
      ...one(proxy, { auths: [{ iamAuth: "REQUIRED" }, { iamAuth: "DISABLED" }] }),
      at: "auths[1].iamAuth",
    },
    "no word of it": { ...one(proxy, { defaultAuthScheme: "NONE", auths: [{}] }), at: "auths[0].iamAuth" },
    "no scheme at all": { ...one(proxy), at: "auths" },
    "schemes that are none": { ...one(proxy, { auths: [] }), at: "auths" },
  },
  undecided: {
    "a scheme that is not known yet": { ...one(proxy, { auths: [{ iamAuth: UNKNOWN }] }), because: /is not known/ },
  },
});

describeControl(rdsProxyDebugLogging, mustBeOff([proxy], "debugLogging"));

const subscription = (values: Record<string, unknown>) => one("aws:rds/eventSubscription:EventSubscription", values);

describeControl(rdsEventSubscription, {
  compliant: {
    "all events": subscription({ snsTopic: UNKNOWN }),
    "all events of clusters": subscription({ sourceType: "db-cluster", eventCategories: [] }),
    "the critical ones of clusters": subscription({
      sourceType: "db-cluster",
      eventCategories: ["maintenance", "failure", "creation"],
    }),
    "the critical ones of instances": subscription({
      enabled: true,
      sourceType: "db-instance",
      eventCategories: ["maintenance", "failure", "configuration change"],
    }),
    "changes of parameters": subscription({
      sourceType: "db-parameter-group",
      eventCategories: ["configuration change"],
    }),
    "changes of groups": subscription({
      sourceType: "db-security-group",
      eventCategories: ["configuration change", "failure"],
    }),
  },
  violating: {
    "one that is off": { ...subscription({ enabled: false }), at: "enabled" },
    "one without failures": {
      ...subscription({ sourceType: "db-cluster", eventCategories: ["maintenance"] }),
      at: "eventCategories",
    },
    "one of instances without changes": {
      ...subscription({ sourceType: "db-instance", eventCategories: ["maintenance", "failure"] }),
      at: "eventCategories",
    },
    "one of groups without failures": {
      ...subscription({ sourceType: "db-security-group", eventCategories: ["configuration change"] }),
      at: "eventCategories",
    },
    "one of parameters without changes": {
      ...subscription({ sourceType: "db-parameter-group", eventCategories: ["other"] }),
      at: "eventCategories",
    },
  },
  undecided: {
    "a source that is not known yet": {
      ...subscription({ sourceType: UNKNOWN, eventCategories: ["creation"] }),
      because: /sourceType is not known/,
    },
    "categories that are not known yet": {
      ...subscription({ sourceType: "db-cluster", eventCategories: UNKNOWN }),
      because: /eventCategories is not known/,
    },
  },
  notApplicable: {
    "events of snapshots": subscription({ sourceType: "db-snapshot", eventCategories: ["creation"] }),
  },
  mayBeDropped: {
    enabled: "it is on by itself",
    sourceType: "all sources are then told of",
    eventCategories: "all categories are then told of",
  },
});
