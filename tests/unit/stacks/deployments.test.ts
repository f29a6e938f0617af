import { strict as assert } from "node:assert";
import { mock } from "node:test";
import { answerBy } from "../../../services/shared/http";
import { metrics } from "../../../services/shared/metrics";
import { readEnvironment } from "../../../stacks/environment";
import { createShop } from "../../../stacks/shop";
import { graph, type RecordedResource, type TestGraph } from "../../../testing";
import { eventOf } from "../services/api-requests";
import { quiet } from "../services/quiet";
import { configurationOf, PROJECT, withoutStackTraces } from "./configuration";

const METRIC_ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const STAGE = "aws:apigateway/stage:Stage";

function shop(stack: string): Promise<TestGraph> {
  const environment = readEnvironment({ all: configurationOf(stack), project: PROJECT, stack });
  return graph(() => void createShop(environment), { preview: true, stack });
}

/** Names of metrics that are counted where `work` fails by `error`. */
async function countedOf(error: Error): Promise<string[]> {
  const counted: string[] = [];
  mock.method(metrics, "addMetric", (name: string) => counted.push(name));
  try {
    const work = () => Promise.reject(error);
    const routes = { "/orders": { GET: { metric: "OrdersListed" } } };
    await answerBy("orders", routes, eventOf({ method: "GET", resource: "/orders" }), work);
  } finally {
    mock.restoreAll();
  }
  return counted;
}

describe("deployments of the functions behind the shop's APIs", () => {
  withoutStackTraces();
  quiet();

  for (const stack of ["staging", "prod"]) {
    it(`move callers of ${stack} in steps, and back where the function ends badly or fails requests`, async () => {
      const g = await shop(stack);
      for (const [api, name] of [
        ["orders", "orders-api"],
        ["customers", "customers-function"],
      ] as const) {
        const watched = g.one(`${name}-deployment-group`).propertyDependencies["alarmConfiguration"] ?? [];
        const [ends, fails, ...others] = g
          .all(METRIC_ALARM)
          .filter(({ urn }) => watched.includes(urn))
          .sort(byNamespace);
        assert.ok(ends && fails && others.length === 0, name);
        assert.deepEqual([ends.inputs["namespace"], ends.inputs["metricName"]], ["AWS/Lambda", "Errors"]);
        const { variables } = Object(g.one(name, "aws:lambda/function:Function").inputs["environment"]);
        assert.equal(fails.inputs["namespace"], variables.POWERTOOLS_METRICS_NAMESPACE);
        assert.deepEqual(fails.inputs["dimensions"], { service: variables.POWERTOOLS_SERVICE_NAME });
        assert.deepEqual(await countedOf(new Error("the table is gone")), [fails.inputs["metricName"]]);
        const alias = g.one(`${name}-alias`, "aws:cloudformation/stack:Stack").urn;
        assert.ok(g.one(`${api}-live`, STAGE).propertyDependencies["variables"]?.includes(alias), name);
      }
    });
  }

  it("move callers of dev at once, by an alias that an emulator knows", async () => {
    const g = await shop("dev");
    assert.equal(g.all("aws:codedeploy/deploymentGroup:DeploymentGroup").length, 0);
    for (const name of ["orders-api", "customers-function"]) assert.ok(g.one(`${name}-live`, "aws:lambda/alias:Alias"));
  });
});

function byNamespace(one: RecordedResource, other: RecordedResource): number {
  return String(one.inputs["namespace"]) < String(other.inputs["namespace"]) ? -1 : 1;
}
