import { readOpenApi } from "./provider/services/openapi";
import { Inputs } from "./provider/values";
import type { LocalState, NotEmulated, StoredResource } from "./state";
import { table } from "./text";

/** Something of a stack that a developer calls or looks into. */
export interface Endpoint {
  kind: string;
  name: string;
  address: string;
}

/** Kinds that are listed, in this order, with what of a resource is its address. */
const kinds: [string, string, (resource: StoredResource) => string | undefined][] = [
  ["queue", "aws:sqs/queue:Queue", ({ id }) => id],
  ["topic", "aws:sns/topic:Topic", ({ id }) => id],
  ["bus", "aws:cloudwatch/eventBus:EventBus", ({ outputs }) => text(outputs.arn)],
  ["stream", "aws:kinesis/stream:Stream", ({ inputs }) => text(inputs.name)],
  ["table", "aws:dynamodb/table:Table", ({ id }) => id],
  ["bucket", "aws:s3/bucket:Bucket", ({ id }) => `s3://${id}`],
  ["state machine", "aws:sfn/stateMachine:StateMachine", ({ id }) => id],
  ["function", "aws:lambda/function:Function", ({ id }) => id],
];

export function endpointsOf(state: LocalState): Endpoint[] {
  const all = Object.values(state.resources);
  const endpoints = apiEndpoints(all);
  for (const [kind, type, addressOf] of kinds) {
    for (const resource of all.filter((one) => one.type === type)) {
      endpoints.push({ kind, name: resource.name, address: addressOf(resource) ?? resource.id });
    }
  }
  return endpoints;
}

/** The operations of the stack's APIs on each of their stages. */
function apiEndpoints(all: StoredResource[]): Endpoint[] {
  return all
    .filter(({ type }) => type === "aws:apigateway/stage:Stage")
    .flatMap((stage) => {
      const api = all.find(({ type, id }) => type === "aws:apigateway/restApi:RestApi" && id === stage.inputs.restApi);
      const url = text(stage.outputs.invokeUrl) ?? "";
      const body = api && new Inputs(api.inputs).maybe("body");
      const methods = body === undefined ? [] : readOpenApi(body).methods.filter(({ verb }) => verb !== "OPTIONS");
      return methods.map(({ verb, path }) => ({
        kind: "API",
        name: api?.name ?? stage.name,
        address: `${verb.padEnd(6)} ${url}${path}`,
      }));
    });
}

/** The table of endpoints. */
export function endpointLines(state: LocalState): string[] {
  return table(endpointsOf(state).map(({ kind, name, address }) => [`  ${kind}`, name, address]));
}

/** APIs whose authorizers are not emulated: what a reader of a green local run must not take for protected. */
export function openDoors(state: LocalState): string[] {
  return Object.values(state.resources)
    .filter(({ type }) => type === "aws:apigateway/restApi:RestApi")
    .flatMap(({ name, inputs }) => {
      const body = new Inputs(inputs).maybe("body");
      const open = body === undefined ? [] : readOpenApi(body).withAuthorizer;
      return open.length === 0 ? [] : [`authorizers are not emulated: ${name} lets everybody call ${open.join(", ")}`];
    });
}

/** What the emulator has nothing for: types with how many of each. */
export function notEmulatedLines(list: NotEmulated[]): string[] {
  const counts = new Map<string, number>();
  for (const { type, reason } of list) {
    const [, module = "", name = ""] = type.split(":");
    const why = reason.startsWith("its ") ? `  (${reason})` : "";
    const key = `${module.split("/")[0]} ${name}${why}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return table([...counts].sort().map(([what, times]) => [`  ${times} ×`, what]));
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
