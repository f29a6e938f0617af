import { strict as assert } from "node:assert";
import { Role } from "@pulumi/aws/iam";
import { AssetArchive, StringAsset } from "@pulumi/pulumi/asset";
import { LambdaService } from "../../../../infra/compute";
import { ArgumentError, type Grantable } from "../../../../infra/core";
import { EventStore, type EventStoreArgs } from "../../../../infra/eventsourcing";
import { type GraphOptions, graph, type TestGraph } from "../../../../testing";

export const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
export const POLICY = "aws:iam/rolePolicy:RolePolicy";
export const TOPIC = "arn:aws:sns:eu-central-1:123456789012:alerts";
export const KEY = "arn:aws:kms:eu-central-1:123456789012:key/1234";

/** The ARN that the test graph gives to a resource. */
export function arn(service: string, name: string): string {
  return `arn:aws:${service}:eu-central-1:123456789012:${name}`;
}

/** What AWS gives for the table's stream. */
export const TABLE_STREAM = `${arn("dynamodb", "orders-journal")}/stream/2026`;

const OPTIONS: GraphOptions = { outputs: { "aws:dynamodb/table:Table": { streamArn: TABLE_STREAM } } };

/** A graph with the store "orders" in it; `wire` goes on from there. */
export function orders(
  args: EventStoreArgs = {},
  wire: (store: EventStore) => unknown = () => undefined,
  options: GraphOptions = {},
): Promise<TestGraph> {
  return graph(() => wire(new EventStore("orders", args)), { ...OPTIONS, ...options });
}

/** A function, as a reader. */
export function reader(name = "view-reader"): LambdaService {
  return new LambdaService(name, { code: new AssetArchive({ "index.js": new StringAsset("exports.handler=0") }) });
}

/** Something that runs as a role. */
export function grantee(): Grantable {
  return { role: new Role("writer", { assumeRolePolicy: "{}" }) };
}

/** A policy's document. */
export function document(seen: TestGraph, name: string): unknown {
  return seen.json(name, "policy", POLICY);
}

/** A policy's document with one statement. */
export function allows(actions: string[], resources: string[], ...more: unknown[]): unknown {
  return { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: actions, Resource: resources }, ...more] };
}

/** Statement that lets a key be used through a service. */
export function keyUse(actions: string[], service: string, key = KEY): unknown {
  const via = `${service}.eu-central-1.amazonaws.com`;
  return {
    Effect: "Allow",
    Action: actions,
    Resource: key,
    Condition: { StringEquals: { "kms:ViaService": via } },
  };
}

/** What the program is refused with. */
export async function refused(program: () => Promise<unknown>): Promise<string> {
  try {
    await program();
  } catch (error) {
    assert.ok(error instanceof ArgumentError, String(error));
    return error.message;
  }
  throw new assert.AssertionError({ message: "nothing was refused" });
}
