import { strict as assert } from "node:assert";
import { Queue } from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";
import { graph, UNKNOWN } from "../../../testing";

describe("the test graph", () => {
  it("fails where a value's computation throws, instead of leaving the resource out", async () => {
    await assert.rejects(
      graph(() => {
        const name = pulumi.output("orders").apply((): string => {
          throw new Error("no name to be had");
        });
        new Queue("orders", { name });
      }),
      /no name to be had/,
    );
  });

  it("fails where the program throws, and runs the next program all the same", async () => {
    await assert.rejects(
      graph(() => {
        throw new Error("broken");
      }),
      /broken/,
    );
    assert.deepEqual((await graph(() => new Queue("orders"))).types(), { "aws:sqs/queue:Queue": 1 });
  });

  it("leaves ids and outputs unknown in a preview, and says which input is not known", async () => {
    const seen = await graph(
      () => {
        const dead = new Queue("dead");
        new Queue("orders", {
          redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: dead.arn }),
          delaySeconds: 5,
        });
      },
      { preview: true },
    );
    assert.equal(seen.one("orders").inputs["redrivePolicy"], UNKNOWN);
    seen.assertKnown("orders", ["delaySeconds"]);
    assert.throws(() => seen.assertKnown("orders", ["redrivePolicy"]), /orders\.redrivePolicy is unknown at preview/);
  });

  it("names what is there where a resource is not", async () => {
    const seen = await graph(() => new Queue("orders"));
    assert.throws(() => seen.one("order"), /0 resources are named "order".*\n.*\n.*Queue orders/);
  });
});
