import { strict as assert } from "node:assert";
import { randomUUID } from "node:crypto";
import { resolve } from "node:path";
import { openDoors } from "../../local/endpoints";
import type { SignedIn } from "../../local/shop/sign-in";
import { resourceOf, shopperOf, useSession } from "./stack";

/** The dev stack's API, as those meet it who are signed in, and those who are not. */
describe("signing in to the shop on the emulator", function () {
  this.timeout(120_000);
  const used = useSession({ directory: resolve(__dirname, "../.."), stack: "dev" });
  let url = "";
  let shopper: SignedIn;

  before("deploy", async () => {
    const { session } = used();
    await session.deploy();
    url = String(resourceOf(session, "aws:apigateway/stage:Stage", "orders-live").outputs.invokeUrl);
    shopper = await shopperOf(session);
  });

  const place = (headers: Record<string, string>, customerId = shopper.customerId) =>
    fetch(`${url}/orders`, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json", "idempotency-key": randomUUID() },
      body: JSON.stringify({ customerId, lines: [{ sku: "SKU-1", quantity: 1, unitPriceCents: 500 }] }),
    });

  it("tells everybody that the API is there", async () => {
    assert.equal((await fetch(`${url}/health`)).status, 200);
  });

  it("refuses each operation on orders without a token, before the body is looked at", async () => {
    for (const [method, path] of [
      ["POST", "/orders"],
      ["GET", "/orders"],
      ["GET", "/orders/o-1"],
      ["DELETE", "/orders/o-1"],
      ["POST", "/orders/o-1/payment"],
    ] as const) {
      assert.equal((await fetch(`${url}${path}`, { method })).status, 401, `${method} ${path}`);
    }
    assert.equal((await place({})).status, 401);
  });

  it("refuses a token that is none, and one that was changed", async () => {
    assert.equal((await place({ authorization: "Bearer none" })).status, 401);
    const [header, claims = "", signature] = shopper.token.split(".");
    const own = Buffer.from(claims, "base64url").toString("utf8");
    const changed = Buffer.from(own.replaceAll(shopper.customerId, randomUUID())).toString("base64url");
    assert.notEqual(changed, claims);
    assert.equal((await place({ authorization: `Bearer ${[header, changed, signature].join(".")}` })).status, 401);
  });

  it("takes the order of the signed-in shopper, and of nobody else with that token", async () => {
    const answer = await place(shopper.headers);
    assert.equal(answer.status, 201, await answer.text());
    assert.equal((await place(shopper.headers, "somebody-else")).status, 403);
  });

  it("signs in the same shopper each time, also twice at once", async () => {
    const again = await Promise.all([shopperOf(used().session), shopperOf(used().session)]);
    assert.deepEqual(
      again.map(({ customerId }) => customerId),
      [shopper.customerId, shopper.customerId],
    );
  });

  it("leaves no operation whose caller is not checked", () => {
    assert.deepEqual(openDoors(used().session.state), []);
  });
});
