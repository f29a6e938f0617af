import type { MetricAlarm } from "@pulumi/aws/cloudwatch";
import { CompositeAlarm, Dashboard, QueryDefinition } from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentError, PlatformComponent } from "../core";
import type { AlarmPlan, Metric, WatchPlan } from "./alarm-plan";
import { AlertSource, AlertTopic } from "./alert-topic";
import { type DashboardSection, dashboardBody } from "./dashboard";
import { LOG_QUERIES } from "./log-queries";
import { createAlarm } from "./metric-alarm";
import {
  type ApiTarget,
  type ApiWatchArgs,
  checkApi,
  checkFunction,
  checkMetric,
  checkMonitoring,
  checkName,
  checkTable,
  type FunctionTarget,
  type FunctionWatchArgs,
  type MetricWatchArgs,
  type QueueTarget,
  type QueueWatchArgs,
  type ServiceMonitoringArgs,
  type StreamTarget,
  type StreamWatchArgs,
  type TableTarget,
  type TableWatchArgs,
  type WorkflowTarget,
  type WorkflowWatchArgs,
} from "./monitoring-args";
import { tablePlan } from "./table-plan";
import { apiPlan, functionPlan, metricGraph, queuePlan, streamPlan, workflowPlan } from "./watch-plans";

/** Alarms in the rule of one composite alarm: docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html */
const MAX_ALARMS = 100;

/**
 * Watches a service: alarms on what its functions, tables, queues, streams, workflows and APIs do, a composite alarm that
 * says whether the service as a whole is well, a dashboard, and saved queries over its logs.
 *
 * Say what belongs to the service by `watch…`, then `complete()`, which makes composite alarm, dashboard and queries:
 *
 * ```ts
 * const monitoring = new ServiceMonitoring("orders", { emails: ["on-call@example.com"] });
 * monitoring.watchFunction("api", handler);
 * monitoring.watchTable("journal", journal, { indexes: ["gsi1"] });
 * monitoring.complete();
 * ```
 */
export class ServiceMonitoring extends PlatformComponent {
  /** Topic that alarms go to. */
  readonly alarmTopicArn: pulumi.Output<string>;
  /** Name of the composite alarm. */
  readonly compositeAlarmName: string;
  /** Name of the dashboard. */
  readonly dashboardName: string;
  private readonly logicalName: string;
  private readonly args: ServiceMonitoringArgs;
  private readonly alarms: MetricAlarm[] = [];
  private readonly sections: DashboardSection[] = [];
  private readonly logGroupNames: pulumi.Input<string>[] = [];
  private readonly names = new Set<string>();
  private completed = false;

  /** @throws ArgumentError where an argument is wrong. */
  constructor(name: string, args: ServiceMonitoringArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("observability:ServiceMonitoring", name, args, opts);
    this.logicalName = name;
    this.args = args;
    const checks = this.checks();
    checkMonitoring(checks, args);
    checks.done();
    this.alarmTopicArn = pulumi.output(args.alarmTopicArn ?? this.createTopic(args.emails).topicArn);
    this.compositeAlarmName = `${pulumi.getStack()}-${name}`;
    this.dashboardName = this.compositeAlarmName;
    if (args.accountConcurrency !== undefined) this.watchAccount(args.accountConcurrency);
    this.registerOutputs({ alarmTopicArn: this.alarmTopicArn });
  }

  /**
   * Watches errors, latency near the timeout, throttles, lost events, dead letters, busy reserved concurrency and, of
   * readers of streams, how far behind they are; its logs get the saved queries.
   * @param name names the alarms: lower-case letters, digits and hyphens, one of a kind for the service.
   * @throws ArgumentError where an argument is wrong.
   */
  watchFunction(name: string, target: FunctionTarget, args: FunctionWatchArgs = {}): this {
    const checks = this.checks();
    checkFunction(checks, target, args);
    checks.done();
    if (target.logGroupName !== undefined) this.logGroupNames.push(target.logGroupName);
    return this.watch(name, "function", functionPlan(target, args));
  }

  /** Watches throttled reads and writes, server errors and, if told, latency of a table. See {@link watchFunction}. */
  watchTable(name: string, target: TableTarget, args: TableWatchArgs = {}): this {
    const checks = this.checks();
    checkTable(checks, args);
    checks.done();
    return this.watch(name, "table", tablePlan(target, args));
  }

  /** Watches the age of the oldest message and the dead letters of a queue. See {@link watchFunction}. */
  watchQueue(name: string, target: QueueTarget, args: QueueWatchArgs = {}): this {
    this.checks()
      .integer("maxAgeSeconds", args.maxAgeSeconds, 1, 1_209_600, "seconds")
      .integer("maxDepth", args.maxDepth, 0, 1_000_000_000, "messages")
      .done();
    return this.watch(name, "queue", queuePlan(target, args));
  }

  /** Watches how far behind readers of a Kinesis stream are, and throttling. See {@link watchFunction}. */
  watchStream(name: string, target: StreamTarget, args: StreamWatchArgs = {}): this {
    this.checks().integer("maxIteratorAgeSeconds", args.maxIteratorAgeSeconds, 1, 31_536_000, "seconds").done();
    return this.watch(name, "stream", streamPlan(target, args));
  }

  /**
   * Watches executions that fail, time out or are throttled. A `Workflow` has alarms on the first two itself: make it
   * `withoutAlarms` where this is to be the one to tell. See {@link watchFunction}.
   */
  watchWorkflow(name: string, target: WorkflowTarget, args: WorkflowWatchArgs = {}): this {
    this.checks().integer("maxSeconds", args.maxSeconds, 1, 31_536_000, "seconds").done();
    if (target.logGroupName !== undefined) this.logGroupNames.push(target.logGroupName);
    return this.watch(name, "workflow", workflowPlan(target, args));
  }

  /** Watches failed requests and latency of a stage of a REST API. See {@link watchFunction}. */
  watchApi(name: string, target: ApiTarget, args: ApiWatchArgs = {}): this {
    const checks = this.checks();
    checkApi(checks, args);
    checks.done();
    return this.watch(name, "API", apiPlan(target, args));
  }

  /** Watches a metric of the service's own, such as orders a minute. See {@link watchFunction}. */
  watchMetric(name: string, args: MetricWatchArgs): this {
    const checks = this.checks();
    checkMetric(checks, args);
    checks.done();
    const { of, graphs } = metricGraph(args);
    const plan: AlarmPlan = {
      suffix: "metric",
      of,
      what: args.description,
      threshold: args.threshold,
      below: args.alarmBelow,
      period: args.periodSeconds,
      periods: args.periods ?? 3,
    };
    return this.watch(name, "metric", { alarms: [plan], graphs });
  }

  /**
   * Makes the composite alarm, the dashboard and the saved queries of everything that is watched. Call it once, last.
   * @throws ArgumentError where nothing is watched, more than an alarm takes, or it was called before.
   */
  complete(): this {
    const checks = this.checks();
    if (this.completed) checks.fail("complete", "called twice", "call it once, after everything is watched");
    checks.integer("number of watched alarms", this.alarms.length, 1, MAX_ALARMS).done();
    this.completed = true;
    const told = this.args.compositeOnly ? [this.alarmTopicArn] : [];
    new CompositeAlarm(
      `${this.logicalName}-service`,
      {
        alarmName: this.compositeAlarmName,
        alarmDescription: this.describe(`The service ${this.logicalName} is not well`, "service"),
        alarmRule: pulumi
          .all(this.alarms.map((alarm) => alarm.name))
          .apply((names) => this.checkRule(names.map((name) => `ALARM("${name}")`).join(" OR "))),
        alarmActions: told,
        okActions: told,
        tags: this.tags(`${this.logicalName}-service`),
      },
      this.child(),
    );
    new Dashboard(
      `${this.logicalName}-dashboard`,
      {
        dashboardName: this.dashboardName,
        dashboardBody: dashboardBody(
          this.logicalName,
          this.args.runbookUrl,
          this.region,
          this.alarms.map(({ arn }) => arn),
          this.sections,
        ),
      },
      this.child(),
    );
    if (this.logGroupNames.length > 0) this.saveQueries();
    return this;
  }

  private createTopic(emails: string[] | undefined): AlertTopic {
    return new AlertTopic(
      `${this.logicalName}-alarms`,
      { emails, sources: [AlertSource.CloudWatchAlarms] },
      { parent: this },
    );
  }

  private watchAccount(environments: number): void {
    const of: Metric = { namespace: "AWS/Lambda", name: "ClaimedAccountConcurrency", dimensions: {}, stat: "Maximum" };
    const threshold = environments * 0.9;
    const what = `90% of the account's ${environments} Lambda environments are taken`;
    // 90% and ten minutes as recommended: see watch-plans.ts.
    const alarms: AlarmPlan[] = [{ suffix: "concurrency", of, what, threshold, orAbove: true, periods: 10 }];
    const graphs = [{ title: "claimed concurrency", lines: [of], threshold }];
    this.watch("account", "Lambda", { alarms, graphs });
  }

  private watch(name: string, kind: string, plan: WatchPlan): this {
    const checks = this.checks();
    checkName(checks, name, this.names.has(name));
    if (this.completed) checks.fail("name", name, "the monitoring is complete: watch it before complete()");
    checks.done();
    this.names.add(name);
    for (const alarm of plan.alarms) this.alarms.push(this.createAlarm(name, kind, alarm));
    this.sections.push({ title: `${kind} ${name}`, graphs: plan.graphs });
    return this;
  }

  private createAlarm(watched: string, kind: string, plan: AlarmPlan): MetricAlarm {
    const name = `${this.logicalName}-${watched}-${plan.suffix}`;
    return createAlarm({
      name,
      description: this.describe(
        `${plan.what} (${kind} ${watched} of ${this.logicalName})`,
        `${watched}-${plan.suffix}`,
      ),
      plan,
      topicArns: this.args.compositeOnly ? [] : [this.alarmTopicArn],
      tags: this.tags(name),
      options: this.child(),
    });
  }

  private describe(what: string, fragment: string): string {
    const { runbookUrl } = this.args;
    return runbookUrl === undefined ? `${what}.` : `${what}. What to do: ${runbookUrl}#${fragment}`;
  }

  private checkRule(rule: string): string {
    // From the provider's documentation of `CompositeAlarm.alarmRule`.
    if (rule.length <= 10_240) return rule;
    throw new ArgumentError(
      `${this.label}: watched alarms make a rule of ${rule.length} characters; CloudWatch takes 10240: make two monitorings`,
    );
  }

  private saveQueries(): void {
    for (const [query, queryString] of Object.entries(LOG_QUERIES)) {
      new QueryDefinition(
        `${this.logicalName}-${query}`,
        { name: `${this.dashboardName}/${query}`, queryString, logGroupNames: this.logGroupNames },
        this.child(),
      );
    }
  }
}
