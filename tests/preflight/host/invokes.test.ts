import { strict as assert } from "node:assert";
import { policyDocument } from "../../../preflight/host/invokes/policy-document";
import { run } from "../../support/preflight";

function document(args: Parameters<typeof policyDocument>[0]): unknown {
  const answer = policyDocument(args);
  assert.ok("result" in answer, JSON.stringify(answer));
  const text = answer.result.minifiedJson;
  assert.ok(typeof text === "string");
  return JSON.parse(text);
}

describe("preflight: provider functions", () => {
  it("answers region, account, partition and zones from the stack's configuration, in both forms", async () => {
    const result = await run({
      "Pulumi.dev.yaml": "config:\n  aws:region: eu-west-1\n  aws:allowedAccountIds: ['111122223333']\n",
      "index.js": `const aws = require("@pulumi/aws"); const pulumi = require("@pulumi/pulumi");
        module.exports = async () => ({
          plain: (await aws.getRegion({})).region, output: aws.getRegionOutput().region, account: (await aws.getCallerIdentity({})).accountId,
          partition: aws.getPartitionOutput().partition, suffix: (await aws.getPartition()).dnsSuffix, zones: (await aws.getAvailabilityZones({ state: "available" })).names,
        });`,
    });
    assert.deepEqual(result.graph.stackOutputs, {
      plain: "eu-west-1",
      output: "eu-west-1",
      account: "111122223333",
      partition: "aws",
      suffix: "amazonaws.com",
      zones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
    });
    assert.deepEqual(result.graph.unansweredInvokes, []);
  });

  it("leaves what only AWS knows unknown, lists it with its arguments, and lets it be handed on", async () => {
    const result = await run({
      "index.js": `const ec2 = require("@pulumi/aws/ec2"); const pulumi = require("@pulumi/pulumi");
        module.exports = async () => {
          const vpc = await ec2.getVpc({ default: true });
          const subnet = new ec2.Subnet("s", { vpcId: vpc.id, cidrBlock: vpc.cidrBlock });
          return { output: ec2.getVpcOutput({ tags: { secret: pulumi.secret("hidden") } }).id };
        };`,
    });
    assert.deepEqual(result.graph.unansweredInvokes[0], {
      token: "aws:ec2/getVpc:getVpc",
      args: { default: true },
      reason: "only the provider knows",
    });
    const subnet = result.graph.resources.find(({ name }) => name === "s");
    assert.deepEqual(subnet?.inputs, { cidrBlock: { $unknown: true }, vpcId: { $unknown: true } });
    assert.deepEqual(result.graph.stackOutputs.output, { $secret: true });
  });

  it("leaves a function of unknown arguments unknown without calling it", async () => {
    const result = await run({
      "index.js": `const iam = require("@pulumi/aws/iam"); const sqs = require("@pulumi/aws/sqs");
        exports.json = iam.getPolicyDocumentOutput({ statements: [{ resources: [new sqs.Queue("q").arn] }] }).json;`,
    });
    assert.deepEqual(result.graph.stackOutputs.json, { $unknown: true });
    assert.deepEqual(result.graph.unansweredInvokes, []);
  });

  it("writes policy documents as AWS's provider does", () => {
    assert.deepEqual(
      document({
        statements: [
          {
            sid: "Deny",
            effect: "Deny",
            actions: ["s3:Get", "s3:Put"],
            resources: ["arn:aws:s3:::a"],
            principals: [{ type: "*", identifiers: ["*"] }],
            conditions: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
          },
          { actions: ["sts:AssumeRole"], principals: [{ type: "Service", identifiers: ["b.aws", "a.aws"] }] },
        ],
      }),
      {
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "Deny",
            Effect: "Deny",
            Action: ["s3:Put", "s3:Get"],
            Resource: "arn:aws:s3:::a",
            Principal: "*",
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
          { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: ["b.aws", "a.aws"] } },
        ],
      },
    );
  });

  it("merges source documents below the own statements and overriding ones above", () => {
    const statement = (sid: string, action: string): string =>
      JSON.stringify({ Statement: [{ Sid: sid, Effect: "Allow", Action: action, Resource: "*" }] });
    assert.deepEqual(
      document({
        sourcePolicyDocuments: [statement("a", "source:a"), statement("b", "source:b")],
        statements: [
          { sid: "b", actions: ["own:b"], resources: ["*"] },
          { sid: "c", actions: ["own:c"], resources: ["*"] },
        ],
        overridePolicyDocuments: [statement("c", "override:c"), statement("d", "override:d")],
      }),
      {
        Version: "2012-10-17",
        Statement: ["source:a", "own:b", "override:c", "override:d"].map((action) => ({
          Sid: action.slice(-1),
          Effect: "Allow",
          Action: action,
          Resource: "*",
        })),
      },
    );
  });

  it("does not guess where two statements have one id", () => {
    const twice = policyDocument({ statements: [{ sid: "a" }, { sid: "a" }] });
    assert.deepEqual(twice, { reason: 'two statements have the id "a"' });
  });
});
