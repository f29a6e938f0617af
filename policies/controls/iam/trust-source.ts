import { all, stackControl } from "../../core";
import { both, not } from "../../graph/iam";
import { allows, everyStatement, refuse } from "../shared/statements";

/** Services that say for whom they take a role on, and whose guides ask for a condition on it. */
const sayers: Readonly<Record<string, string>> = {
  "scheduler.amazonaws.com":
    "docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html",
  "states.amazonaws.com": "docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html",
  "vpc-flow-logs.amazonaws.com": "docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html",
};

const sources = ["aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths"];

/** Holds roles of services to acting for this account. */
export const trustSource = stackControl({
  id: "iam-trust-source",
  title: "Roles are taken on by services for named sources only",
  severity: "medium",
  why: "A service that acts for everybody can be told by another account to act with this role.",
  fix: "Add a condition on aws:SourceAccount or aws:SourceArn to the trust policy.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
  on: ["aws:iam/role:Role"],
  check: (role) =>
    everyStatement(role, "assumeRolePolicy", (statement, path) =>
      all(
        (statement.principal?.service.known ?? [])
          .filter((service) => Object.hasOwn(sayers, service))
          .map((service) =>
            refuse(
              both(
                allows(statement),
                not(statement.unclear ?? statement.conditions.some(({ key }) => sources.includes(key.toLowerCase()))),
              ),
              {
                path,
                found: `an Allow for ${service}, whoever asks it`,
                expected: `a condition on aws:SourceAccount or aws:SourceArn: ${sayers[service]}`,
              },
            ),
          ),
      ),
    ),
});
