import { all, stackControl, texts } from "../../core";
import { allows, refuse } from "../shared/statements";
import { everyGrant, grantingTypes } from "./grants";

/** Holds policies to naming the actions of a service. */
export const policyServiceWildcard = stackControl({
  id: "iam-policy-service-wildcard",
  title: "No policy allows all actions of a service",
  severity: "low",
  why: "With the few actions that are needed come those that delete, share and hand on.",
  fix: "Name the actions, or patterns of those that read.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-21",
  on: grantingTypes,
  config: {
    allowed: texts({ default: [], description: "Services that may be allowed whole: execute-api, rds-db." }),
  },
  check: (policy, { graph, config }) =>
    everyGrant(graph, policy, (statement, path) => {
      const { action } = statement;
      const whole = (action && !action.negated ? action.known : []).filter(
        (one) => /^[a-z0-9-]+:\*+$/.test(one) && !config.allowed.includes(one.slice(0, one.indexOf(":"))),
      );
      return all(whole.map((one) => refuse(allows(statement), { path, found: `"${one}"`, expected: "named actions" })));
    }),
});
