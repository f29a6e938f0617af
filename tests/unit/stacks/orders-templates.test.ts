import { strict as assert } from "node:assert";
import { readEnvironment } from "../../../stacks/environment";
import { createShop } from "../../../stacks/shop";
import { graph } from "../../../testing";
import { configurationOf, PROJECT, withoutStackTraces } from "./configuration";

/** A request as API Gateway's templates see it. */
interface Request {
  body: unknown;
  orderId?: string;
}

/** As Apache Commons' escapeJavaScript, which API Gateway documents for `$util.escapeJavaScript`. */
function escapeJavaScript(text: string): string {
  return text.replace(/[\\"'/]/g, "\\$&").replace(/\n/g, "\\n");
}

/** What API Gateway makes of the references that the templates of this API use. @throws where one is left */
function render(template: string, { body, orderId = "" }: Request): string {
  const rendered = template
    .replaceAll(
      `$util.escapeJavaScript($input.json('$')).replaceAll("\\\\'","'")`,
      escapeJavaScript(JSON.stringify(body)).replaceAll("\\'", "'").replaceAll("$", "$$$$"),
    )
    .replaceAll(`$input.params('orderId').replaceAll("[^A-Za-z0-9-]","")`, orderId.replaceAll(/[^A-Za-z0-9-]/g, ""))
    .replaceAll("$context.requestId", "req-1")
    .replaceAll("$context.authorizer.claims.sub", "shopper-1")
    .replaceAll("$stageVariables.eventBus", "shop-events-1");
  return rendered;
}

function at(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>((found, key) => {
    assert.ok(typeof found === "object" && found !== null, `no ${key} in ${JSON.stringify(found)}`);
    return new Map(Object.entries(found)).get(key);
  }, value);
}

/** The API's document in dev's first preview. Made once. */
let made: Promise<unknown> | undefined;
async function documentOf(): Promise<unknown> {
  const environment = readEnvironment(configurationOf("dev"), PROJECT, "dev");
  const g = await graph(() => void createShop(environment), { preview: true, stack: "dev" });
  return g.json("orders", "body", "aws:apigateway/restApi:RestApi");
}

async function integration(path: string): Promise<unknown> {
  made ??= documentOf();
  const document = await made;
  return at(document, "paths", path, "post", "x-amazon-apigateway-integration");
}

function entryOf(template: unknown, request: Request): { entry: unknown; detail: unknown } {
  assert.equal(typeof template, "string");
  const entries = at(JSON.parse(render(String(template), request)), "Entries");
  assert.ok(Array.isArray(entries) && entries.length === 1);
  return { entry: entries[0], detail: JSON.parse(String(at(entries[0], "Detail"))) };
}

/** Everything that could end a string of JSON too early, or be taken for Velocity. */
const NASTY = `it's "quoted" \\ / \n $context #if`;

describe("the templates of the orders API", () => {
  withoutStackTraces();

  it("put an order on the bus unchanged, whatever is in it", async () => {
    const found = await integration("/orders");
    const body = { lines: [{ sku: "A-1", quantity: 2 }], note: NASTY };
    const { entry, detail } = entryOf(at(found, "requestTemplates", "application/json"), { body });
    assert.equal(at(entry, "Source"), "shop.orders");
    assert.equal(at(entry, "DetailType"), "OrderPlaced");
    assert.equal(at(entry, "EventBusName"), "shop-events-1");
    assert.deepEqual(detail, { orderId: "req-1", shopper: "shopper-1", order: body });
    assert.equal(at(found, "requestParameters", "integration.request.header.X-Amz-Target"), "'AWSEvents.PutEvents'");
  });

  it("keep the order's id of the path from becoming JSON of the caller's own", async () => {
    const found = await integration("/orders/{orderId}/cancellation");
    const orderId = '7f-1","shopper":"somebody-else';
    const { detail } = entryOf(at(found, "requestTemplates", "application/json"), { body: { reason: "x" }, orderId });
    assert.deepEqual(detail, {
      cancellationId: "req-1",
      orderId: "7f-1shoppersomebody-else",
      shopper: "shopper-1",
      cancellation: { reason: "x" },
    });
  });

  it("answer 503 where the bus took nothing, although EventBridge answers 200", async () => {
    const answer = at(await integration("/orders"), "responses", "default", "responseTemplates", "application/json");
    const [, failed, taken] =
      /^#if\(\$input\.path\('\$\.FailedEntryCount'\) > 0\)\n([\s\S]*)\n#else\n([\s\S]*)\n#end$/.exec(String(answer)) ??
      [];
    assert.match(String(failed), /^#set\(\$context\.responseOverride\.status = 503\)\n\{"message":/);
    assert.deepEqual(JSON.parse(render(String(taken), { body: {} })), { orderId: "req-1" });
  });

  it("admit nothing but JSON, so that no body passes by unread", async () => {
    const found = await integration("/orders");
    assert.equal(at(found, "passthroughBehavior"), "never");
    assert.deepEqual(Object.keys(at(found, "requestTemplates") ?? {}), ["application/json"]);
  });
});
