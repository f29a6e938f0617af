import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentChecks, ArgumentError, parseCidr } from "../../../../infra/core";

function problems(run: (checks: ArgumentChecks) => ArgumentChecks): string {
  try {
    run(new ArgumentChecks('Thing "x"')).done();
    return "";
  } catch (error) {
    assert.ok(error instanceof ArgumentError);
    return error.message;
  }
}

describe("ArgumentChecks", () => {
  it("reports every wrong argument at once, each with its value and what would be right", () => {
    const message = problems((c) => c.integer("port", 70000, 1, 65535).oneOf("engine", "mysql", ["valkey", "redis"]));
    assert.match(message, /Thing "x": port is 70000; use a whole number from 1 to 65535/);
    assert.match(message, /Thing "x": engine is "mysql"; use one of "valkey", "redis"/);
  });

  it("ends a program with no stack trace", () => {
    assert.ok(pulumi.RunError.isInstance(new ArgumentError("x")));
  });

  it("passes over values that are known only later, and over absent ones", () => {
    const later = pulumi.output(0);
    assert.equal(
      problems((c) => c.integer("port", later, 1, 2).integer("size", undefined, 1, 2)),
      "",
    );
  });

  it("refuses fractions, text and the numbers just outside a range", () => {
    for (const value of [0, 11, 1.5, "3"]) {
      assert.match(
        problems((c) => c.integer("n", value, 1, 10)),
        /n is/,
      );
    }
    for (const value of [1, 10])
      assert.equal(
        problems((c) => c.integer("n", value, 1, 10)),
        "",
      );
  });

  it("refuses a CIDR block with host bits, a bad prefix or a bad octet", () => {
    for (const cidr of ["10.0.0.1/16", "10.0.0.0/33", "10.0.0/16", "10.256.0.0/16", "10.0.0.0", "::/0"]) {
      assert.match(
        problems((c) => c.cidr("cidrBlock", cidr, 16, 28)),
        /cidrBlock is/,
        cidr,
      );
    }
    assert.match(
      problems((c) => c.cidr("cidrBlock", "10.0.0.0/8", 16, 28)),
      /from \/16 to \/28/,
    );
    assert.equal(
      problems((c) => c.cidr("cidrBlock", "10.1.0.0/16", 16, 28)),
      "",
    );
    assert.deepEqual(parseCidr("192.168.4.0/22"), { address: 192 * 2 ** 24 + 168 * 2 ** 16 + 4 * 2 ** 8, prefix: 22 });
  });

  it("wants exactly one of exclusive arguments, or at most one where they are optional", () => {
    assert.match(
      problems((c) => c.exclusive({ a: 1, b: 2 })),
      /a and b is .*only one/,
    );
    assert.match(
      problems((c) => c.exclusive({ a: undefined, b: undefined })),
      /a or b is null; give one/,
    );
    assert.equal(
      problems((c) => c.exclusive({ a: undefined, b: undefined }, true)),
      "",
    );
    assert.equal(
      problems((c) => c.exclusive({ a: 1, b: undefined })),
      "",
    );
  });

  it("wants ARNs of the service that was named, and takes those that come later", () => {
    const arn = (value: unknown) => problems((c) => c.arn("topicArn", value, "sns", "an SNS topic"));
    assert.equal(arn("arn:aws-cn:sns:cn-north-1:123456789012:alerts"), "");
    assert.equal(arn(undefined), "");
    assert.equal(arn(pulumi.output("later")), "");
    for (const wrong of ["alerts", "arn:aws:sqs:eu-central-1:123456789012:alerts", ""]) {
      assert.match(arn(wrong), /topicArn is ".*"; use the ARN of an SNS topic, arn:aws:sns:…/, wrong);
    }
  });

  it("refuses options of what is switched off, by all of their names, and none that says nothing", () => {
    const idle = (on: boolean | undefined, options: Record<string, unknown>) =>
      problems((c) => c.idle("withoutLogs", on, options));
    assert.match(
      idle(true, { days: 30, detail: true, level: undefined }),
      /withoutLogs is true; leave it out, or leave out days and detail/,
    );
    assert.match(idle(true, { days: pulumi.output(30) }), /leave out days$/);
    assert.equal(idle(true, { days: undefined, detail: false }), "");
    assert.equal(idle(undefined, { days: 30 }), "");
  });

  it("counts the items of a list", () => {
    assert.match(
      problems((c) => c.length("subnets", ["a"], 2, 6)),
      /give 2 to 6/,
    );
    assert.match(
      problems((c) => c.length("subnets", [], 1, Number.POSITIVE_INFINITY)),
      /at least 1/,
    );
    assert.equal(
      problems((c) => c.length("subnets", ["a", "b"], 2, 6)),
      "",
    );
  });
});
