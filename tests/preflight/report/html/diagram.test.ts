import { strict as assert } from "node:assert";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { GraphResource } from "../../../../preflight/model";
import { packageRoot } from "../../../../preflight/paths";
import { diagramOf } from "../../../../preflight/report/html/diagram/build";
import { namedTypes } from "../../../../preflight/report/html/diagram/kinds";
import { resource } from "../sample";
import { graphOf, network, wired } from "./platform";

/** A diagram with names in place of numbers. */
function drawn(resources: GraphResource[]) {
  const diagram = diagramOf(graphOf(resources));
  const nameOf = (i: number | undefined): string => (i === undefined ? "-" : (resources[i]?.name ?? ""));
  return {
    boxes: Object.fromEntries(diagram.boxes.map((box) => [nameOf(box.resource), box.satellites.map(nameOf)])),
    inside: diagram.vpcs.map(({ resource: vpc, inside }) => [
      nameOf(vpc),
      Object.fromEntries(inside.map(({ box, subnets }) => [nameOf(box), subnets.map(nameOf)])),
    ]),
    subnets: diagram.vpcs.flatMap(({ zones, subnets }) =>
      subnets.map(({ resource: one, tier, zone }) => `${nameOf(one)} ${tier} ${zones[zone]}`),
    ),
    lanes: diagram.lanes.map(({ lane, items }) => [lane, items.map(({ boxes }) => boxes.map(nameOf).join(" "))]),
    flows: diagram.connections
      .filter(({ kind }) => kind === "flow")
      .map(({ from, to }) => `${nameOf(from)} > ${nameOf(to)}`),
    uses: diagram.connections
      .filter(({ kind }) => kind === "use")
      .map(({ from, to }) => `${nameOf(from)} > ${nameOf(to)}`),
  };
}

describe("the drawing's parts", () => {
  it("are types that the installed provider has", () => {
    const folder = join(packageRoot(), "node_modules/@pulumi/aws");
    assert.deepEqual(
      namedTypes.filter((type) => !existsSync(join(folder, `${type}.d.ts`))),
      [],
    );
  });

  it("tell subnets by where their routes lead and by zone, however they were registered", () => {
    assert.deepEqual(drawn(network().resources).subnets, [
      "public-b public eu-central-1b",
      "public-a public eu-central-1a",
      "private-b private eu-central-1b",
      "private-a private eu-central-1a",
      "isolated-b isolated eu-central-1b",
      "isolated-a isolated eu-central-1a",
    ]);
  });

  it("put services into their subnets: through subnet groups, through ids that are written down, or into the VPC of their group", () => {
    const { resources, vpc, subnets } = network();
    const isolated = [subnets["isolated-a"], subnets["isolated-b"]].filter((one) => one !== undefined);
    const group = wired("rds/subnetGroup:SubnetGroup", "db-subnets", { subnetIds: isolated });
    const database = wired("rds/cluster:Cluster", "db", { dbSubnetGroupName: group });
    const securityGroup = wired("ec2/securityGroup:SecurityGroup", "group", { vpcId: vpc });
    const grouped = wired("ec2/instance:Instance", "grouped", { vpcSecurityGroupIds: securityGroup });
    const written = wired("ec2/instance:Instance", "written", {}, { inputs: { subnetId: "subnet-0a1" } });
    const [publicA] = [subnets["public-a"]];
    assert.ok(publicA);
    publicA.id = "subnet-0a1";
    const foreign = wired(
      "lambda/function:Function",
      "foreign",
      {},
      { inputs: { vpcConfig: { subnetIds: ["subnet-0ff"] } } },
    );
    const bucket = wired("s3/bucket:Bucket", "files");
    const found = drawn([...resources, group, database, securityGroup, grouped, written, foreign, bucket]);
    assert.deepEqual(found.inside, [
      [
        "net",
        { internet: [], nat: ["public-a"], db: ["isolated-a", "isolated-b"], grouped: [], written: ["public-a"] },
      ],
      ["-", { foreign: [] }],
    ]);
    assert.deepEqual(found.lanes, [["data", ["files"]]]);
    assert.deepEqual(found.boxes.db, ["db-subnets"]);
  });

  it("draw policies, alarms, roles and dead-letter queues with what they belong to, and nothing twice", () => {
    const parent = resource("pkg:index:Orders", "orders", undefined, { kind: "component" });
    const below = { parent: parent.urn };
    const dead = wired("sqs/queue:Queue", "work-dead", {}, below);
    const queue = wired("sqs/queue:Queue", "work", { redrivePolicy: dead }, below);
    const role = wired("iam/role:Role", "worker-role", {}, below);
    const worker = wired("lambda/function:Function", "worker", { role }, below);
    const policy = wired("iam/rolePolicy:RolePolicy", "may-write", { role });
    const topic = wired("sns/topic:Topic", "alerts");
    const alarm = wired("cloudwatch/metricAlarm:MetricAlarm", "slow", { dimensions: worker, alarmActions: topic });
    const lone = wired("kms/key:Key", "lone-key");
    const found = drawn([parent, dead, queue, role, worker, policy, topic, alarm, lone]);
    assert.deepEqual(found.boxes, {
      work: ["work-dead"],
      worker: ["worker-role", "may-write", "slow"],
      alerts: [],
      "lone-key": [],
    });
  });

  it("keep what watches over many with its own component", () => {
    const queues = ["a", "b", "c", "d"].map((name) => wired("sqs/queue:Queue", name));
    const monitoring = resource("pkg:index:Monitoring", "monitoring", undefined, { kind: "component" });
    const below = { parent: monitoring.urn };
    const alarms = queues.map((queue) =>
      wired("cloudwatch/metricAlarm:MetricAlarm", `${queue.name}-deep`, { dimensions: queue }, below),
    );
    const board = wired("cloudwatch/dashboard:Dashboard", "board", { dashboardBody: queues }, below);
    const found = drawn([...queues, monitoring, ...alarms, board]).boxes;
    assert.deepEqual(found.monitoring, ["board"]);
    assert.deepEqual(found.a, ["a-deep"]);
  });

  it("make a component a box where it has no service, and keep one that is opaque", () => {
    const monitoring = resource("pkg:index:Monitoring", "monitoring", undefined, { kind: "component" });
    const dashboard = wired("cloudwatch/dashboard:Dashboard", "board", {}, { parent: monitoring.urn });
    const opaque = resource("awsx:ec2:Vpc", "remote", undefined, { kind: "component", origin: "opaque" });
    assert.deepEqual(drawn([monitoring, dashboard, opaque]).boxes, { monitoring: ["board"], remote: [] });
  });

  it("draw data's way: from rule to target, topic to queue, source to function, function to table", () => {
    const bus = wired("cloudwatch/eventBus:EventBus", "bus");
    const topic = wired("sns/topic:Topic", "topic");
    const queue = wired("sqs/queue:Queue", "queue");
    const rule = wired("cloudwatch/eventRule:EventRule", "rule", { eventBusName: bus });
    const target = wired("cloudwatch/eventTarget:EventTarget", "target", { rule, eventBusName: bus, arn: topic });
    const subscription = wired("sns/topicSubscription:TopicSubscription", "to-queue", { topic, endpoint: queue });
    const table = wired("dynamodb/table:Table", "table");
    const key = wired("kms/key:Key", "key");
    const role = wired("iam/role:Role", "role");
    const worker = wired("lambda/function:Function", "worker", { role, environment: table, kmsKeyArn: key });
    const mapping = wired("lambda/eventSourceMapping:EventSourceMapping", "map", {
      eventSourceArn: queue,
      functionName: worker,
    });
    const reads = wired("iam/rolePolicy:RolePolicy", "reads", { role, policy: [queue, table] });
    const api = wired("apigateway/restApi:RestApi", "api");
    const method = wired("apigateway/integration:Integration", "method", { restApi: api, uri: worker });
    const all = [bus, topic, queue, rule, target, subscription, table, key, role, worker, mapping, reads, api, method];
    assert.deepEqual(drawn(all).flows.sort(), [
      "api > worker",
      "bus > topic",
      "queue > worker",
      "topic > queue",
      "worker > table",
    ]);
  });

  it("show who may reach whom through security groups", () => {
    const [web, store] = ["web", "store"].map((name) => wired("ec2/securityGroup:SecurityGroup", `${name}-group`));
    assert.ok(web && store);
    const service = wired("ecs/service:Service", "service", { networkConfiguration: web });
    const database = wired("rds/cluster:Cluster", "database", { vpcSecurityGroupIds: store });
    const rule = wired("vpc/securityGroupIngressRule:SecurityGroupIngressRule", "in", {
      securityGroupId: store,
      referencedSecurityGroupId: web,
    });
    assert.deepEqual(drawn([web, store, service, database, rule]).flows, ["service > database"]);
  });

  it("keep what only supports or watches apart from flows", () => {
    const queue = wired("sqs/queue:Queue", "queue");
    const topic = wired("sns/topic:Topic", "alerts");
    const alarm = wired("cloudwatch/metricAlarm:MetricAlarm", "deep", { dimensions: queue, alarmActions: topic });
    const found = drawn([queue, topic, alarm]);
    assert.deepEqual(found.flows, []);
    assert.deepEqual(found.uses, ["queue > alerts"]);
  });

  it("stand cycles, parents that are missing, and references to nothing", () => {
    const a = wired("sqs/queue:Queue", "a");
    const b = wired("sns/topic:Topic", "b", { x: a });
    a.propertyDependencies = { y: [b.urn, "urn:pulumi:gone"] };
    const first = resource("pkg:index:A", "first", undefined, { kind: "component" });
    const second = resource("pkg:index:B", "second", undefined, { kind: "component", parent: first.urn });
    first.parent = second.urn;
    a.parent = second.urn;
    b.parent = "urn:pulumi:gone";
    assert.deepEqual(Object.keys(drawn([a, b, first, second]).boxes), ["a", "b"]);
  });
});
