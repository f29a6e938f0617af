import { strict as assert } from "node:assert";
import { deniesPlainHttp } from "../../../../policies/controls/shared/secure-transport";
import { Value, type Verdict } from "../../../../policies/index";
import { proxied, UNKNOWN } from "../../../support/policies";

const sound = {
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: ["arn:aws:s3:::reports", "arn:aws:s3:::reports/*"],
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};
const parts = { "the bucket": /^arn:aws:s3:::[^/]+$/, "its objects": /\/\*$/ };

function judge(...statements: unknown[]): Verdict {
  const document = Value.of(proxied({ Statement: statements }), "policy");
  return deniesPlainHttp(document, { action: "s3:*", resources: parts });
}

describe("a policy that denies plain HTTP", () => {
  const accepted: Record<string, object> = {
    "in the usual form": {},
    "with everybody as an AWS principal": { Principal: { AWS: "*" } },
    "with everybody in a list": { Principal: { AWS: ["*"] } },
    "with BoolIfExists": { Condition: { BoolIfExists: { "aws:SecureTransport": "false" } } },
    "with the key in other letters": { Condition: { bool: { "AWS:secureTransport": "false" } } },
    "with a boolean": { Condition: { Bool: { "aws:SecureTransport": false } } },
    "with HTTPS denied, too": { Condition: { Bool: { "aws:SecureTransport": ["true", "false"] } } },
    "with a list of one": { Condition: { Bool: { "aws:SecureTransport": ["false"] } } },
    "for every service's actions": { Action: "*" },
    "with the action in a list, in capitals": { Action: ["iam:*", "S3:*"] },
  };
  for (const [name, change] of Object.entries(accepted)) {
    it(`is found ${name}`, () => assert.deepEqual(judge({ ...sound, ...change }), { kind: "pass" }));
  }

  it("is found among other statements, and as a statement that is no list", () => {
    const allow = { Effect: "Allow", Principal: { AWS: "arn:aws:iam::123456789012:root" }, Action: "s3:GetObject" };
    assert.equal(judge(allow, sound).kind, "pass");
    const document = Value.of({ Statement: sound });
    assert.equal(deniesPlainHttp(document, { action: "s3:*" }).kind, "pass");
  });

  it("is found in two statements that share out the resources", () => {
    const [bucket, objects] = sound.Resource;
    assert.equal(judge({ ...sound, Resource: bucket }, { ...sound, Resource: objects }).kind, "pass");
  });

  it("is not sure where one statement of two is for what is not known yet", () => {
    const [bucket] = sound.Resource;
    assert.equal(judge({ ...sound, Resource: bucket }, { ...sound, Resource: UNKNOWN }).kind, "undecided");
  });

  const refused: Record<string, object> = {
    "that allows": { Effect: "Allow", Condition: { Bool: { "aws:SecureTransport": "true" } } },
    "that denies HTTPS": { Condition: { Bool: { "aws:SecureTransport": "true" } } },
    "for one account only": { Principal: { AWS: "arn:aws:iam::123456789012:root" } },
    "for services only": { Principal: { Service: "*" } },
    "that leaves principals out": { Principal: undefined, NotPrincipal: { AWS: "arn:aws:iam::123456789012:root" } },
    "of some actions": { Action: "s3:Get*" },
    "of something that the action only begins with": { Action: "s3:" },
    "of another service": { Action: "sqs:*" },
    "with a further condition": {
      Condition: { Bool: { "aws:SecureTransport": "false" }, StringEquals: { "aws:SourceVpce": "vpce-1" } },
    },
    "with a further key": { Condition: { Bool: { "aws:SecureTransport": "false", "aws:ViaAWSService": "false" } } },
    "on the TLS version, which plain HTTP has not": { Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } } },
    "that compares text": { Condition: { StringEquals: { "aws:SecureTransport": "false" } } },
    "with no condition": { Condition: undefined },
  };
  for (const [name, change] of Object.entries(refused)) {
    it(`is not a statement ${name}`, () => assert.equal(judge({ ...sound, ...change }).kind, "fail"));
  }

  it("is not one for the bucket alone, and says so", () => {
    const verdict = judge({ ...sound, Resource: "arn:aws:s3:::reports" });
    assert.ok(verdict.kind === "fail");
    assert.match(verdict.findings.map(({ found }) => found).join(), /, for its objects$/);
  });

  it("is not a document without statements", () => assert.equal(judge().kind, "fail"));

  const unknown: Record<string, object> = {
    effect: { Effect: UNKNOWN },
    principal: { Principal: UNKNOWN },
    action: { Action: [UNKNOWN] },
    resource: { Resource: UNKNOWN },
    condition: { Condition: UNKNOWN },
    value: { Condition: { Bool: { "aws:SecureTransport": UNKNOWN } } },
  };
  for (const [name, change] of Object.entries(unknown)) {
    it(`can't be told where the ${name} is unknown`, () =>
      assert.equal(judge({ ...sound, ...change }).kind, "undecided"));
  }

  it("is none whatever is unknown, where something known speaks against it", () =>
    assert.equal(judge({ ...sound, Effect: "Allow", Action: UNKNOWN }).kind, "fail"));
});
