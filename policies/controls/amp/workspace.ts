import { control, stackControl } from "../../core";
import { admitsNoPublic } from "../shared/open-policy";

const workspaces = ["aws:amp/workspace:Workspace"];

/** Holds workspaces of metrics to logging. */
export const metricsWorkspaceLogging = control({
  id: "amp-workspace-logging",
  title: "Workspaces for Prometheus log what their rules and alerts come to",
  severity: "low",
  why: "A rule that fails, and an alert that could not be sent, are seen nowhere else.",
  fix: "Set loggingConfiguration.logGroupArn to the ARN of a log group, with :* behind it.",
  url: "https://docs.aws.amazon.com/prometheus/latest/userguide/CW-logs.html",
  on: workspaces,
  check: (workspace) =>
    workspace.mustBeSet("loggingConfiguration.logGroupArn", "the ARN of a log group", { unknown: "set" }),
});

/** Holds workspaces of metrics to a key of the customer's; off unless a team wants it, as each key has its price. */
export const metricsWorkspaceKey = control({
  id: "amp-workspace-cmk",
  title: "Workspaces for Prometheus are encrypted with a key of the account's own",
  severity: "low",
  enforcement: "disabled",
  why: "With AWS's own key nobody can say who may read the metrics, nor take that back.",
  fix: "Set kmsKeyArn to the ARN of a key.",
  url: "https://docs.aws.amazon.com/prometheus/latest/userguide/encryption-at-rest-Amazon-Service-Prometheus.html",
  on: workspaces,
  check: (workspace) => workspace.mustBeSet("kmsKeyArn", "the ARN of a KMS key", { unknown: "set" }),
});

/** Holds the policies of workspaces of metrics to named principals. */
export const metricsWorkspacePublic = stackControl({
  id: "amp-workspace-public",
  title: "Policies of workspaces for Prometheus admit nobody from the public",
  severity: "high",
  why: "Whoever has an account of AWS could read the metrics, or write false ones.",
  fix: "Name the principals in the workspace's policy, or add a condition on aws:PrincipalOrgID.",
  url: "https://docs.aws.amazon.com/prometheus/latest/userguide/resource-based-policies.html",
  on: ["aws:amp/resourcePolicy:ResourcePolicy"],
  check: (policy, { graph }) => admitsNoPublic(graph, policy, "policyDocument"),
});
