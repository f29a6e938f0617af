import { LocalError } from "../errors";
import { type Method, readOpenApi } from "../provider/services/openapi";
import { Inputs, isProps, type Props } from "../provider/values";
import type { LocalState } from "../state";

/** The shop on an emulator, as its resources tell it. What a stack has not is absent. */
export interface Shop {
  url: string;
  /** Schema of an order's request. */
  orderSchema: Props;
  hasPayment: boolean;
  hasLookup: boolean;
  journalTable?: string;
  archiveBucket?: string;
  sagaArn?: string;
}

/** @throws LocalError where no API of the stack takes orders */
export function findShop(state: LocalState): Shop {
  const all = Object.values(state.resources);
  for (const stage of all.filter(({ type }) => type === "aws:apigateway/stage:Stage")) {
    const api = all.find(({ type, id }) => type === "aws:apigateway/restApi:RestApi" && id === stage.inputs.restApi);
    const body = api && new Inputs(api.inputs).maybe("body");
    if (body === undefined) continue;
    const { methods, models } = readOpenApi(body);
    const has = (verb: string, path: RegExp): Method | undefined =>
      methods.find((method) => method.verb === verb && path.test(method.path));
    const place = has("POST", /^\/orders$/);
    if (!place) continue;
    const schema: unknown = JSON.parse(models[place.bodyModel ?? ""] ?? "{}");
    return {
      url: String(stage.outputs.invokeUrl),
      orderSchema: isProps(schema) ? schema : {},
      hasPayment: has("POST", /^\/orders\/\{[^}]+\}\/payment$/) !== undefined,
      hasLookup: has("GET", /^\/orders\/\{[^}]+\}$/) !== undefined,
      journalTable: variable(state, "JOURNAL_TABLE"),
      archiveBucket: variable(state, "ARCHIVE_BUCKET"),
      sagaArn: variable(state, "SAGA_ARN"),
    };
  }
  throw new LocalError(`No API of the stack ${state.stack} has POST /orders, so no order can be placed.`);
}

/** An environment variable of the first function that has it. */
function variable(state: LocalState, name: string): string | undefined {
  for (const { type, inputs } of Object.values(state.resources)) {
    if (type !== "aws:lambda/function:Function") continue;
    const value = new Inputs(inputs).child("environment")?.strings("variables")?.[name];
    if (value !== undefined) return value;
  }
  return undefined;
}
