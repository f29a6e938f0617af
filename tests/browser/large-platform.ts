import type { GraphResource, RunResult } from "../../preflight/model";
import { finding, policy, resource, result } from "../preflight/report/sample";

/** Services of one chapter of the platform; each is a component with nine resources. */
const SERVICES = 111;

/**
 * A platform of a thousand resources: a VPC, and services of a function with role, policy, log group and alarms, a queue and a
 * table each; every tenth has a violation, and each of forty controls judged each of them.
 */
export function largePlatform(): RunResult {
  const resources: GraphResource[] = [];
  const add = (
    type: string,
    name: string,
    from: Record<string, GraphResource[]> = {},
    more: Partial<GraphResource> = {},
  ) => {
    const propertyDependencies = Object.fromEntries(
      Object.entries(from).map(([property, others]) => [property, others.map(({ urn }) => urn)]),
    );
    const source = { file: "/shop/stacks/index.ts", line: resources.length + 1 };
    const made = resource(type, name, undefined, { propertyDependencies, source, ...more });
    resources.push(made);
    return made;
  };
  const vpc = add("aws:ec2/vpc:Vpc", "net");
  const subnets = ["a", "b", "c"].map((zone) =>
    add(
      "aws:ec2/subnet:Subnet",
      `private-${zone}`,
      { vpcId: [vpc] },
      { inputs: { availabilityZone: `eu-central-1${zone}` } },
    ),
  );
  const database = add("aws:rds/cluster:Cluster", "database", { subnetIds: subnets });
  for (let i = 0; i < SERVICES; i++) {
    const parent = add(`shop:${i % 7}:Service`, `service-${i}`, {}, { kind: "component" }).urn;
    const role = add("aws:iam/role:Role", `role-${i}`, {}, { parent });
    const queue = add("aws:sqs/queue:Queue", `queue-${i}`, {}, { parent });
    const table = add("aws:dynamodb/table:Table", `table-${i}`, {}, { parent });
    const log = add("aws:cloudwatch/logGroup:LogGroup", `log-${i}`, {}, { parent });
    const environment = i % 20 === 0 ? [table, database] : [table];
    const worker = add(
      "aws:lambda/function:Function",
      `worker-${i}`,
      { role: [role], loggingConfig: [log], environment },
      { parent },
    );
    add("aws:iam/rolePolicy:RolePolicy", `policy-${i}`, { role: [role], policy: [queue, table] }, { parent });
    add(
      "aws:lambda/eventSourceMapping:EventSourceMapping",
      `map-${i}`,
      { eventSourceArn: [queue], functionName: [worker] },
      { parent },
    );
    add("aws:cloudwatch/metricAlarm:MetricAlarm", `slow-${i}`, { dimensions: [worker] }, { parent });
    add("aws:cloudwatch/metricAlarm:MetricAlarm", `deep-${i}`, { dimensions: [queue] }, { parent });
  }
  const named = (prefix: string): GraphResource[] => resources.filter(({ name }) => name.startsWith(prefix));
  const findings = named("queue-")
    .filter((_, i) => i % 10 === 0)
    .map((queue) =>
      finding("sqs-queue-encrypted", queue, { message: "kmsMasterKeyId: found nothing, expected a key" }),
    );
  const controls = Array.from({ length: 40 }, (_, i) =>
    policy(`control-${i}`, { requirements: [{ framework: "nist-800-53-r5", id: `SC-${i}` }] }),
  );
  const held = Object.fromEntries(controls.map(({ name }) => [name, named("worker-").map(({ urn }) => urn)]));
  return result(
    resources,
    findings,
    {},
    { catalogue: [policy("sqs-queue-encrypted", { remediationSteps: "Set a key." }), ...controls], held },
  );
}
