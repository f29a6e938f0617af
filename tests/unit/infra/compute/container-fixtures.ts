import { strict as assert } from "node:assert";
import { ContainerCluster, ContainerService, type ContainerServiceArgs } from "../../../../infra/compute";
import { type GraphOptions, graph, type TestGraph } from "../../../../testing";

export const placement = { vpcId: "vpc-1", cidrBlock: "10.0.0.0/16", subnetIds: ["subnet-a", "subnet-b"] };
export const IMAGE = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/catalog:1.2.3";
export const ACCOUNT_KEY = "arn:aws:kms:eu-central-1:123456789012:key/k";
export const CERTIFICATE = "arn:aws:acm:eu-central-1:123456789012:certificate/c";
export const SECRET = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-AbCdEf";
export const PARAMETER = "arn:aws:ssm:eu-central-1:123456789012:parameter/shop/level";
export const egress = { endpoints: { securityGroupId: "sg-endpoints" } };

export type ServiceOptions = Partial<ContainerServiceArgs>;

/** The service "catalog" in the cluster "shop". */
export function catalog(options: ServiceOptions = {}): ContainerService {
  const cluster = options.cluster ?? new ContainerCluster("shop");
  return new ContainerService("catalog", { placement, image: IMAGE, egress, ...options, cluster });
}

export function build(options: ServiceOptions = {}, how: GraphOptions = {}): Promise<TestGraph> {
  return graph(() => catalog(options), how);
}

/** What a service with these options is refused with. */
export async function refusal(options: ServiceOptions): Promise<string> {
  let message = "";
  await graph(() => {
    assert.throws(
      () => catalog(options),
      (error: Error) => {
        message = error.message;
        return true;
      },
    );
  });
  return message;
}

interface Container {
  name: string;
  [key: string]: unknown;
}

/** Containers of the task definition. */
export function containers(seen: TestGraph): Container[] {
  const text = seen.one("catalog", "aws:ecs/taskDefinition:TaskDefinition").inputs["containerDefinitions"];
  assert.equal(typeof text, "string");
  return JSON.parse(String(text));
}

export function container(seen: TestGraph, name = "app"): Container {
  const found = containers(seen).find((one) => one.name === name);
  assert.ok(found, `the task has no container ${name}`);
  return found;
}

/** Inputs of ECS's service. */
export function service(seen: TestGraph): Readonly<Record<string, unknown>> {
  return seen.one("catalog", "aws:ecs/service:Service").inputs;
}
