import { strict as assert } from "node:assert";
import { receivers } from "../../../../policies/graph/wiring";
import { type Sample, sample, UNKNOWN } from "../../../support/policies";
import { acts, deny, describeRights, passes, policy, r, roleArn, send, to, withProps } from "./rights";
import { account, allow, bucket, granted, key, keyWith, queue, rootOfAccount, type Statement } from "./samples";

const own = key("k", rootOfAccount);
const encrypted = queue("q", { kmsMasterKeyId: own.props.arn });
const use = allow(["kms:GenerateDataKey", "kms:Decrypt"], String(own.props.arn));
const grant = (props: Record<string, unknown> = {}): Sample =>
  sample("aws:kms/grant:Grant", "grant", {
    keyId: own.props.arn,
    granteePrincipal: roleArn,
    operations: ["Decrypt", "GenerateDataKey"],
    ...props,
  });
const nobody = key("k");
const via = (service: string): Statement => ({
  ...to(roleArn, use),
  Condition: { StringEquals: { "kms:ViaService": `${service}.eu-central-1.amazonaws.com` } },
});

describeRights(
  "what a role may do with the key of a queue",
  {
    "takes the role's policy where the key leaves it to the account": [[own, granted(r, send, use)], passes],
    "finds that the role's policy says nothing": [[own, granted(r, send)], /policy of role r that allows kms:Gen/],
    "takes the role's name in the key's policy": [[key("k", to(roleArn, use)), granted(r, send)], passes],
    "takes the role's name beside the account's": [
      [key("k", rootOfAccount, to(roleArn, use)), granted(r, send)],
      passes,
    ],
    "finds a key that admits nobody": [[nobody, granted(r, send, use)], /policy of the key k that admits role r/],
    "says of a key that admits nobody just that": [
      [nobody, granted(r, send, use, deny(use))],
      /^refused: (?!.*denied)(?!.*policy of role r).*policy of the key k that admits role r/,
    ],
    "finds what the key's policy denies": [
      [key("k", rootOfAccount, to(roleArn, deny(use))), granted(r, send, use)],
      /^refused: .*denied: a statement denies role r kms:GenerateDataKey/,
    ],
    "finds what the role's policy denies": [
      [key("k", to(roleArn, use)), granted(r, send, deny(use))],
      /^refused: .*denied: a statement denies role r kms:GenerateDataKey/,
    ],
    "takes use by way of the queue's service": [[key("k", via("sqs")), granted(r, send)], passes],
    "finds use by way of another service": [[key("k", via("s3")), granted(r, send)], /^refused: .*policy of the key k/],
    "takes a grant for a policy": [[nobody, granted(r, send), grant()], passes],
    "does not take another role's grant": [
      [nobody, granted(r, send), grant({ granteePrincipal: `${roleArn}2` })],
      /^refused: .*policy of the key k/,
    ],
    "does not take another key's grant": [
      [nobody, granted(r, send), key("other"), grant({ keyId: key("other").props.arn })],
      /^refused: .*policy of the key k/,
    ],
    "does not take a grant of another operation": [
      [nobody, granted(r, send), grant({ operations: ["Decrypt"] })],
      /^refused: .*kms:GenerateDataKey/,
    ],
    "leaves open a grant in an encryption context that is not known": [
      [nobody, granted(r, send), grant({ constraints: [{ encryptionContextSubset: { a: "b" } }] })],
      /^undecided: .*kms:EncryptionContext:a/,
    ],
    "leaves open a grant in a whole encryption context that is not known": [
      [nobody, granted(r, send), grant({ constraints: [{ encryptionContextEquals: { a: "b" } }] })],
      /^undecided: .*kms:EncryptionContext:a/,
    ],
    "leaves open whose key a grant is of": [
      [nobody, granted(r, send), grant({ keyId: UNKNOWN })],
      /grant: keyId is not/,
    ],
    "leaves open what a grant permits": [
      [nobody, granted(r, send), grant({ operations: UNKNOWN })],
      /^undecided: .*grant: operations is not known/,
    ],
    "leaves open whom a grant is for": [
      [nobody, granted(r, send), grant({ granteePrincipal: UNKNOWN })],
      /^undecided: .*grant: granteePrincipal is not known/,
    ],
    "leaves open what a grant asks for": [
      [nobody, granted(r, send), grant({ constraints: UNKNOWN })],
      /^undecided: .*grant: constraints is not known/,
    ],
    "leaves open the encryption context that a grant asks for": [
      [nobody, granted(r, send), grant({ constraints: [{ encryptionContextEquals: UNKNOWN }] })],
      /^undecided: .*grant: .*encryptionContextEquals is not known/,
    ],
    "says nothing of a denial where nothing is allowed": [
      [own, granted(r, send, deny(use))],
      /^refused: (?!.*denied).*policy of role r that allows kms:/,
    ],
    "leaves open a policy that is not known": [[keyWith("k", UNKNOWN), granted(r, send, use)], /^undecided/],
  },
  acts(receivers.queue, encrypted),
);

describe("what a role may do with keys", () => {
  it("is held to its boundary, also where the key's policy names it", () => {
    const bounded = withProps(r, { permissionsBoundary: `arn:aws:iam::${account}:policy/b` });
    const asked = (...statements: Statement[]): string =>
      acts(
        receivers.queue,
        encrypted,
        bounded,
      )([key("k", to(roleArn, use)), granted(r, send), policy("b", ...statements)]);
    assert.match(asked(allow("*")), passes);
    assert.match(asked(allow("sqs:*")), /^refused: .*without a permissions boundary of role r that allows kms:/);
    assert.match(asked(allow("sqs:*"), deny(use)), /^refused: (?!.*denied).*permissions boundary of role r/);
    assert.match(asked(allow("*"), deny(use)), /^refused: .*denied: a statement denies role r kms:/);
  });

  it("knows the name of a service in China", () => {
    const china = withProps(nobody, { arn: "arn:aws-cn:kms:cn-north-1:123456789012:key/k" });
    const by = (service: string): string =>
      acts(
        receivers.queue,
        queue("q", { kmsMasterKeyId: china.props.arn }),
      )([
        granted(r, send),
        withProps(
          key("k", {
            ...to(roleArn, allow(use.Action ?? [])),
            Condition: { StringEquals: { "kms:ViaService": service } },
          }),
          {
            arn: china.props.arn,
          },
        ),
      ]);
    assert.match(by("sqs.cn-north-1.amazonaws.com.cn"), passes);
    assert.match(by("sqs.cn-north-1.amazonaws.com"), /^refused/);
  });

  it("is left open by AWS's own policy of a key whose account is not known", () => {
    const dark = withProps(nobody, { policy: undefined, arn: UNKNOWN });
    const asked = acts(receivers.queue, queue("q", { kmsMasterKeyId: "k" }))([granted(r, send, use), dark]);
    assert.match(asked, /^undecided: .*default policy of k: the account is not known/);
  });

  it("leaves open what it may where the key's region is not known", () => {
    const dark = withProps(key("k", via("sqs")), { arn: UNKNOWN });
    const asked = acts(receivers.queue, queue("q", { kmsMasterKeyId: "k" }))([granted(r, send), dark]);
    assert.match(asked, /^undecided: .*the region is not known/);
  });

  it("leaves open a key that may be any of two, and takes what AWS fills in for none", () => {
    const by = (from: readonly Sample[]): string => {
      const target = { ...queue("q", { kmsMasterKeyId: UNKNOWN }), from: { kmsMasterKeyId: from } };
      return acts(receivers.queue, target)([granted(r, send)]);
    };
    assert.match(by([]), passes);
    assert.match(by([nobody]), /^refused: .*policy of the key k/);
    assert.match(by([nobody, key("other")]), /^undecided: .*may be any of k, other/);
  });

  it("takes AWS's own key of a service, and finds the key behind an alias", () => {
    const by = (kmsMasterKeyId: unknown, ...others: Sample[]): string =>
      acts(receivers.queue, queue("q", { kmsMasterKeyId }))([granted(r, send), ...others]);
    assert.match(by("alias/aws/sqs"), passes);
    const name = { id: "alias/mine", name: "alias/mine", targetKeyId: "k" };
    assert.match(by("alias/mine", nobody, sample("aws:kms/alias:Alias", "mine", name)), /^refused: .*key k/);
    assert.match(by("alias/mine"), /^undecided: .*alias\/mine is not in this stack/);
  });

  const data = bucket("data");
  const encryption = sample(
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "e",
    {
      bucket: "data",
      rules: [{ applyServerSideEncryptionByDefault: { kmsMasterKeyId: own.props.arn, sseAlgorithm: "aws:kms" } }],
    },
  );
  const inContext = (...arns: string[]): string =>
    acts(
      receivers.bucket,
      data,
    )([
      encryption,
      granted(r, allow("s3:PutObject")),
      key("k", {
        ...to(roleArn, use),
        Condition: { StringLike: { "kms:EncryptionContext:aws:s3:arn": arns } },
      }),
    ]);

  it("may for the bucket and for its objects, whichever S3 tells the key", () => {
    assert.match(inContext("arn:aws:s3:::data", "arn:aws:s3:::data/*"), passes);
    assert.match(inContext("arn:aws:s3:::data"), /^refused/);
    assert.match(inContext("arn:aws:s3:::data/*"), /^refused/);
  });

  it("reads a bucket's own encryption, whatever may be another's too", () => {
    const dark = { ...withProps(encryption, { bucket: UNKNOWN }), name: "dark" };
    const others = [encryption, dark, granted(r, allow("s3:PutObject")), key("k", to(roleArn, use))];
    assert.match(acts(receivers.bucket, data)(others), passes);
  });

  it("leaves open a bucket's encryption that may be another's", () => {
    const dark = withProps(encryption, { bucket: UNKNOWN });
    const asked = acts(receivers.bucket, data)([dark, granted(r, allow("s3:PutObject"))]);
    assert.match(asked, /^undecided: .*the key of data is not known/);
  });
});
