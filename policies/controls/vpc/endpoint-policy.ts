import {
  all,
  fail,
  notApplicable,
  pass,
  type Resource,
  stackControl,
  type Value,
  type Verdict,
  when,
} from "../../core";
import { judgePolicy } from "../shared/policies";
import { deniesPlainHttp } from "../shared/secure-transport";
import { endpoint, endpointPolicySettings, ofGuardedEndpoint, shortNameOf } from "./endpoints";

const separate = { types: ["aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy"], path: "vpcEndpointId" };
const none = fail({
  path: "policy",
  found: "nothing (AWS then lets everything through)",
  expected: "a policy that names whose principals and resources may pass",
});

/** Holds endpoints to one's own principals and resources. */
export const endpointPolicy = stackControl({
  id: "vpc-endpoint-policy",
  title: "Endpoint policies let through one's own principals and resources only",
  severity: "medium",
  why: "Through an endpoint that lets everything pass, data goes to anybody's bucket with anybody's credentials.",
  fix: "Give policy conditions on aws:PrincipalOrgID and aws:ResourceOrgID, or on aws:PrincipalAccount and aws:ResourceAccount.",
  url: "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html",
  on: endpoint,
  config: endpointPolicySettings,
  check: (one, { graph, config }) =>
    ofGuardedEndpoint(one, graph, config, () => judgePolicy(graph, one, separate, letsNotEverythingThrough, none)),
});

/** Each Allow says something of who, of what is done, of what it is done to, or when. */
function letsNotEverythingThrough(policy: Value): Verdict {
  return policy
    .list("Statement")
    .every((statement) =>
      when(
        all(
          statement.string("Effect").equals("Allow"),
          isEverything(
            statement.at("Principal").keys().length > 0 ? statement.at("Principal.AWS") : statement.at("Principal"),
          ),
          isEverything(statement.at("Action")),
          isEverything(statement.at("Resource")),
        ),
        () =>
          statement.at("Condition").keys().length > 0 || statement.at("Condition").state === "unknown"
            ? pass
            : fail({ path: statement.path, found: "an Allow for everything", expected: "conditions, or names" }),
      ),
    );
}

function isEverything(element: Value): Verdict {
  return element.list().includes("*");
}

/** Holds endpoints of S3 to TLS. */
export const endpointSecureTransport = stackControl({
  id: "vpc-endpoint-secure-transport",
  title: "Endpoint policies of S3 refuse plain HTTP",
  severity: "medium",
  why: "S3 answers over plain HTTP too; the policy of one's own bucket is no help with the buckets of others.",
  fix: 'Add a statement with Effect Deny, Principal "*", Action "s3:*", and the condition {"Bool": {"aws:SecureTransport": "false"}}.',
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html",
  on: endpoint,
  config: endpointPolicySettings,
  check: (one, { graph, config }) =>
    ofGuardedEndpoint(one, graph, config, () =>
      isOfS3(one)
        ? judgePolicy(graph, one, separate, (policy) => deniesPlainHttp(policy, { action: "s3:*" }), none)
        : notApplicable("it is not of S3"),
    ),
});

function isOfS3(one: Resource): boolean {
  return shortNameOf(one.string("serviceName").value ?? "") === "s3";
}
