import { strict as assert } from "node:assert";
import { Role } from "@pulumi/aws/iam";
import { ArgumentError } from "../../../../infra/core";
import {
  GrafanaAuthentication,
  MetricsWorkspace,
  type MetricsWorkspaceArgs,
  Tracing,
} from "../../../../infra/observability";
import { graph, type TestGraph } from "../../../../testing";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const POLICY = "aws:iam/rolePolicy:RolePolicy";
const TOPIC = "arn:aws:sns:eu-central-1:123456789012:on-call";
const WORKSPACE = "arn:aws:amp:eu-central-1:123456789012:metrics";
const CLUSTER = "arn:aws:eks:eu-central-1:123456789012:cluster/shop";
const RULES = "groups:\n  - name: a\n";
const saml = {
  metadataUrl: "https://idp.example.com/m",
  roleAttribute: "role",
  adminRoles: ["sre"],
  editorRoles: ["dev"],
};

function build(
  args: MetricsWorkspaceArgs = {},
  use: (metrics: MetricsWorkspace) => unknown = () => undefined,
  preview = false,
): Promise<TestGraph> {
  const outputs = {
    "aws:amp/workspace:Workspace": { prometheusEndpoint: "https://aps.example/workspaces/ws-1/" },
    "aws:grafana/workspace:Workspace": { endpoint: "g-1.grafana.example" },
  };
  return graph(() => use(new MetricsWorkspace("metrics", { alarmTopicArn: TOPIC, ...args })), { preview, outputs });
}

interface PolicyDocument {
  Statement: { Sid?: string; Action: string | string[]; Resource: string; Condition?: object; Principal?: object }[];
}

const statements = (seen: TestGraph, name: string, property = "policy", type = POLICY) =>
  (seen.json(name, property, type) as PolicyDocument).Statement;

describe("MetricsWorkspace", () => {
  it("is encrypted under a key of its own, and logs rules and heavy queries", async () => {
    const seen = await build();
    const { tags, ...workspace } = seen.one("metrics", "aws:amp/workspace:Workspace").inputs;
    assert.ok(tags);
    assert.deepEqual(workspace, {
      alias: "test-metrics",
      kmsKeyArn: "arn:aws:kms:eu-central-1:123456789012:metrics-key",
      loggingConfiguration: { logGroupArn: "arn:aws:cloudwatch:eu-central-1:123456789012:metrics-rules:*" },
    });
    assert.deepEqual(seen.one("metrics-query-logging").inputs.destinations, [
      {
        cloudwatchLogs: { logGroupArn: "arn:aws:cloudwatch:eu-central-1:123456789012:metrics-queries:*" },
        filters: { qspThreshold: 1_000_000 },
      },
    ]);
    const group = seen.one("metrics-rules", "aws:cloudwatch/logGroup:LogGroup").inputs;
    assert.equal(group.name, "/aws/vendedlogs/prometheus/test-metrics-rules");
    assert.equal(group.retentionInDays, 30);
    const [, logs] = statements(seen, "metrics-key", "policy", "aws:kms/key:Key");
    assert.match(JSON.stringify(logs?.Condition), /log-group:\/aws\/vendedlogs\/prometheus\/test-metrics-queries"/);
  });

  it("tells the topic of alerts, and of alerts that could not be told", async () => {
    const seen = await build();
    const definition = String(seen.one("metrics-alert-manager").inputs.definition);
    const [head, body] = definition.split("|\n");
    assert.equal(head, "alertmanager_config: ");
    assert.deepEqual(JSON.parse(body ?? "").receivers, [
      {
        name: "topic",
        sns_configs: [{ topic_arn: TOPIC, sigv4: { region: "eu-central-1" }, send_resolved: true }],
      },
    ]);
    for (const { inputs } of seen.all(ALARM)) {
      assert.deepEqual([inputs.namespace, inputs.dimensions], ["AWS/Prometheus", { Workspace: "metrics-id" }]);
      assert.deepEqual(inputs.alarmActions, [TOPIC]);
    }
    assert.deepEqual(
      seen
        .all(ALARM)
        .map(({ inputs }) => inputs.metricName)
        .sort(),
      ["AlertManagerNotificationsFailed", "AlertManagerNotificationsThrottled"],
    );
    const own = await build({ alertManager: "alertmanager_config: |\n  route: {}\n" });
    assert.equal(own.one("metrics-alert-manager").inputs.definition, "alertmanager_config: |\n  route: {}\n");
  });

  it("makes a topic that alert managers of this account may publish to, and look at", async () => {
    const seen = await graph(() => new MetricsWorkspace("metrics", { emails: ["on-call@example.com"] }));
    const { Statement } = seen.one("metrics-alarms-policy").inputs.policy as PolicyDocument;
    const admitted = Statement.find(({ Sid }) => Sid === "ManagedPrometheus");
    assert.deepEqual(admitted?.Action, ["sns:Publish", "sns:GetTopicAttributes"]);
    assert.deepEqual(admitted?.Principal, { Service: "aps.amazonaws.com" });
    assert.deepEqual(admitted?.Condition, {
      ArnLike: { "aws:SourceArn": "arn:aws:aps:eu-central-1:123456789012:workspace/*" },
    });
    const key = statements(seen, "metrics-alarms-key", "policy", "aws:kms/key:Key");
    assert.ok(key.some(({ Principal }) => JSON.stringify(Principal) === '{"Service":"aps.amazonaws.com"}'));
  });

  it("keeps rules by namespace, and metrics as long as told", async () => {
    const seen = await build({ ruleGroups: { orders: RULES }, retentionDays: 30 });
    const rules = seen.one("metrics-rules-orders").inputs;
    assert.deepEqual([rules.name, rules.data, rules.workspaceId], ["orders", RULES, "metrics-id"]);
    assert.equal(seen.one("metrics-configuration").inputs.retentionPeriodInDays, 30);
    const none = await build();
    assert.equal(none.all("aws:amp/workspaceConfiguration:WorkspaceConfiguration").length, 0);
  });

  it("reads EKS clusters without an agent", async () => {
    const seen = await build({ scrapers: { shop: { clusterArn: CLUSTER, subnetIds: ["subnet-a", "subnet-b"] } } });
    const scraper = seen.one("metrics-scraper-shop").inputs;
    assert.deepEqual(scraper.source, { eks: { clusterArn: CLUSTER, subnetIds: ["subnet-a", "subnet-b"] } });
    assert.deepEqual(scraper.destination, { amp: { workspaceArn: WORKSPACE } });
    assert.match(String(scraper.scrapeConfiguration), /job_name: pods/);
    assert.equal(seen.one("metrics-scraper-shop-logging").inputs.scraperId, "metrics-scraper-shop-id");
  });

  it("makes a Grafana that queries this workspace and nothing else, for this account's workspaces alone", async () => {
    const seen = await build({ grafana: { admins: { groupIds: ["g-1"] }, viewers: { userIds: ["u-1"] } } });
    const grafana = seen.one("metrics-grafana").inputs;
    assert.equal(grafana.permissionType, "CUSTOMER_MANAGED");
    assert.equal(grafana.accountAccessType, "CURRENT_ACCOUNT");
    assert.deepEqual(grafana.authenticationProviders, ["AWS_SSO"]);
    assert.deepEqual(grafana.dataSources, ["PROMETHEUS"]);
    assert.equal(grafana.kmsKeyId, "arn:aws:kms:eu-central-1:123456789012:metrics-key");
    assert.deepEqual(statements(seen, "metrics-grafana-query"), [
      {
        Effect: "Allow",
        Action: ["aps:QueryMetrics", "aps:GetLabels", "aps:GetSeries", "aps:GetMetricMetadata"],
        Resource: WORKSPACE,
      },
    ]);
    const [trust] = statements(seen, "metrics-grafana-role", "assumeRolePolicy", "aws:iam/role:Role");
    assert.deepEqual(trust?.Condition, {
      StringEquals: { "aws:SourceAccount": "123456789012" },
      StringLike: { "aws:SourceArn": "arn:aws:grafana:eu-central-1:123456789012:/workspaces/*" },
    });
    const admins = seen.one("metrics-grafana-admins").inputs;
    assert.deepEqual([admins.role, admins.groupIds], ["ADMIN", ["g-1"]]);
    assert.deepEqual(seen.one("metrics-grafana-viewers").inputs.userIds, ["u-1"]);
  });

  it("trusts an identity provider by SAML, and reaches private data sources, where told", async () => {
    const seen = await build({
      grafana: {
        authentication: GrafanaAuthentication.Saml,
        saml,
        network: { subnetIds: ["subnet-a", "subnet-b"], securityGroupIds: ["sg-1"] },
        allowedPrefixListIds: ["pl-1"],
      },
    });
    const trusted = seen.one("metrics-grafana-saml").inputs;
    assert.deepEqual(trusted.adminRoleValues, ["sre"]);
    assert.equal(trusted.loginValidityDuration, 480);
    const grafana = seen.one("metrics-grafana").inputs;
    assert.deepEqual(grafana.vpcConfiguration, { subnetIds: ["subnet-a", "subnet-b"], securityGroupIds: ["sg-1"] });
    assert.deepEqual(grafana.networkAccessControl, { prefixListIds: ["pl-1"], vpceIds: [] });
  });

  it("gives the data source that Grafana has to be told", async () => {
    let text = "";
    await build({ grafana: {} }, (metrics) =>
      metrics.grafanaDataSource?.apply((value) => {
        text = value;
      }),
    );
    assert.equal(JSON.parse(text).url, "https://aps.example/workspaces/ws-1/");
    assert.equal(JSON.parse(text).jsonData.sigV4Region, "eu-central-1");
  });

  it("grants writing and querying apart", async () => {
    const seen = await build({}, (metrics) => {
      const role = new Role("task", { assumeRolePolicy: "{}" });
      metrics.grantRemoteWrite({ role }, "task");
      metrics.grantQuery({ role }, "task");
    });
    assert.deepEqual(statements(seen, "metrics-write-task"), [
      { Effect: "Allow", Action: ["aps:RemoteWrite"], Resource: [WORKSPACE] },
    ]);
    assert.deepEqual(statements(seen, "metrics-query-task")[0]?.Action, [
      "aps:QueryMetrics",
      "aps:GetLabels",
      "aps:GetSeries",
      "aps:GetMetricMetadata",
    ]);
  });

  it("knows the key's policy and who may assume Grafana's role in a preview", async () => {
    const seen = await build({ grafana: {} }, undefined, true);
    seen.assertKnown("metrics-key", ["policy"], "aws:kms/key:Key");
    seen.assertKnown("metrics-grafana-role", ["assumeRolePolicy"], "aws:iam/role:Role");
  });

  const refused: [string, MetricsWorkspaceArgs, RegExp][] = [
    ["a retention of no days", { retentionDays: 0 }, /retentionDays is 0/],
    ["rules that are none", { ruleGroups: { orders: "alert: x" } }, /ruleGroups\.orders is/],
    ["an alert manager without its head", { alertManager: "route: {}" }, /alertManager is/],
    [
      "a cluster by name",
      { scrapers: { shop: { clusterArn: "shop", subnetIds: ["a", "b"] } } },
      /scrapers\.shop\.clusterArn/,
    ],
    [
      "a scraper in one zone",
      { scrapers: { shop: { clusterArn: CLUSTER, subnetIds: ["a"] } } },
      /scrapers\.shop\.subnetIds/,
    ],
    ["SAML with no provider", { grafana: { authentication: GrafanaAuthentication.Saml } }, /grafana\.saml is null/],
    ["a provider without SAML", { grafana: { saml } }, /grafana\.saml is "given"/],
    [
      "members with SAML",
      { grafana: { authentication: GrafanaAuthentication.Saml, saml, admins: { userIds: ["u"] } } },
      /grafana\.admins/,
    ],
    ["administrators that are nobody", { grafana: { admins: {} } }, /grafana\.admins is \{\}/],
    [
      "a network in one zone",
      { grafana: { network: { subnetIds: ["a"], securityGroupIds: ["sg"] } } },
      /grafana\.network\.subnetIds/,
    ],
    ["two topics", { emails: ["a@example.com"] }, /alarmTopicArn and emails/],
  ];
  for (const [what, args, message] of refused) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(
        build(args),
        (error: Error) => error instanceof ArgumentError && message.test(error.message),
      );
    });
  }
});

describe("Tracing.grantWrite", () => {
  it("lets a collector send spans and ask for sampling, and read nothing", async () => {
    const seen = await graph(() => {
      const role = new Role("task", { assumeRolePolicy: "{}" });
      new Tracing("tracing").grantWrite({ role }, "task");
    });
    assert.deepEqual(statements(seen, "tracing-write-task"), [
      {
        Sid: "Spans",
        Effect: "Allow",
        Action: [
          "xray:PutTraceSegments",
          "xray:PutTelemetryRecords",
          "xray:GetSamplingRules",
          "xray:GetSamplingTargets",
          "xray:GetSamplingStatisticSummaries",
        ],
        Resource: "*",
      },
    ]);
  });
});
