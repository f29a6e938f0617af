import { stackControl } from "../../core";
import { admitsNoPublic } from "../shared/open-policy";

/** Property with the document, by type. */
const documents: Readonly<Record<string, string>> = {
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": "policyDocument",
  "aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy": "accessPolicy",
  "aws:cloudwatch/logDeliveryDestinationPolicy:LogDeliveryDestinationPolicy": "deliveryDestinationPolicy",
};

/** Holds the policies of CloudWatch Logs to named principals. */
export const logPolicyPublic = stackControl({
  id: "cloudwatchlogs-policy-public",
  title: "Policies of CloudWatch Logs admit nobody from the public",
  severity: "high",
  why: "Whoever has an account of AWS could write false records, which are then believed.",
  fix: "Name the principals in the policy, or add a condition on aws:SourceArn, aws:SourceAccount or aws:PrincipalOrgID.",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html",
  on: Object.keys(documents),
  check: (policy, { graph }) => admitsNoPublic(graph, policy, documents[policy.type] ?? ""),
});
