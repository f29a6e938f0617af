import { type RestDocument, readOpenApi, type Unchecked } from "./provider/services/openapi";
import { Inputs } from "./provider/values";
import { isAlive } from "./session";
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
  const endpoints = [...pageEndpoints(state), ...apiEndpoints(all)];
  for (const [kind, type, addressOf] of kinds) {
    for (const resource of all.filter((one) => one.type === type)) {
      endpoints.push({ kind, name: resource.name, address: addressOf(resource) ?? resource.id });
    }
  }
  return endpoints;
}

/** The pages that the stack's CloudFront distributions serve, while a process does. */
function pageEndpoints({ pages = {}, resources, runnerPid }: LocalState): Endpoint[] {
  if (!isAlive(runnerPid)) return [];
  return Object.entries(pages).map(([urn, url]) => ({ kind: "page", name: resources[urn]?.name ?? "", address: url }));
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

/** The table of endpoints, and how callers of the APIs show who they are. */
export function endpointLines(state: LocalState): string[] {
  const endpoints = endpointsOf(state).map(({ kind, name, address }) => [`  ${kind}`, name, address]);
  const signedIn = documentsOf(state).filter(({ document }) =>
    document.methods.some(({ authorization }) => authorization === "COGNITO_USER_POOLS"),
  );
  return [
    ...table(endpoints),
    ...signedIn.map(({ name }) => `  ${name} asks for "Authorization: Bearer …": npm run local -- token prints one`),
  ];
}

/** Operations whose callers the emulator does not check: what a green local run must not be taken for. */
export function openDoors(state: LocalState): string[] {
  return documentsOf(state).flatMap(({ name, document }) => {
    const of = (wanted: Unchecked["what"]): string =>
      document.unchecked.flatMap(({ operation, what }) => (what === wanted ? [operation] : [])).join(", ");
    const [open, unsigned] = [of("authorizer"), of("signature")];
    return [
      ...(open === "" ? [] : [`an authorizer is not emulated: ${name} lets everybody call ${open}`]),
      ...(unsigned === "" ? [] : [`signatures are not checked: ${name} takes any, of anybody, for ${unsigned}`]),
    ];
  });
}

/** The documents of the stack's APIs. */
function documentsOf(state: LocalState): { name: string; document: RestDocument }[] {
  return Object.values(state.resources)
    .filter(({ type }) => type === "aws:apigateway/restApi:RestApi")
    .flatMap(({ name, inputs }) => {
      const body = new Inputs(inputs).maybe("body");
      return body === undefined ? [] : [{ name, document: readOpenApi(body) }];
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
