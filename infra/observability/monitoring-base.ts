import type { MetricAlarm } from "@pulumi/aws/cloudwatch";
import { CompositeAlarm, Dashboard, QueryDefinition } from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentError, PlatformComponent } from "../core";
import type { AlarmPlan, Metric, WatchPlan } from "./alarm-plan";
import { AlertSource, AlertTopic } from "./alert-topic";
import { type DashboardSection, dashboardBody } from "./dashboard";
import { LOG_QUERIES } from "./log-queries";
import { createAlarm } from "./metric-alarm";
import { checkMonitoring, checkName, type ServiceMonitoringArgs } from "./monitoring-args";

/** Alarms in the rule of one composite alarm: docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html */
const MAX_ALARMS = 100;

/** What `ServiceMonitoring` makes of plans: alarms, and of all of them a composite alarm, a dashboard and queries. */
export abstract class MonitoringBase extends PlatformComponent {
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
  /** Log groups that get the saved queries. */
  protected readonly logGroupNames: pulumi.Input<string>[] = [];
  private readonly names = new Set<string>();
  private completed = false;

  /** @throws ArgumentError where an argument is wrong. */
  protected constructor(name: string, args: ServiceMonitoringArgs, opts?: pulumi.ComponentResourceOptions) {
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

  /** Makes the alarms of one thing that is watched, and a row of the dashboard. */
  protected watch(name: string, kind: string, plan: WatchPlan): this {
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
