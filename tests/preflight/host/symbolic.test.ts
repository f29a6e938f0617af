import { strict as assert } from "node:assert";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { SdkProperties } from "../../../preflight/host/sdk-properties";
import { unknownValue } from "../../../preflight/host/wire";
import { SymbolicValues, symbolicTable } from "../../../preflight/symbolic";
import { resource, run } from "../../support/preflight";

const place = { region: "eu-central-1", account: "123456789012", partition: "aws", dnsSuffix: "amazonaws.com" };

function values(source: SymbolicValues, type: string, name: string, inputs: { [key: string]: string | boolean }) {
  return source.valuesOf({ ...place, urn: `urn:pulumi:dev::shop::${type}::${name}`, type, name, inputs });
}

describe("preflight: symbolic values", () => {
  const properties = new SdkProperties(createRequire(resolve(__dirname, "../../../package.json")));

  it("are given only to types and properties that the installed provider has", () => {
    const wrong: string[] = [];
    for (const [type, entry] of Object.entries(symbolicTable)) {
      const { all } = properties.of(type);
      wrong.push(
        ...Object.keys(entry)
          .filter((key) => key !== "id" && !all.includes(key))
          .map((key) => `${type} ${key}`),
      );
    }
    assert.deepEqual(wrong, []);
  });

  it("are templates without a placeholder that nobody fills", () => {
    const source = new SymbolicValues();
    for (const type of Object.keys(symbolicTable)) {
      assert.doesNotThrow(() => values(source, type, "x", {}), type);
    }
  });

  it("are the same in every run and differ from resource to resource", () => {
    const [first, again] = [new SymbolicValues(), new SymbolicValues()].map((source) =>
      values(source, "aws:ec2/vpc:Vpc", "a", {}),
    );
    assert.deepEqual(first, again);
    assert.match(first?.id ?? "", /^vpc-0facade[0-9a-f]{10}$/);
    assert.notEqual(values(new SymbolicValues(), "aws:ec2/vpc:Vpc", "b", {})?.id, first?.id);
  });

  it("are unknown where they are made from something unknown", () => {
    const made = values(new SymbolicValues(), "aws:sqs/queue:Queue", "q", { name: unknownValue });
    assert.deepEqual(made, { id: undefined, outputs: {} });
  });

  it("number the nodes of a cache, by shards in cluster mode, and none where a number is left out", () => {
    const nodes = (inputs: { [key: string]: string }) =>
      values(new SymbolicValues(), "aws:elasticache/replicationGroup:ReplicationGroup", "g", {
        replicationGroupId: "shop",
        ...inputs,
      })?.outputs.memberClusters;
    assert.deepEqual(nodes({ numCacheClusters: "2" }), ["shop-001", "shop-002"]);
    assert.deepEqual(nodes({ numNodeGroups: "2", replicasPerNodeGroup: "1" }), [
      "shop-0001-001",
      "shop-0001-002",
      "shop-0002-001",
      "shop-0002-002",
    ]);
    assert.equal(nodes({}), undefined);
    assert.equal(nodes({ numNodeGroups: "2" }), undefined);
    assert.equal(nodes({ numNodeGroups: "2", replicasPerNodeGroup: unknownValue }), undefined);
  });

  it("follow names that are given, and what the provider makes of none", () => {
    const source = new SymbolicValues();
    assert.equal(
      values(source, "aws:sns/topic:Topic", "t", { name: "news" })?.id,
      "arn:aws:sns:eu-central-1:123456789012:news",
    );
    assert.match(
      String(values(source, "aws:sqs/queue:Queue", "q", { fifoQueue: true })?.outputs.name),
      /^q-facade[0-9a-f]\.fifo$/,
    );
    assert.match(String(values(source, "aws:s3/bucket:Bucket", "Logs", {})?.outputs.bucket), /^logs-facade[0-9a-f]$/);
  });

  it("give databases the secret that RDS keeps, where it does, and accelerators the port of what they speak", () => {
    const source = new SymbolicValues();
    const managed = values(source, "aws:rds/cluster:Cluster", "db", { manageMasterUserPassword: true });
    assert.match(JSON.stringify(managed?.outputs.masterUserSecrets), /:secret:rds!cluster-facade/);
    assert.equal(values(source, "aws:rds/cluster:Cluster", "own", {})?.outputs.masterUserSecrets, undefined);
    const type = "aws:dax/cluster:Cluster";
    const tls = values(source, type, "dax", { clusterName: "fast", clusterEndpointEncryptionType: "TLS" })?.outputs;
    assert.equal(tls?.port, 9111);
    assert.match(
      String(tls?.configurationEndpoint),
      /^fast\.facade\w+\.dax-clusters\.eu-central-1\.amazonaws\.com:9111$/,
    );
    assert.equal(values(source, type, "plain", { clusterName: "plain" })?.outputs.port, 8111);
    const unknown = values(source, type, "late", { clusterName: unknownValue })?.outputs;
    assert.equal(unknown?.configurationEndpoint, undefined);
  });

  it("know themselves again, alone and in longer texts, and nothing else", () => {
    const source = new SymbolicValues();
    const vpc = values(source, "aws:ec2/vpc:Vpc", "v", {})?.id ?? "";
    const topic = values(source, "aws:sns/topic:Topic", "t", { name: "news" })?.id ?? "";
    const bucket = values(source, "aws:s3/bucket:Bucket", "b", { bucket: "my-logs" })?.outputs.arn;
    const api = values(source, "aws:apigateway/restApi:RestApi", "api", {})?.id;
    values(source, "aws:ec2/vpcEndpointService:VpcEndpointService", "s", {});
    for (const text of [
      vpc,
      topic,
      `id ${vpc}.`,
      `{"Resource":["${bucket}/*"]}`,
      `${topic}:1`,
      `https://${api}.example`,
    ]) {
      assert.equal(source.isSymbolic(text), true, text);
    }
    const others = [
      "Interface",
      "my-logs",
      "arn:aws:s3:::other/*",
      "facade",
      "a facade of glass",
      "eu-central-1",
      "123456789012",
      "vpc-0123456789abcdef0",
    ];
    for (const text of others) {
      assert.equal(source.isSymbolic(text), false, text);
    }
    assert.deepEqual(source.unsymbolise({ a: [vpc, "plain"], b: { c: `${topic}` }, n: 1 }), {
      a: [unknownValue, "plain"],
      b: { c: unknownValue },
      n: 1,
    });
  });

  it("make whole policies known, are listed, and stay out of the other mode", async () => {
    const files = {
      "index.js": `const pulumi = require("@pulumi/pulumi"); const sqs = require("@pulumi/aws/sqs");
        const q = new sqs.Queue("q"); new sqs.QueuePolicy("p", { queueUrl: q.url, policy: pulumi.jsonStringify({ Resource: q.arn }) });`,
    };
    const symbolic = await run(files, { mode: "symbolic" });
    const { policy } = resource(symbolic, "p").inputs;
    assert.match(String(policy), /^\{"Resource":"arn:aws:sqs:eu-central-1:123456789012:q-facade[0-9a-f]"\}$/);
    assert.deepEqual(resource(symbolic, "q").symbolic.sort(), ["arn", "name", "url"]);
    const engine = await run(files);
    assert.deepEqual(resource(engine, "p").inputs.policy, { $unknown: true });
    assert.deepEqual(resource(engine, "q").symbolic, []);
  });

  it("have EKS's own formats for who uses a cluster and what runs on it", () => {
    const source = new SymbolicValues();
    const principalArn = "arn:aws:iam::111122223333:role/team/deploy";
    const entry = values(source, "aws:eks/accessEntry:AccessEntry", "e", { clusterName: "shop", principalArn });
    assert.equal(entry?.id, `shop:${principalArn}`);
    assert.match(
      String(entry?.outputs.accessEntryArn),
      /^arn:aws:eks:eu-central-1:123456789012:access-entry\/shop\/role\/111122223333\/deploy\/facade[0-9a-f-]+$/,
    );
    const identity = values(source, "aws:eks/podIdentityAssociation:PodIdentityAssociation", "p", {
      clusterName: "shop",
    });
    assert.match(
      String(identity?.outputs.associationArn),
      /^arn:aws:eks:eu-central-1:123456789012:podidentityassociation\/shop\/a-facade[0-9a-z]{11}$/,
    );
    assert.equal(identity?.outputs.associationId, identity?.id);
    const profile = values(source, "aws:eks/fargateProfile:FargateProfile", "f", { clusterName: "shop" });
    assert.match(String(profile?.id), /^shop:f-facade[0-9a-f]$/);
    const cluster = values(source, "aws:eks/cluster:Cluster", "shop", { name: "shop" });
    assert.match(
      JSON.stringify(cluster?.outputs.identities),
      /https:\/\/oidc.eks.eu-central-1.amazonaws.com\/id\/FACADE/,
    );
    assert.equal(source.isSymbolic(String(cluster?.outputs.endpoint)), true);
  });

  it("add to a block of inputs what AWS adds to it, and leave the rest", async () => {
    const files = {
      "index.js": `const eks = require("@pulumi/aws/eks"); const sqs = require("@pulumi/aws/sqs");
        const cluster = new eks.Cluster("c", { roleArn: "arn:aws:iam::123456789012:role/r",
          vpcConfig: { subnetIds: ["subnet-1", "subnet-2"], endpointPublicAccess: false } });
        new sqs.Queue("q", { name: cluster.vpcConfig.clusterSecurityGroupId, tags: { first: cluster.vpcConfig.subnetIds[0] } });`,
    };
    const { inputs } = resource(await run(files, { mode: "symbolic" }), "q");
    assert.match(String(inputs.name), /^sg-0facade[0-9a-f]{10}$/);
    assert.deepEqual(inputs.tags, { first: "subnet-1" });
  });

  it("take the account and region of the resource's own provider", async () => {
    const result = await run(
      {
        "Pulumi.dev.yaml": "config:\n  aws:region: eu-central-1\n  preflight:accountId: '111122223333'\n",
        "index.js": `const aws = require("@pulumi/aws"); const sns = require("@pulumi/aws/sns");
          const china = new aws.Provider("china", { region: "cn-north-1", assumeRoles: [{ roleArn: "arn:aws-cn:iam::444455556666:role/deploy" }] });
          exports.arns = [new sns.Topic("a", { name: "a" }).arn, new sns.Topic("b", { name: "b" }, { provider: china }).arn, new sns.Topic("c", { name: "c", region: "us-east-2" }).arn];`,
      },
      { mode: "symbolic" },
    );
    assert.deepEqual(result.graph.stackOutputs.arns, [
      "arn:aws:sns:eu-central-1:111122223333:a",
      "arn:aws-cn:sns:cn-north-1:444455556666:b",
      "arn:aws:sns:us-east-2:111122223333:c",
    ]);
  });

  it("put a resource's tags and its provider's together", async () => {
    const result = await run(
      {
        "Pulumi.dev.yaml":
          'config:\n  aws:region: eu-central-1\n  aws:defaultTags: { tags: { team: shop, own: "no" } }\n',
        "index.js": `const sns = require("@pulumi/aws/sns"); exports.tags = new sns.Topic("a", { tags: { own: "yes" } }).tagsAll;`,
      },
      { mode: "symbolic" },
    );
    assert.deepEqual(result.graph.stackOutputs.tags, { team: "shop", own: "yes" });
  });

  it("say which region they took where none is configured", async () => {
    const names = ["AWS_REGION", "AWS_DEFAULT_REGION"];
    const kept = names.map((name) => process.env[name]);
    for (const name of names) {
      delete process.env[name];
    }
    try {
      const result = await run(
        {
          "Pulumi.dev.yaml": "config: {}\n",
          "index.js": `const sns = require("@pulumi/aws/sns"); new sns.Topic("a");`,
        },
        { mode: "symbolic" },
      );
      assert.match(result.graph.notes[0]?.message ?? "", /aws:region is not configured.*us-east-1/);
    } finally {
      names.forEach((name, index) => {
        if (kept[index] !== undefined) {
          process.env[name] = kept[index];
        }
      });
    }
  });
});
