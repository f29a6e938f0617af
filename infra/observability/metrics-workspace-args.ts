import type * as pulumi from "@pulumi/pulumi";
import { type ArgumentChecks, LOG_RETENTION_DAYS, type PlatformArgs } from "../core";
import { type AlarmRecipientArgs, checkRecipients } from "./alarm-recipients";
import { checkGrafana, type GrafanaArgs } from "./grafana-args";

/** Reads the metrics of an EKS cluster with no agent in it. */
export interface ScraperArgs {
  /** ARN of the cluster. */
  clusterArn: pulumi.Input<string>;
  /** Private subnets of the cluster, of two zones or more. */
  subnetIds: pulumi.Input<string>[];
  /** Security groups that the scraper comes from. @default the cluster's own */
  securityGroupIds?: pulumi.Input<string>[];
  /** Configuration of Prometheus, as YAML. @default pods, containers, the API server: what AWS documents first */
  configuration?: string;
}

/** Arguments of {@link MetricsWorkspace}. */
export interface MetricsWorkspaceArgs extends PlatformArgs, AlarmRecipientArgs {
  /** Days that metrics are kept, 1 to 1,095. @default AWS's own, 150 */
  retentionDays?: number;
  /**
   * Recording and alerting rules by namespace: YAML of Prometheus's `groups`.
   * @default none
   */
  ruleGroups?: Record<string, string>;
  /**
   * Configuration of the alert manager, as YAML of `alertmanager_config`.
   * @default one that tells the alarm topic of each group of alerts, and of their end
   */
  alertManager?: string;
  /** Log queries that process more samples than this, 0 to 1,000,000,000. @default 1000000 */
  loggedQuerySamples?: number;
  /** Days that the workspace's logs are kept, one of CloudWatch Logs' numbers. @default 30 */
  logRetentionDays?: number;
  /** ARN of a KMS key that exists already; it has to let CloudWatch Logs use it for the log groups. @default a key is made */
  kmsKeyArn?: pulumi.Input<string>;
  /** EKS clusters to read, by name. @default none */
  scrapers?: Record<string, ScraperArgs>;
  /** Make a Grafana workspace that queries this one. @default none: it needs IAM Identity Center or SAML */
  grafana?: GrafanaArgs;
}

const NAME = /^[a-z][a-z0-9-]{0,29}$/;

export function checkMetricsWorkspace(checks: ArgumentChecks, args: MetricsWorkspaceArgs): void {
  checks
    // docs.aws.amazon.com/prometheus/latest/APIReference/API_UpdateWorkspaceConfiguration.html
    .integer("retentionDays", args.retentionDays, 1, 1095, "days")
    .integer("loggedQuerySamples", args.loggedQuerySamples, 0, 1_000_000_000, "samples")
    .oneOf("logRetentionDays", args.logRetentionDays, LOG_RETENTION_DAYS)
    .arn("kmsKeyArn", args.kmsKeyArn, "kms", "a KMS key")
    .matches("alertManager", args.alertManager, /^\s*alertmanager_config:/m, "begin with alertmanager_config:");
  for (const [namespace, rules] of Object.entries(args.ruleGroups ?? {})) {
    const path = `ruleGroups.${namespace}`;
    checks.matches(path, namespace, NAME, "name it with at most 30 lower-case letters, digits and hyphens");
    checks.matches(path, rules, /^\s*groups:/m, "give YAML that begins with groups:");
  }
  for (const [name, scraper] of Object.entries(args.scrapers ?? {})) {
    const path = `scrapers.${name}`;
    checks
      .matches(path, name, NAME, "name it with at most 30 lower-case letters, digits and hyphens")
      .matches(`${path}.clusterArn`, scraper.clusterArn, /^arn:[^:]+:eks:/, "use the ARN of an EKS cluster")
      .length(`${path}.subnetIds`, scraper.subnetIds, 2, 16)
      .length(`${path}.securityGroupIds`, scraper.securityGroupIds, 1, 5);
  }
  checkRecipients(checks, args);
  if (args.grafana) checkGrafana(checks, args.grafana);
}
