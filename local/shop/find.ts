import { LocalError } from "../errors";
import { type Method, readOpenApi } from "../provider/services/openapi";
import type { Authorizer } from "../provider/services/openapi-security";
import { Inputs, isProps, type Props } from "../provider/values";
import type { LocalState, StoredResource } from "../state";

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
  /** Where shoppers sign in, if they have to. */
  shoppers?: ShopperPool;
}

/** The pool whose tokens the orders' operations ask for. */
export interface ShopperPool {
  poolId: string;
  /** Name of this machine's shopper, as the pool wants names to be. */
  username: string;
  /** Scopes that placing an order asks for. */
  scopes: string[];
  /** Header of the token. */
  header: string;
}

/** Whether an API of the stack takes orders. */
export function hasShop(state: LocalState): boolean {
  return lookFor(state) !== undefined;
}

/** @throws LocalError where no API of the stack takes orders */
export function findShop(state: LocalState): Shop {
  const found = lookFor(state);
  if (found) return found;
  throw new LocalError(`No API of the stack ${state.stack} has POST /orders, so no order can be placed.`);
}

function lookFor(state: LocalState): Shop | undefined {
  const all = Object.values(state.resources);
  for (const stage of all.filter(({ type }) => type === "aws:apigateway/stage:Stage")) {
    const api = all.find(({ type, id }) => type === "aws:apigateway/restApi:RestApi" && id === stage.inputs.restApi);
    const body = api && new Inputs(api.inputs).maybe("body");
    if (body === undefined) continue;
    const { methods, models, authorizers } = readOpenApi(body);
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
      shoppers: shoppersOf(all, stage, authorizers[place.authorizer ?? ""], place.scopes),
    };
  }
  return undefined;
}

/** @throws LocalError where the authorizer's pools are none of the stack */
function shoppersOf(
  all: StoredResource[],
  stage: StoredResource,
  authorizer: Authorizer | undefined,
  scopes: string[],
): ShopperPool | undefined {
  if (authorizer?.type !== "COGNITO_USER_POOLS") return undefined;
  const variables = new Inputs(stage.inputs).strings("variables") ?? {};
  const arns = (authorizer.poolArns ?? []).map((arn) =>
    arn.replace(/\$\{stageVariables\.(\w+)\}/g, (_, name: string) => variables[name] ?? ""),
  );
  const pool = all.find(
    ({ type, id }) => type === "aws:cognito/userPool:UserPool" && arns.some((arn) => arn.endsWith(`/${id}`)),
  );
  if (!pool) throw new LocalError(`Orders are for shoppers of ${arns.join(", ")}, of which none is in the stack.`);
  const attributes = new Inputs(pool.inputs).texts("usernameAttributes");
  const [, header = "Authorization"] = /^method\.request\.header\.(.+)$/.exec(authorizer.identitySource ?? "") ?? [];
  return { poolId: pool.id, username: usernameFor(attributes), scopes, header };
}

/** Domains that end with "example" and numbers with 555-01 are nobody's. */
function usernameFor(attributes: string[]): string {
  if (attributes.includes("email")) return "shopper@local.example";
  return attributes.includes("phone_number") ? "+12025550100" : "local-shopper";
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
