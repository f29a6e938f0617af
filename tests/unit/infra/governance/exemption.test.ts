import { strict as assert } from "node:assert";
import { Queue } from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";
import { Exemption, type ExemptionArgs } from "../../../../infra/governance";
import { graph } from "../../../../testing";

const args: ExemptionArgs = {
  control: "nat-gateway-zones",
  resource: "trial-*",
  owner: "shop",
  reason: "trials may stop with a zone",
  ticket: "SHOP-12",
  expires: "2030-05-31",
};

describe("Exemption", () => {
  it("registers what it says as its inputs, and creates nothing", async () => {
    const all = { ...args, approver: "security", evidence: "https://wiki.example.com/trial" };
    const seen = await graph(() => new Exemption("trial", all), { preview: true });
    assert.deepEqual(seen.types(), { "aws-microservices-platform:governance:Exemption": 1 });
    assert.deepEqual(seen.one("trial").inputs, all);
  });

  it("comes before what depends on it", async () => {
    const seen = await graph(
      () => {
        // Registered late itself: without waiting for it, the queue would come first.
        const slow = pulumi.output(new Promise<pulumi.Resource[]>((done) => setTimeout(() => done([]), 50)));
        const exemption = new Exemption("trial", args, { dependsOn: slow });
        new Queue("orders", {}, { dependsOn: exemption.declared });
      },
      { preview: true },
    );
    const names = seen.resources.map(({ name }) => name);
    assert.deepEqual(names.slice(-2), ["trial", "orders"]);
  });

  it("refuses what no policy could read", async () => {
    await assert.rejects(
      graph(() => new Exemption("trial", { ...args, ticket: "", expires: "next May" })),
      /Exemption "trial": expires is "next May"; write it as YYYY-MM-DD\n.*ticket is ""; give it as text/,
    );
  });
});
