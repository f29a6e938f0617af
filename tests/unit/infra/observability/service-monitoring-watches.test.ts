import { strict as assert } from "node:assert";
import { ArgumentError } from "../../../../infra/core";
import { FirehoseDestination, ServiceMonitoring, WatchedBrokerEngine } from "../../../../infra/observability";
import { graph, type TestGraph } from "../../../../testing";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const TOPIC = "arn:aws:sns:eu-central-1:123456789012:on-call";

type Watch = (monitoring: ServiceMonitoring) => unknown;

function build(watch: Watch, preview = false): Promise<TestGraph> {
  return graph(() => watch(new ServiceMonitoring("shop", { alarmTopicArn: TOPIC })), { preview });
}

interface Query {
  id: string;
  expression?: string;
  returnData: boolean;
  period?: number;
  metric?: { namespace: string; metricName: string; dimensions: Record<string, string>; stat: string };
}

/** An alarm in a line: what it looks at, by which dimensions, and against what. */
function told(seen: TestGraph, name: string): string {
  const { inputs } = seen.one(name, ALARM);
  assert.deepEqual(inputs.alarmActions, [TOPIC], `${name} tells nobody`);
  const sign = { GreaterThanThreshold: ">", GreaterThanOrEqualToThreshold: ">=", LessThanThreshold: "<" }[
    String(inputs.comparisonOperator)
  ];
  const end = `${sign} ${inputs.threshold} x${inputs.evaluationPeriods}`;
  const show = (dimensions: unknown) => JSON.stringify(dimensions).replaceAll('"', "");
  if (inputs.metricQueries === undefined) {
    const stat = inputs.statistic ?? inputs.extendedStatistic;
    return `${inputs.namespace} ${inputs.metricName} ${show(inputs.dimensions)} ${stat} ${end}`;
  }
  const queries = inputs.metricQueries as Query[];
  const parts = queries.flatMap(({ metric, expression, id }) =>
    metric
      ? [`${id}=${metric.namespace} ${metric.metricName} ${show(metric.dimensions)} ${metric.stat}`]
      : [String(expression)],
  );
  return `${parts.join("; ")} ${end}`;
}

const alarms = (seen: TestGraph) =>
  seen
    .all(ALARM)
    .map(({ name }) => name.replace("shop-", ""))
    .sort();

describe("ServiceMonitoring over containers, databases, caches and brokers", () => {
  it("watches a service of ECS: CPU, memory, missing tasks and restarts, by cluster and service", async () => {
    const seen = await build((monitoring) =>
      monitoring.watchContainerService("catalog", { clusterName: "shop", serviceName: "catalog" }),
    );
    const by = "{ClusterName:shop,ServiceName:catalog}";
    assert.deepEqual(alarms(seen), ["catalog-cpu", "catalog-memory", "catalog-restarts", "catalog-tasks"]);
    assert.equal(told(seen, "shop-catalog-cpu"), `AWS/ECS CPUUtilization ${by} Average >= 80 x10`);
    assert.equal(told(seen, "shop-catalog-memory"), `AWS/ECS MemoryUtilization ${by} Average >= 80 x10`);
    assert.equal(
      told(seen, "shop-catalog-tasks"),
      `desired - running; desired=ECS/ContainerInsights DesiredTaskCount ${by} Average; ` +
        `running=ECS/ContainerInsights RunningTaskCount ${by} Average > 0 x10`,
    );
    assert.equal(
      told(seen, "shop-catalog-restarts"),
      "SELECT MAX(RestartCount) FROM \"ECS/ContainerInsights\" WHERE ClusterName = 'shop' AND ServiceName = 'catalog' > 0 x1",
    );
    const [query] = seen.one("shop-catalog-restarts", ALARM).inputs.metricQueries as Query[];
    assert.equal(query?.period, 60, "CloudWatch refuses a query without a period");
  });

  it("watches no tasks where the cluster has no Container Insights", async () => {
    const seen = await build((monitoring) =>
      monitoring.watchContainerService(
        "catalog",
        { clusterName: "shop", serviceName: "catalog" },
        { withoutContainerInsights: true },
      ),
    );
    assert.deepEqual(alarms(seen), ["catalog-cpu", "catalog-memory"]);
  });

  it("watches a load balancer: failures of targets and its own, latency in seconds, health by target group", async () => {
    const seen = await build((monitoring) =>
      monitoring.watchLoadBalancer("front", {
        loadBalancer: "app/shop/1",
        targetGroups: { blue: "targetgroup/blue/2" },
      }),
    );
    const by = "{LoadBalancer:app/shop/1}";
    assert.deepEqual(alarms(seen), ["front-blue-health", "front-latency", "front-rejected", "front-server-errors"]);
    assert.match(
      told(seen, "shop-front-server-errors"),
      /HTTPCode_Target_5XX_Count .*HTTPCode_ELB_5XX_Count .* > 5 x3$/,
    );
    assert.equal(told(seen, "shop-front-latency"), `AWS/ApplicationELB TargetResponseTime ${by} p99 > 2.5 x5`);
    assert.equal(
      told(seen, "shop-front-blue-health"),
      "AWS/ApplicationELB HealthyHostCount {LoadBalancer:app/shop/1,TargetGroup:targetgroup/blue/2} Minimum < 1 x3",
    );
    assert.equal(seen.one("shop-front-blue-health", ALARM).inputs.treatMissingData, "breaching");
  });

  it("watches a network load balancer's targets and ports", async () => {
    const seen = await build((monitoring) =>
      monitoring.watchNetworkLoadBalancer("link", {
        loadBalancer: "net/pay/1",
        targetGroups: { pay: "targetgroup/pay/2" },
      }),
    );
    assert.deepEqual(alarms(seen), ["link-pay-health", "link-ports"]);
    assert.match(told(seen, "shop-link-pay-health"), /^AWS\/NetworkELB HealthyHostCount/);
    assert.equal(
      told(seen, "shop-link-ports"),
      "AWS/NetworkELB PortAllocationErrorCount {LoadBalancer:net/pay/1} Sum > 0 x1",
    );
  });

  it("watches an Aurora cluster by its identifier: memory of provisioned, capacity of serverless instances", async () => {
    const by = "{DBClusterIdentifier:shop}";
    const provisioned = await build((monitoring) =>
      monitoring.watchDatabase("db", { clusterIdentifier: "shop", readers: true }, { maxConnections: 500 }),
    );
    assert.deepEqual(alarms(provisioned), ["db-connections", "db-cpu", "db-deadlocks", "db-memory", "db-replica-lag"]);
    assert.equal(told(provisioned, "shop-db-cpu"), `AWS/RDS CPUUtilization ${by} Maximum >= 80 x10`);
    assert.equal(told(provisioned, "shop-db-memory"), `AWS/RDS FreeableMemory ${by} Minimum < 268435456 x10`);
    assert.equal(told(provisioned, "shop-db-connections"), `AWS/RDS DatabaseConnections ${by} Maximum > 500 x5`);
    assert.equal(told(provisioned, "shop-db-replica-lag"), `AWS/RDS AuroraReplicaLagMaximum ${by} Maximum > 1000 x5`);
    const serverless = await build((monitoring) =>
      monitoring.watchDatabase("db", { clusterIdentifier: "shop", serverless: true }),
    );
    assert.deepEqual(alarms(serverless), ["db-capacity", "db-cpu", "db-deadlocks"]);
    assert.equal(told(serverless, "shop-db-capacity"), `AWS/RDS ACUUtilization ${by} Maximum >= 90 x10`);
  });

  it("watches a cache by each node: engine CPU, memory, swap, lag, and evictions where told", async () => {
    const seen = await build((monitoring) =>
      monitoring.watchCache("sessions", { cacheClusterIds: ["shop-001", "shop-002"] }, { maxEvictions: 0 }),
    );
    assert.deepEqual(alarms(seen), [
      "sessions-cpu",
      "sessions-evictions",
      "sessions-memory",
      "sessions-replication-lag",
      "sessions-swap",
    ]);
    assert.equal(
      told(seen, "shop-sessions-cpu"),
      "MAX([FILL(m0, 0), FILL(m1, 0)]); m0=AWS/ElastiCache EngineCPUUtilization {CacheClusterId:shop-001} Maximum; " +
        "m1=AWS/ElastiCache EngineCPUUtilization {CacheClusterId:shop-002} Maximum >= 90 x10",
    );
    assert.match(told(seen, "shop-sessions-memory"), /DatabaseMemoryUsagePercentage .* >= 80 x10$/);
    assert.match(told(seen, "shop-sessions-evictions"), /^SUM.*Evictions .* > 0 x5$/);
    const memcached = await build((monitoring) =>
      monitoring.watchCache("sessions", { cacheClusterIds: ["shop"], memcached: true }),
    );
    assert.deepEqual(alarms(memcached), ["sessions-cpu", "sessions-swap"]);
    assert.match(told(memcached, "shop-sessions-cpu"), / CPUUtilization /);
  });

  it("watches a serverless cache by its own dimension", async () => {
    const seen = await build((monitoring) =>
      monitoring.watchServerlessCache("sessions", { cacheName: "shop", maximumStorageGb: 10 }),
    );
    assert.equal(told(seen, "shop-sessions-throttles"), "AWS/ElastiCache ThrottledCmds {clusterId:shop} Sum > 0 x3");
    assert.equal(
      told(seen, "shop-sessions-storage"),
      "AWS/ElastiCache BytesUsedForCache {clusterId:shop} Maximum >= 8000000000 x10",
    );
  });

  it("watches an accelerator over its nodes: CPU, memory, faults of its own, throttles", async () => {
    const seen = await build((monitoring) => monitoring.watchAccelerator("view", { clusterName: "shop" }));
    assert.deepEqual(alarms(seen), ["view-cpu", "view-faults", "view-memory", "view-throttles"]);
    const of = (metric: string) => `AWS/DAX ${metric} {ClusterId:shop}`;
    assert.equal(told(seen, "shop-view-cpu"), `${of("CPUUtilization")} Maximum >= 80 x10`);
    assert.equal(told(seen, "shop-view-memory"), `${of("CacheMemoryUtilization")} Maximum >= 90 x10`);
    assert.equal(told(seen, "shop-view-faults"), `${of("FaultRequestCount")} Sum > 0 x5`);
    assert.equal(told(seen, "shop-view-throttles"), `${of("ThrottledRequestCount")} Sum > 0 x5`);
    const later = await build((m) => m.watchAccelerator("view", { clusterName: "shop" }, { memoryPercent: 95 }));
    assert.match(told(later, "shop-view-memory"), />= 95 x10$/);
  });

  it("watches both instances of an ActiveMQ pair", async () => {
    const seen = await build((monitoring) =>
      monitoring.watchBroker(
        "legacy",
        { brokerName: "wms", engine: WatchedBrokerEngine.ActiveMq },
        { maxMessages: 100 },
      ),
    );
    assert.deepEqual(alarms(seen), ["legacy-cpu", "legacy-heap", "legacy-messages", "legacy-store"]);
    assert.equal(
      told(seen, "shop-legacy-store"),
      "MAX([FILL(m0, 0), FILL(m1, 0)]); m0=AWS/AmazonMQ StorePercentUsage {Broker:wms-1} Maximum; " +
        "m1=AWS/AmazonMQ StorePercentUsage {Broker:wms-2} Maximum >= 80 x10",
    );
  });

  it("watches RabbitMQ's nodes, whose names AWS makes, by the broker's name", async () => {
    const seen = await build((monitoring) =>
      monitoring.watchBroker(
        "legacy",
        { brokerName: "wms", engine: WatchedBrokerEngine.RabbitMq },
        { maxMemoryMib: 1024, minimumFreeDiskGib: 10, maxMessages: 5 },
      ),
    );
    assert.deepEqual(alarms(seen), ["legacy-cpu", "legacy-disk", "legacy-memory", "legacy-messages"]);
    const nodes = "FROM SCHEMA(\"AWS/AmazonMQ\", Broker, Node) WHERE Broker = 'wms'";
    assert.equal(told(seen, "shop-legacy-cpu"), `SELECT MAX(SystemCpuUtilization) ${nodes} >= 80 x10`);
    assert.equal(told(seen, "shop-legacy-disk"), `SELECT MIN(RabbitMQDiskFree) ${nodes} < 10737418240 x5`);
    assert.equal(told(seen, "shop-legacy-memory"), `SELECT MAX(RabbitMQMemUsed) ${nodes} > 1073741824 x5`);
    assert.equal(told(seen, "shop-legacy-messages"), "AWS/AmazonMQ MessageReadyCount {Broker:wms} Maximum > 5 x5");
  });

  it("watches a Firehose stream and a search domain", async () => {
    const seen = await build((monitoring) => {
      monitoring.watchDeliveryStream("export", {
        streamName: "export",
        destination: FirehoseDestination.S3,
        maxAgeSeconds: 900,
      });
      monitoring.watchSearch("search", {
        domainName: "shop",
        accountId: "123456789012",
        nodes: 3,
        volumeGib: 10,
        dedicatedMasters: false,
      });
    });
    assert.equal(
      told(seen, "shop-export-delivery-age"),
      "AWS/Firehose DeliveryToS3.DataFreshness {DeliveryStreamName:export} Maximum > 900 x2",
    );
    assert.equal(
      told(seen, "shop-search-red"),
      "AWS/ES ClusterStatus.red {ClientId:123456789012,DomainName:shop} Maximum >= 1 x1",
    );
  });

  it("watches any metric for what past weeks don't lead to expect", async () => {
    const seen = await build((monitoring) =>
      monitoring.watchAnomaly("orders", {
        namespace: "Shop",
        metricName: "OrdersPlaced",
        dimensions: { service: "orders" },
        statistic: "Sum",
        bothWays: true,
        description: "Orders are unusually few or many",
      }),
    );
    const { tags, alarmDescription, alarmActions, okActions, ...rest } = seen.one("shop-orders-unusual", ALARM).inputs;
    assert.ok(tags && alarmDescription && alarmActions && okActions);
    assert.deepEqual(rest, {
      metricQueries: [
        { id: "band", expression: "ANOMALY_DETECTION_BAND(seen, 3)", label: "expected", returnData: true },
        {
          id: "seen",
          label: "OrdersPlaced",
          returnData: true,
          metric: {
            namespace: "Shop",
            metricName: "OrdersPlaced",
            dimensions: { service: "orders" },
            period: 300,
            stat: "Sum",
          },
        },
      ],
      thresholdMetricId: "band",
      comparisonOperator: "LessThanLowerOrGreaterThanUpperThreshold",
      evaluationPeriods: 3,
      datapointsToAlarm: 3,
      treatMissingData: "notBreaching",
    });
  });

  it("draws queries on the dashboard and looks through the containers' logs", async () => {
    const seen = await build((monitoring) =>
      monitoring
        .watchContainerService("catalog", {
          clusterName: "shop",
          serviceName: "catalog",
          logGroupName: "/shop/catalog",
        })
        .watchLogs("/shop/worker")
        .complete(),
    );
    const body = String(seen.one("shop-dashboard").inputs.dashboardBody);
    assert.match(body, /SELECT MAX\(RestartCount\)/);
    const queries = seen.all("aws:cloudwatch/queryDefinition:QueryDefinition");
    assert.deepEqual(queries[0]?.inputs.logGroupNames, ["/shop/catalog", "/shop/worker"]);
  });

  it("knows thresholds and dimensions in a preview", async () => {
    const seen = await build(
      (monitoring) => monitoring.watchDatabase("db", { clusterIdentifier: "shop", serverless: true }),
      true,
    );
    seen.assertKnown("shop-db-capacity", ["dimensions", "threshold", "alarmActions"], ALARM);
  });

  const refused: [string, Watch, RegExp][] = [
    [
      "no share of a CPU",
      (m) => m.watchContainerService("a", { clusterName: "c", serviceName: "s" }, { cpuPercent: 0 }),
      /cpuPercent is 0/,
    ],
    [
      "tasks that can't be counted",
      (m) =>
        m.watchContainerService(
          "a",
          { clusterName: "c", serviceName: "s" },
          { withoutContainerInsights: true, missingMinutes: 5 },
        ),
      /missingMinutes is 5; drop it/,
    ],
    [
      "a load balancer's ARN",
      (m) => m.watchLoadBalancer("a", { loadBalancer: "arn:aws:x" }),
      /loadBalancer is "arn:aws:x"/,
    ],
    [
      "a target group's ARN",
      (m) => m.watchLoadBalancer("a", { loadBalancer: "app/a/1", targetGroups: { b: "arn:aws:x" } }),
      /targetGroups\.b is "arn:aws:x"/,
    ],
    [
      "a network load balancer of nothing",
      (m) => m.watchNetworkLoadBalancer("a", { loadBalancer: "net/a/1", targetGroups: {} }),
      /targetGroups is \[\]/,
    ],
    [
      "capacity of instances with none",
      (m) => m.watchDatabase("a", { clusterIdentifier: "c" }, { capacityPercent: 90 }),
      /capacityPercent is 90/,
    ],
    [
      "memory of serverless instances",
      (m) => m.watchDatabase("a", { clusterIdentifier: "c", serverless: true }, { minimumFreeMemoryMib: 9 }),
      /minimumFreeMemoryMib is 9/,
    ],
    [
      "a lag of no readers",
      (m) => m.watchDatabase("a", { clusterIdentifier: "c" }, { maxReplicaLagMs: 9 }),
      /maxReplicaLagMs is 9/,
    ],
    [
      "more nodes than an alarm takes",
      (m) => m.watchCache("a", { cacheClusterIds: Array.from({ length: 11 }, (_, at) => `n${at}`) }),
      /cacheClusterIds is .*give 1 to 10/,
    ],
    [
      "memory of Memcached",
      (m) => m.watchCache("a", { cacheClusterIds: ["n"], memcached: true }, { memoryPercent: 9 }),
      /memoryPercent is 9; Memcached/,
    ],
    [
      "more CPU of an accelerator than there is",
      (m) => m.watchAccelerator("a", { clusterName: "c" }, { cpuPercent: 101 }),
      /cpuPercent is 101/,
    ],
    [
      "a cache without room",
      (m) => m.watchServerlessCache("a", { cacheName: "c", maximumStorageGb: 0 }),
      /maximumStorageGb is 0/,
    ],
    [
      "a heap of RabbitMQ",
      (m) => m.watchBroker("a", { brokerName: "b", engine: WatchedBrokerEngine.RabbitMq }, { memoryPercent: 9 }),
      /memoryPercent is 9; RabbitMQ/,
    ],
    [
      "a disk of ActiveMQ",
      (m) => m.watchBroker("a", { brokerName: "b", engine: WatchedBrokerEngine.ActiveMq }, { minimumFreeDiskGib: 9 }),
      /minimumFreeDiskGib is 9; ActiveMQ/,
    ],
    [
      "a delivery in no time",
      (m) => m.watchDeliveryStream("a", { streamName: "s", destination: FirehoseDestination.S3, maxAgeSeconds: 1 }),
      /maxAgeSeconds is 1/,
    ],
    [
      "a band of no width",
      (m) => m.watchAnomaly("a", { namespace: "n", metricName: "m", description: "d", deviations: 0 }),
      /deviations is 0/,
    ],
  ];
  for (const [what, watch, message] of refused) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(
        build(watch),
        (error: Error) => error instanceof ArgumentError && message.test(error.message),
      );
    });
  }
});
