import { strict as assert } from "node:assert";
import { resolve } from "node:path";
import { run } from "../support/preflight";

const root = resolve(__dirname, "../..");
const TABLE = "aws-microservices-platform:data:Table";
const API_DOMAIN = "aws-microservices-platform:edge:ApiDomain";

/** What a deployed stack keeps though it is another component's now. Its children follow it, by their names. */
describe("what has moved in the program", function () {
  this.timeout(240_000);

  it("is known by where it was: the customers' table and the APIs' domain are not made anew", async () => {
    const { graph } = await run(root, { stack: "prod", mode: "symbolic", timeout: 120 });
    const aliasesOf = (type: string, name: string) =>
      graph.resources.filter((one) => one.type === type && one.name === name).map(({ aliases }) => aliases);
    const urn = (types: string, name: string) => `urn:pulumi:prod::aws-microservices-platform::${types}::${name}`;
    assert.deepEqual(aliasesOf(TABLE, "customers-table"), [[urn(TABLE, "customers")]]);
    assert.deepEqual(aliasesOf(API_DOMAIN, "api"), [
      [urn(`aws-microservices-platform:edge:RestApi$${API_DOMAIN}`, "orders-domain")],
    ]);
  });
});
