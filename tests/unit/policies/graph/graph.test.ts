import { strict as assert } from "node:assert";
import { Graph, tokens } from "../../../../policies/index";
import { policyResources, type Sample, sample, UNKNOWN, urnOf } from "../../../support/policies";

const bucket = (name: string, props: Record<string, unknown> = { id: UNKNOWN }) =>
  sample("aws:s3/bucket:Bucket", name, props);
const policyOf = (name: string, value: unknown, from: readonly Sample[] = []) =>
  sample("aws:s3/bucketPolicy:BucketPolicy", name, { bucket: value }, { from: { bucket: from } });

function graphOf(...samples: Sample[]) {
  const graph = Graph.of(policyResources(samples));
  const find = (one: Sample) => {
    const found = graph.byUrn(urnOf(one));
    assert.ok(found, `${one.name} is not in the graph`);
    return found;
  };
  return { graph, find };
}

describe("Graph", () => {
  const logs = bucket("logs");
  const data = bucket("data", { id: "data-1", bucket: "data-1", arn: "arn:aws:s3:::data-1" });

  it("finds a resource by type, URN, parent and ancestor", () => {
    const component = sample("shop:network:Vpc", "network");
    const child = sample("aws:ec2/vpc:Vpc", "vpc", {}, { parent: component });
    const grandchild = sample("aws:ec2/subnet:Subnet", "a", {}, { parent: child });
    const { graph, find } = graphOf(grandchild);
    assert.deepEqual(
      graph.ofType(tokens.subnet, "aws:ec2/vpc:Vpc").map(({ name }) => name),
      ["a", "vpc"],
    );
    assert.equal(graph.parentOf(find(grandchild)), find(child));
    assert.equal(graph.ancestor(find(grandchild), "shop:network:Vpc"), find(component));
    assert.equal(graph.ancestor(find(component), "shop:network:Vpc"), undefined);
    assert.deepEqual(graph.childrenOf(find(component)), [find(child)]);
  });

  const follow = (value: unknown, from: readonly Sample[] = []) => {
    const policy = policyOf("policy", value, from);
    const { graph, find } = graphOf(policy, logs, data);
    const reference = graph.follow(find(policy), "bucket", tokens.bucket);
    return reference.kind === "resource" ? reference.resource.name : reference.kind;
  };

  it("follows an unknown id by what it comes from", () => assert.equal(follow(UNKNOWN, [logs]), "logs"));
  it("follows a known id, name or ARN by its value", () => {
    assert.equal(follow("data-1"), "data");
    assert.equal(follow("arn:aws:s3:::data-1"), "data");
  });
  it("follows a known value that only its dependency explains", () => assert.equal(follow("logs-x", [logs]), "logs"));
  it("takes of two of one name, as in two regions, the one that the name was made from", () => {
    const here = sample("aws:backup/vault:Vault", "here", { name: "shop" });
    const there = sample("aws:backup/vault:Vault", "there", { name: "shop" });
    const vaultOf = (from: readonly Sample[]) => {
      const lock = sample("aws:backup/vaultPolicy:VaultPolicy", "policy", { name: "shop" }, { from: { name: from } });
      const { graph, find } = graphOf(lock, here, there);
      const reference = graph.follow(find(lock), "name", ["aws:backup/vault:Vault"]);
      return reference.kind === "resource" ? reference.resource.name : reference.kind;
    };
    assert.equal(vaultOf([there]), "there");
    assert.equal(vaultOf([here]), "here");
    assert.equal(vaultOf([]), "unclear");
    assert.equal(vaultOf([here, there]), "unclear");
  });
  it("takes of two of one name the one in the same region, where a state tells the regions and not what a name was made from", () => {
    const [here, there] = ["eu-central-1", "eu-west-1"].map((region) =>
      sample("aws:backup/vault:Vault", region, { name: "shop", region }),
    );
    assert.ok(here && there);
    const vaultIn = (region: string) => {
      const policy = sample("aws:backup/vaultPolicy:VaultPolicy", "policy", { backupVaultName: "shop", region });
      const { graph, find } = graphOf(policy, here, there);
      const reference = graph.follow(find(policy), "backupVaultName", ["aws:backup/vault:Vault"]);
      return reference.kind === "resource" ? reference.resource.name : reference.kind;
    };
    assert.equal(vaultIn("eu-west-1"), "eu-west-1");
    assert.equal(vaultIn("eu-central-1"), "eu-central-1");
    assert.equal(vaultIn("us-east-1"), "unclear");
  });
  it("takes a literal for something outside", () => assert.equal(follow("elsewhere"), "external"));
  it("says when an unknown may be one of several", () => assert.equal(follow(UNKNOWN, [logs, data]), "unclear"));
  it("says when an unknown may come from another stack", () => {
    const other = sample("pulumi:pulumi:StackReference", "other");
    assert.equal(follow(UNKNOWN, [other]), "unclear");
    assert.equal(follow(UNKNOWN, [logs, other]), "unclear");
  });
  it("says when nothing is named", () => assert.equal(follow(null), "absent"));

  it("finds who refers to a resource, for certain and possibly", () => {
    const sure = policyOf("sure", UNKNOWN, [logs]);
    const maybe = policyOf("maybe", UNKNOWN, [logs, data]);
    const foreign = policyOf("foreign", "elsewhere");
    const { graph, find } = graphOf(sure, maybe, foreign);
    const { certain, possible } = graph.referrersTo(find(logs), tokens.bucketPolicy, "bucket");
    assert.deepEqual(
      certain.map(({ name }) => name),
      ["sure"],
    );
    assert.deepEqual(
      possible.map(({ resource }) => resource.name),
      ["maybe"],
    );
  });

  it("finds a referrer to a bucket of any of the sibling types", () => {
    const old = sample("aws:s3/bucketV2:BucketV2", "old", { id: "old-1" });
    const policy = policyOf("policy", "old-1");
    const { graph, find } = graphOf(policy, old, logs);
    assert.equal(graph.referrersTo(find(old), tokens.bucketPolicy, "bucket").certain.length, 1);
  });

  it("does not take for possible what names a sibling for certain", () => {
    const old = sample("aws:s3/bucketV2:BucketV2", "old", { id: UNKNOWN });
    const { graph, find } = graphOf(policyOf("policy", UNKNOWN, [old]), old, logs);
    assert.deepEqual(graph.referrersTo(find(logs), tokens.bucketPolicy, "bucket"), { certain: [], possible: [] });
    assert.equal(graph.referrersTo(find(old), tokens.bucketPolicy, "bucket").certain.length, 1);
  });

  it("takes for possible, of all siblings, what comes from nothing in the stack", () => {
    const old = sample("aws:s3/bucketV2:BucketV2", "old", { id: UNKNOWN });
    const { graph, find } = graphOf(policyOf("policy", UNKNOWN), old, logs);
    for (const one of [old, logs]) {
      assert.equal(graph.referrersTo(find(one), tokens.bucketPolicy, "bucket").possible.length, 1);
    }
  });

  it("is made once for the same resources, and anew for others that look the same", () => {
    const resources = policyResources([logs]);
    assert.equal(Graph.of(resources), Graph.of(resources));
    assert.notEqual(Graph.of(resources), Graph.of(policyResources([logs])));
  });
});
