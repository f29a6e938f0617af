import * as amp from "@pulumi/aws/amp";
import { LogGroup } from "@pulumi/aws/cloudwatch";
import type { Role } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { type Grant, type Grantable, grant } from "../core";
import { aboveZero, metrics } from "./alarm-plan";
import { createAlarms } from "./alarm-recipients";
import { AlertSource, AlertTopic } from "./alert-topic";
import { createGrafana, QUERY_ACTIONS } from "./grafana";
import { createLogKey, logGroupArn } from "./log-key";
import { type MadeFor, MakingComponent } from "./made-for";
import { checkMetricsWorkspace, type MetricsWorkspaceArgs, type ScraperArgs } from "./metrics-workspace-args";
import { SCRAPE_CONFIGURATION } from "./scrape-configuration";

/** Resources of a {@link MetricsWorkspace}, for reading and for tests. */
export interface MetricsWorkspaceNodes {
  readonly workspace: amp.Workspace;
  /** Role that Grafana queries as; undefined without Grafana. */
  readonly grafanaRole: Role | undefined;
}

/**
 * Metrics of containers and Kubernetes in Prometheus's words: a workspace of Amazon Managed Service for Prometheus,
 * encrypted and logged, with rules, an alert manager that tells a topic, scrapers of EKS clusters, and, where asked, a
 * Grafana workspace that may query this workspace alone.
 *
 * Containers write by a collector beside them:
 *
 * ```ts
 * const metrics = new MetricsWorkspace("metrics");
 * const sidecar = collectorSidecar({ serviceName: "orders", remoteWriteUrl: metrics.remoteWriteUrl, scrape: { port: 9090 } });
 * metrics.grantRemoteWrite(orders, "orders");
 * ```
 */
export class MetricsWorkspace extends MakingComponent {
  /** ARN of the workspace of Prometheus. */
  readonly workspaceArn: pulumi.Output<string>;
  /** Id of the workspace, which its CloudWatch metrics have as dimension. */
  readonly workspaceId: pulumi.Output<string>;
  /** Address that metrics are written to. */
  readonly remoteWriteUrl: pulumi.Output<string>;
  /** Address that metrics are queried at, for a data source of Grafana. */
  readonly queryUrl: pulumi.Output<string>;
  /** Key of metrics and logs. */
  readonly kmsKeyArn: pulumi.Output<string>;
  /** Topic that alerts and alarms go to. */
  readonly alarmTopicArn: pulumi.Output<string>;
  /** Host name of the Grafana workspace; undefined without Grafana. */
  readonly grafanaEndpoint: pulumi.Output<string> | undefined;
  /**
   * The data source that Grafana's own API has to be given once, as JSON for `POST /api/datasources`: AWS has no call for
   * it. Undefined without Grafana.
   */
  readonly grafanaDataSource: pulumi.Output<string> | undefined;
  /** Children, for reading and for tests. */
  readonly nodes: MetricsWorkspaceNodes;
  private readonly logicalName: string;

  /** @throws ArgumentError where an argument is wrong. */
  constructor(name: string, args: MetricsWorkspaceArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("observability:MetricsWorkspace", name, args, opts);
    this.logicalName = name;
    const checks = this.checks();
    checkMetricsWorkspace(checks, args);
    checks.done();
    const of = this.maker(name);

    // Logs that AWS delivers: groups under this prefix keep the account's log policy from growing with each of them.
    const groupName = (kind: string) => `/aws/vendedlogs/prometheus/${of.physicalName}-${kind}`;
    const kinds = ["rules", "queries", ...(args.scrapers ? ["scrapers"] : [])];
    const key =
      args.kmsKeyArn ??
      createLogKey(
        of,
        `Encrypts metrics of ${name}.`,
        kinds.map((kind) => logGroupArn(of, groupName(kind))),
      ).arn;
    this.kmsKeyArn = pulumi.output(key);
    const logArn = (kind: string) => {
      const group = new LogGroup(
        `${name}-${kind}`,
        {
          name: groupName(kind),
          retentionInDays: args.logRetentionDays ?? 30,
          kmsKeyId: this.kmsKeyArn,
          tags: this.tags(`${name}-${kind}`),
        },
        this.child(),
      );
      return pulumi.interpolate`${group.arn}:*`;
    };
    const workspace = new amp.Workspace(
      name,
      {
        alias: of.physicalName,
        kmsKeyArn: this.kmsKeyArn,
        loggingConfiguration: { logGroupArn: logArn("rules") },
        tags: this.tags(name),
      },
      this.child(),
    );
    this.workspaceArn = workspace.arn;
    this.workspaceId = workspace.id;
    this.remoteWriteUrl = pulumi.interpolate`${workspace.prometheusEndpoint}api/v1/remote_write`;
    this.queryUrl = workspace.prometheusEndpoint;
    new amp.QueryLoggingConfiguration(
      `${name}-query-logging`,
      {
        workspaceId: workspace.id,
        destinations: [
          {
            cloudwatchLogs: { logGroupArn: logArn("queries") },
            filters: { qspThreshold: args.loggedQuerySamples ?? 1_000_000 },
          },
        ],
      },
      this.child(),
    );
    if (args.retentionDays !== undefined) {
      new amp.WorkspaceConfiguration(
        `${name}-configuration`,
        { workspaceId: workspace.id, retentionPeriodInDays: args.retentionDays },
        this.child(),
      );
    }
    this.alarmTopicArn = pulumi.output(args.alarmTopicArn ?? this.createTopic(args.emails));
    this.createRules(args);
    if (args.scrapers) this.createScrapers(args.scrapers, logArn("scrapers"));
    const metric = metrics("AWS/Prometheus", { Workspace: workspace.id });
    // docs.aws.amazon.com/prometheus/latest/userguide/AMP-CW-usage-metrics.html
    createAlarms(of, this.alarmTopicArn, [
      aboveZero("undelivered", metric("AlertManagerNotificationsFailed", "Sum"), "Alerts could not be delivered", 5),
      aboveZero("throttled", metric("AlertManagerNotificationsThrottled", "Sum"), "Alerts are held back", 5),
    ]);
    const grafana = args.grafana && createGrafana(of, args.grafana, workspace.arn, this.kmsKeyArn);
    this.grafanaEndpoint = grafana?.workspace.endpoint;
    this.grafanaDataSource = grafana && this.dataSource(of);
    this.nodes = { workspace, grafanaRole: grafana?.role };
    this.registerOutputs({
      workspaceArn: this.workspaceArn,
      workspaceId: this.workspaceId,
      remoteWriteUrl: this.remoteWriteUrl,
      queryUrl: this.queryUrl,
      kmsKeyArn: this.kmsKeyArn,
      alarmTopicArn: this.alarmTopicArn,
      grafanaEndpoint: this.grafanaEndpoint,
    });
  }

  /**
   * Lets `to` write metrics.
   * @param granteeName names the grant: letters, digits and hyphens, one of a kind for the workspace.
   */
  grantRemoteWrite(to: Grantable, granteeName: string): Grant {
    return grant(this, this.logicalName, "write", to, granteeName, ["aps:RemoteWrite"], [this.workspaceArn]);
  }

  /** Lets `to` query metrics. See {@link grantRemoteWrite}. */
  grantQuery(to: Grantable, granteeName: string): Grant {
    return grant(this, this.logicalName, "query", to, granteeName, QUERY_ACTIONS, [this.workspaceArn]);
  }

  private createTopic(emails: string[] | undefined): pulumi.Output<string> {
    const sources = [AlertSource.CloudWatchAlarms, AlertSource.ManagedPrometheus];
    return new AlertTopic(`${this.logicalName}-alarms`, { emails, sources }, { parent: this }).topicArn;
  }

  /** docs.aws.amazon.com/prometheus/latest/userguide/AMP-alertmanager-config.html */
  private createRules(args: MetricsWorkspaceArgs): void {
    const name = this.logicalName;
    const toTopic = pulumi.jsonStringify({
      route: { receiver: "topic", group_by: ["alertname", "service"], group_wait: "30s", repeat_interval: "4h" },
      receivers: [
        {
          name: "topic",
          sns_configs: [{ topic_arn: this.alarmTopicArn, sigv4: { region: this.region }, send_resolved: true }],
        },
      ],
    });
    new amp.AlertManagerDefinition(
      `${name}-alert-manager`,
      {
        workspaceId: this.workspaceId,
        // JSON is YAML; the inner document is text.
        definition: args.alertManager ?? toTopic.apply((config) => `alertmanager_config: |\n  ${config}\n`),
      },
      this.child(),
    );
    for (const [namespace, data] of Object.entries(args.ruleGroups ?? {})) {
      new amp.RuleGroupNamespace(
        `${name}-rules-${namespace}`,
        { name: namespace, workspaceId: this.workspaceId, data, tags: this.tags(`${name}-rules-${namespace}`) },
        this.child(),
      );
    }
  }

  private createScrapers(scrapers: Record<string, ScraperArgs>, logArn: pulumi.Output<string>): void {
    for (const [cluster, args] of Object.entries(scrapers)) {
      const name = `${this.logicalName}-scraper-${cluster}`;
      const scraper = new amp.Scraper(
        name,
        {
          alias: `${pulumi.getStack().toLowerCase()}-${this.logicalName}-${cluster}`,
          source: {
            eks: {
              clusterArn: args.clusterArn,
              subnetIds: args.subnetIds,
              securityGroupIds: args.securityGroupIds,
            },
          },
          destination: { amp: { workspaceArn: this.workspaceArn } },
          scrapeConfiguration: args.configuration ?? SCRAPE_CONFIGURATION,
          tags: this.tags(name),
        },
        this.child(),
      );
      new amp.ScraperLoggingConfiguration(
        `${name}-logging`,
        { scraperId: scraper.id, loggingDestination: { cloudwatchLogs: { logGroupArn: logArn } } },
        this.child(),
      );
    }
  }

  /** grafana.com/docs/plugins/grafana-amazonprometheus-datasource/latest/configure */
  private dataSource(of: MadeFor): pulumi.Output<string> {
    return pulumi.jsonStringify({
      name: of.physicalName,
      type: "grafana-amazonprometheus-datasource",
      access: "proxy",
      url: this.queryUrl,
      jsonData: { httpMethod: "POST", sigV4Auth: true, sigV4AuthType: "workspace-iam-role", sigV4Region: of.region },
    });
  }
}
