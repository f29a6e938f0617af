import { strict as assert } from "node:assert";
import { requestSinglePoint } from "../../../../../policies/controls/paths/request-single-point";
import { type Case, describeControl, judge, type Sample, sample, UNKNOWN } from "../../../../support/policies";
import { arn, fn } from "../../wiring/samples";
import { attached, balancer, instance, listener, targets } from "./network";

const entry = balancer("front");
const service = (desiredCount: unknown = 2, props: Record<string, unknown> = {}): Sample =>
  sample("aws:ecs/service:Service", "shop", {
    id: "arn:shop",
    name: "shop",
    desiredCount,
    loadBalancers: [{ targetGroupArn: "tg-shop", containerPort: 8080 }],
    ...props,
  });
const way = [listener("front", 443, "shop"), targets("shop", 8080)];
const behind = (...others: Sample[]): Case => ({ subject: entry, others: [...way, ...others] });
const scaled = (minCapacity: number, resourceId: unknown = "service/c/shop", from: Sample[] = []): Sample =>
  sample("aws:appautoscaling/target:Target", "t", { minCapacity, resourceId }, { from: { resourceId: from } });
const pathOf = (example: Case): string => {
  const verdict = judge(requestSinglePoint, example);
  return verdict.kind === "fail" ? verdict.findings.map(({ found }) => found).join("\n") : verdict.kind;
};

describeControl(requestSinglePoint, {
  compliant: {
    "a service of two tasks": behind(service()),
  },
  violating: {
    "a service of one task": {
      ...behind(service(1)),
      at: "",
      saying: /^load balancer front -> service shop, which runs one task$/,
    },
    "the only machine": {
      ...behind(attached("shop", "i-web"), instance("web")),
      at: "",
      saying: /^load balancer front -> instance web, the only machine$/,
    },
    "a machine that comes and goes by itself": {
      ...behind(
        sample("aws:autoscaling/group:Group", "fleet", { id: "fleet", minSize: 1, targetGroupArns: ["tg-shop"] }),
      ),
      at: "",
      saying: /^load balancer front -> autoscaling group fleet, which has one machine$/,
    },
  },
  undecided: {},
  alwaysDecides: "what is not known to be the only one is not said to be",
  notApplicable: { "a load balancer that nothing is known to be behind": { subject: entry } },
  mayBeDropped: {
    arn: "the listener's and the group's ids name them, too",
    id: "their ARNs and names name them, too",
    desiredCount: "how many there are is then not known",
    "loadBalancers.containerPort": "it is reached, whatever the port",
    port: "it is reached, whatever the port",
  },
});

describe("a place that requests come by", () => {
  const database = (type: string) =>
    sample(`aws:${type}/cluster:Cluster`, "data", { id: "data", clusterIdentifier: "data" });
  const node = (type: string, name: string) =>
    sample(`aws:${type}/clusterInstance:ClusterInstance`, name, { clusterIdentifier: "data" });
  const task = (...from: Sample[]): Sample =>
    sample(
      "aws:ecs/taskDefinition:TaskDefinition",
      "task",
      { id: "task", arn: "task", containerDefinitions: "[]" },
      {
        from: { containerDefinitions: from },
      },
    );
  const told = (store: Sample, ...others: Sample[]): Case =>
    behind(service(2, { taskDefinition: "task" }), task(store), store, ...others);
  const one = service(1);
  const cases: Record<string, [Case, RegExp]> = {
    "is one of two where it is scaled to two": [behind(service(1), scaled(2)), /^pass$/],
    "is one of two where a name that is not known says so": [behind(one, scaled(2, UNKNOWN, [one])), /^pass$/],
    "is the only one where it is scaled down to one": [behind(service(4), scaled(1)), /which runs one task/],
    "is one of many where it is on every machine": [behind(service(1, { schedulingStrategy: "DAEMON" })), /^pass$/],
    "is one of two machines": [
      behind(attached("shop", "i-web"), instance("web"), attached("shop", "i-two"), instance("two")),
      /^pass$/,
    ],
    "is a fleet of two": [
      behind(
        sample("aws:autoscaling/group:Group", "f", { minSize: 1, desiredCapacity: 2, targetGroupArns: ["tg-shop"] }),
      ),
      /^pass$/,
    ],
    "is a database of one instance": [
      told(database("docdb"), node("docdb", "one")),
      /^load balancer front -> service shop -> database data, which has one instance$/,
    ],
    "is a database of two": [told(database("docdb"), node("docdb", "one"), node("docdb", "two")), /^pass$/],
    "is a graph of one instance": [told(database("neptune"), node("neptune", "one")), /database data, which has one/],
    "is a cache without a replica": [
      told(sample("aws:memorydb/cluster:Cluster", "c", { numReplicasPerShard: 0 })),
      /cache c, which has no replica/,
    ],
    "is a cache with as many replicas as AWS makes": [told(sample("aws:memorydb/cluster:Cluster", "c", {})), /^pass$/],
    "is told of with all others": [
      told(database("docdb"), node("docdb", "one"), scaled(1)),
      /^load balancer front -> service shop, which runs one task; and database data, which has one instance$/,
    ],
  };
  for (const [name, [example, expected]] of Object.entries(cases)) {
    it(name, () => assert.match(pathOf(example), expected));
  }

  it("is found behind an API, by its document, its stages, aliases and links", () => {
    const calls = (name: string) =>
      `arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/${name}/invocations`;
    const store = database("docdb");
    const handler = sample(
      "aws:lambda/function:Function",
      "handler",
      { ...fn("handler").props, environment: { variables: { DB: UNKNOWN } } },
      { from: { environment: [store] } },
    );
    const alias = sample("aws:lambda/alias:Alias", "live", {
      arn: `${arn("lambda", "function:handler")}:live`,
      functionName: "handler",
    });
    const api = (uri: string) =>
      sample("aws:apigateway/restApi:RestApi", "orders", {
        id: "api",
        body: JSON.stringify({ paths: { "/": { get: { uri } } } }),
      });
    const stage = sample("aws:apigateway/stage:Stage", "s", { restApi: "api", variables: { fn: "handler:live" } });
    const variable = arn("lambda", "function:$".concat("{stageVariables.fn}"));
    const found = /^api orders -> function handler -> database data, which has one instance$/;
    assert.match(pathOf({ subject: api(calls(arn("lambda", "function:handler"))), others: [handler] }), found);
    assert.match(
      pathOf({ subject: api(calls(`${arn("lambda", "function:handler")}:live`)), others: [handler, alias] }),
      found,
    );
    assert.match(pathOf({ subject: api(calls(variable)), others: [handler, alias, stage] }), found);
    const http = sample("aws:apigatewayv2/api:Api", "orders", { id: "api" });
    const linked = [
      sample("aws:apigatewayv2/integration:Integration", "i", { apiId: "api", integrationUri: "listener-front-443" }),
      entry,
      ...way,
      service(1),
    ];
    assert.match(
      pathOf({ subject: http, others: linked }),
      /^api orders -> load balancer front -> service shop, which runs/,
    );
    const rest = sample("aws:apigateway/restApi:RestApi", "orders", { id: "api" });
    const link = sample("aws:apigateway/vpcLink:VpcLink", "l", { id: "link", targetArns: ["lb-front"] });
    const integration = sample("aws:apigateway/integration:Integration", "i", { restApi: "api", connectionId: "link" });
    assert.match(
      pathOf({ subject: rest, others: [integration, link, entry, ...way, service(1)] }),
      /^api orders -> load balancer front -> service shop, which runs/,
    );
  });
});
