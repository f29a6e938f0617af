import { strict as assert } from "node:assert";
import { readEnvironment } from "../../../stacks/environment";
import { createShop } from "../../../stacks/shop";
import { graph, type TestGraph } from "../../../testing";
import { configurationOf, PROJECT, withoutStackTraces } from "./configuration";
import { optional } from "./optional";

const COMPONENT = /^aws-microservices-platform:\w+:(\w+)$/;

function componentsOf(seen: TestGraph): string[] {
  return Object.keys(seen.types())
    .flatMap((type) => COMPONENT.exec(type)?.[1] ?? [])
    .sort();
}

function shopOf(changes: Record<string, string>): Promise<TestGraph> {
  const all = { ...configurationOf("prod"), ...changes };
  const environment = readEnvironment({ all, project: PROJECT, stack: "prod" });
  return graph(() => void createShop(environment), { preview: true, stack: "prod" });
}

/** Components that stand for the architecture's systems, and that no other one makes. */
const ALWAYS = [
  "AuditTrail",
  "Cache",
  "ChangeAlerts",
  "ComplianceRule",
  "ConfigurationRecorder",
  "ContainerCluster",
  "ContainerMicroservice",
  "ContainerService",
  "EventBus",
  "EventProjection",
  "EventStore",
  "ImageRepository",
  "IsolatedVpc",
  "LambdaService",
  "LogArchive",
  "LogSearch",
  "MessageBroker",
  "MessageBus",
  "MetricsWorkspace",
  "PrivateService",
  "PrivateServiceConnection",
  "ReadModel",
  "RecoveryPlan",
  "RelationalDatabase",
  "Remediation",
  "RestApi",
  "Saga",
  "ScheduledJob",
  "ServerlessService",
  "ServiceConfiguration",
  "ServiceMesh",
  "ServiceMonitoring",
  "ServiceNamespace",
  "Table",
  "TableAccelerator",
  "Tracing",
  "WebApp",
  "Workflow",
];

describe("the whole architecture", () => {
  withoutStackTraces();

  it("is in prod, but for what its configuration has to ask for", async () => {
    const found = componentsOf(await shopOf({}));
    assert.deepEqual(
      ALWAYS.filter((component) => !found.includes(component)),
      [],
    );
    for (const component of ["KubernetesCluster", "LogWarehouse", "ThirdPartyRegistry"]) {
      assert.ok(!found.includes(component), component);
    }
  });

  it("has Kubernetes, Consul and a log warehouse where the configuration asks for them", async () => {
    const found = componentsOf(await shopOf(optional));
    for (const component of ["KubernetesCluster", "LogWarehouse", "ThirdPartyRegistry"]) {
      assert.ok(found.includes(component), component);
    }
  });
});
