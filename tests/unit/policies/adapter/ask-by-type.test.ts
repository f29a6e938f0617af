import { strict as assert } from "node:assert";
import { registry } from "../../../../policies/index";
import { type PackServer, startPackServer } from "../support/server";

describe("the policies that a resource is judged by", () => {
  let server: PackServer;

  before(async function () {
    this.timeout(30_000);
    server = await startPackServer();
    await server.configure({});
  });
  after(() => server?.stop());

  it("are all announced, each with the types that it is for", async () => {
    const { policiesList } = await server.info();
    const announced = new Map(policiesList.map(({ name, tagsList }) => [name, tagsList]));
    for (const { id, on } of registry) {
      assert.deepEqual(
        announced.get(id)?.filter((tag) => tag.startsWith("on ")),
        on.map((type) => `on ${type}`),
        id,
      );
    }
  });

  it("are those for its type, whichever type came before", async () => {
    const named = async (type: string) => {
      const { diagnosticsList, notApplicableList } = await server.analyze({ type, name: "one", props: {} });
      const elsewhere = notApplicableList.map((one) => one.policyName);
      return [...diagnosticsList.map((one) => one.policyname), ...elsewhere];
    };
    const types = ["aws:cloudtrail/trail:Trail", "aws:eks/cluster:Cluster", "aws:cloudtrail/trail:Trail"];
    for (const type of types) {
      const others = new Set(registry.filter(({ on }) => !on.includes(type)).map(({ id }) => id));
      const found = await named(type);
      assert.ok(found.length > 0, type);
      assert.deepEqual(
        found.filter((name) => others.has(name)),
        [],
        type,
      );
    }
    assert.deepEqual(
      (await named("other:index:Thing")).filter((name) => registry.some(({ id }) => id === name)),
      [],
    );
  });

  it("are still found to be violated", async () => {
    const props = { enableLogFileValidation: false };
    const { diagnosticsList } = await server.analyze({ type: "aws:cloudtrail/trail:Trail", name: "audit", props });
    assert.ok(diagnosticsList.some(({ policyname }) => policyname === "cloudtrail-log-validation"));
  });
});
