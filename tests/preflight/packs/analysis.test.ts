import { strict as assert } from "node:assert";
import type { WireValue } from "../../../preflight/child/analysis";
import { bucket, build, found, Packs, secret, signature, unknown } from "./support";

describe("policy packs in a run", function () {
  this.timeout(30_000);
  const packs = new Packs();
  before(build);
  afterEach(() => packs.stop());

  it("finds violations in inputs and in the stack, with what the policy says of itself", async () => {
    const analysis = await packs.connect(["basic"]);
    const open = bucket("open", { acl: "public-read" });
    analysis.analyze(open);
    analysis.analyze(bucket("closed", { acl: "private" }));
    const [pack] = await analysis.analyzeStack([open]);
    assert.ok(pack);
    assert.equal(pack.version, "2.0.0", "PulumiPolicy.yaml goes before package.json");
    assert.equal(pack.policies, 2);
    assert.deepEqual(pack.findings, [
      {
        pack: "basic",
        packVersion: "2.0.0",
        policy: "no-public-acl",
        enforcement: "mandatory",
        severity: "high",
        verdict: "violation",
        message: "Buckets are private.\nacl is public-read",
        urn: open.urn,
        description: "Buckets are private.",
        remediationSteps: "Set acl to private.",
        url: "https://example.com/no-public-acl",
      },
      {
        pack: "basic",
        packVersion: "2.0.0",
        policy: "has-a-trail",
        enforcement: "advisory",
        severity: "unspecified",
        verdict: "violation",
        message: "The stack has a trail.\nno trail",
        description: "The stack has a trail.",
      },
    ]);
  });

  it("keeps resources that come before the pack is up", async () => {
    const analysis = packs.analysis(1);
    analysis.analyze(bucket("early", { acl: "public-read" }));
    const { directory, port } = await packs.start("basic");
    analysis.announce({ index: 0, directory, port, config: {} });
    assert.ok(found(await analysis.analyzeStack([])).includes("no-public-acl early violation: acl is public-read"));
  });

  it("takes a policy that reads an unknown for undecided, never for satisfied", async () => {
    const analysis = await packs.connect(["basic"]);
    analysis.analyze(bucket("later", { acl: unknown }));
    const [first] = found(await analysis.analyzeStack([bucket("trail", {}, { type: "aws:cloudtrail/trail:Trail" })]));
    assert.equal(first, "no-public-acl later can't tell: string value at .acl can't be known during preview");
  });

  it("says a thing once that a policy reports twice", async () => {
    const analysis = await packs.connect(["basic"]);
    analysis.analyze(bucket("open", { acl: "public-read" }));
    analysis.analyze(bucket("open", { acl: "public-read" }));
    assert.equal(found(await analysis.analyzeStack([])).length, 2);
  });

  describe("tell what was judged and found right", () => {
    const open = bucket("open", { acl: "public-read" });
    const closed = bucket("closed", { acl: "private" });
    const later = bucket("later", { acl: unknown });
    const excused = bucket("excused", { acl: "public-read", exempt: "t0ken-1" });
    const queue = bucket("queue", {}, { type: "aws:sqs/queue:Queue", urn: "urn:queue" });
    const all = [open, closed, later, excused, queue];

    async function judged() {
      const analysis = await packs.connect(["judging"], {
        stack: {
          project: "shop",
          stack: "dev",
          organization: "acme",
          config: { "shop:token": "t0ken-1" },
          secretKeys: ["shop:token"],
          stackTags: {},
        },
      });
      for (const resource of all) {
        analysis.analyze(resource);
      }
      const [pack] = await analysis.analyzeStack(all);
      assert.ok(pack);
      return pack;
    }

    it("by policy: neither what is in doubt, nor what it isn't for, nor what was excused or not run", async () => {
      assert.deepEqual((await judged()).held, {
        "no-public-acl": [closed.urn],
        "for-all": all.map(({ urn }) => urn),
        "quiet-stack": [""],
      });
    });

    it("and what exemptions excused, with the program's secrets masked", async () => {
      assert.deepEqual((await judged()).exempted, [
        {
          policy: "no-public-acl",
          urn: excused.urn,
          reason: "excused is exempt until 2999-12-31 (shop): it says [secret]",
        },
      ]);
    });

    it("and every policy that there is, with the requirements in its tags", async () => {
      const { catalogue, policies } = await judged();
      assert.deepEqual(
        catalogue.map(({ name, kind, enforcement }) => `${name} ${kind} ${enforcement}`),
        [
          "no-public-acl resource mandatory",
          "for-all resource advisory",
          "sets-owner resource remediate",
          "off resource disabled",
          "quiet-stack stack mandatory",
          "no-such-stack stack mandatory",
          "loud-stack stack mandatory",
        ],
      );
      assert.equal(policies, 6);
      assert.deepEqual(catalogue[0], {
        name: "no-public-acl",
        displayName: "Buckets are private",
        description: "Buckets are private. Others are for nobody.",
        severity: "high",
        enforcement: "mandatory",
        kind: "resource",
        requirements: [
          { framework: "fsbp-1.0.0", id: "S3.2" },
          { framework: "nist-800-53-r5", id: "AC-3:7" },
        ],
        tags: ["s3", "fsbp-1.0.0:S3.2", "nist-800-53-r5:AC-3:7"],
        url: "https://example.com/no-public-acl",
      });
    });
  });

  it("shows policies plain values where the program has outputs, references and secrets", async () => {
    const analysis = await packs.connect(["gossip"]);
    const output = { [signature]: "d0e6a833031e9bbcd3f4e8bde6ca49a4" };
    const reference = { [signature]: "5cf8f73096256a8f31e491e813e4eb8e", urn: "urn:x" };
    analysis.analyze(
      bucket("b", {
        known: { ...output, value: [1.5, null, true, "ä"] },
        custom: { ...reference, id: "i-1" },
        component: reference,
        hidden: secret("abc"),
        nested: { list: [{ deep: secret("xyz") }], __internal: 1 },
        __defaults: [],
        empty: {},
      }),
    );
    const [said = ""] = found(await analysis.analyzeStack([]));
    assert.deepEqual(JSON.parse(said.replace("quotes b violation: all is ", "")), {
      known: [1.5, null, true, "ä"],
      custom: "i-1",
      component: "urn:x",
      hidden: "abc",
      nested: { list: [{ deep: "xyz" }] },
      empty: {},
    });
  });

  it("masks the program's secrets in what policies say, also inside JSON and from the configuration", async () => {
    const analysis = await packs.connect(["gossip"], {
      stack: {
        project: "shop",
        stack: "dev",
        organization: "acme",
        config: { "shop:token": "t0ken-1" },
        secretKeys: ["shop:token"],
        stackTags: {},
      },
    });
    analysis.analyze(bucket("b", { password: secret('p"ss\nword'), copy: "t0ken-1", plain: "visible" }));
    const [said] = found(await analysis.analyzeStack([]));
    assert.equal(said, 'quotes b violation: all is {"copy":"[secret]","password":"[secret]","plain":"visible"}');
  });

  it("lets policies change inputs, the second seeing what the first did, and tells which properties", async () => {
    const analysis = await packs.connect(["remediating", "basic"]);
    assert.equal(await analysis.remediates, true);
    const resource = bucket("b", { name: "long-name", password: secret("hunter2") });
    const inputs = await analysis.remediate(resource);
    assert.deepEqual(inputs, { name: "long-", password: secret("hunter2"), tags: { owner: "platform" } });
    analysis.analyze({ ...resource, inputs });
    const [pack] = await analysis.analyzeStack([]);
    assert.deepEqual(
      pack?.remediations.map(({ policy, properties, changes }) => [policy, properties, changes]),
      [
        ["tag-owner", ["tags"], [{ path: "tags", after: { owner: "platform" } }]],
        ["short-names", ["name"], [{ path: "name", before: "long-name", after: "long-" }]],
      ],
    );
    assert.deepEqual(pack?.findings, []);
  });

  it("does not hold up a program whose packs remediate nothing", async () => {
    const analysis = await packs.connect(["basic"]);
    assert.equal(await analysis.remediates, false);
    assert.equal(await packs.analysis(0).remediates, false);
  });

  it("says which violations only symbolic values allow", async () => {
    const unsymbolise = (value: WireValue): WireValue => (value === "vpc-symbolic" ? unknown : value);
    const analysis = await packs.connect(["symbolic"], { unsymbolise });
    const resources = [bucket("made", { vpcId: "vpc-symbolic" }), bucket("given", { vpcId: "vpc-wrong" })];
    for (const resource of resources) {
      analysis.analyze(resource);
    }
    const [pack] = await analysis.analyzeStack(resources);
    const marked = pack?.findings
      .map((f) => `${f.policy} ${f.urn?.split("::").at(-1)} ${f.symbolicOnly === true}`)
      .sort();
    assert.deepEqual(marked, [
      "always given false",
      "always made false",
      "known-vpc given false",
      "known-vpc made true",
      "stack-vpcs given true",
      "stack-vpcs made true",
    ]);
  });

  it("has its caller do something else while the packs are at work, once", async () => {
    const analysis = await packs.connect(["basic", "basic"]);
    let answered = false;
    const before: boolean[] = [];
    const answers = analysis
      .analyzeStack([], () => before.push(!answered))
      .finally(() => {
        answered = true;
      });
    assert.equal((await answers).length, 2);
    assert.deepEqual(before, [true]);
  });

  it("fails the run where a policy throws, naming pack, policy and resource, without the program's secrets", async () => {
    const analysis = await packs.connect(["throwing-policy"]);
    analysis.analyze(bucket("b", { password: secret("hunter2") }));
    await assert.rejects(analysis.analyzeStack([]), {
      message:
        'Policy pack "throwing-policy" failed on urn:pulumi:dev::shop::aws:s3/bucket:Bucket::b: ' +
        "policy 'broken' threw TypeError: no lifecycle on [secret]",
    });
  });

  it("fails the run where a pack's process ends", async () => {
    const analysis = await packs.connect(["dying"]);
    analysis.analyze(bucket("b", {}));
    await assert.rejects(analysis.analyzeStack([]), /Policy pack "dying" failed on .*Bucket::b/);
  });

  it("fails the run where a pack could not be started", async () => {
    const analysis = packs.analysis(1);
    analysis.analyze(bucket("b", {}));
    analysis.failed(0, "Policy pack x did not start.");
    assert.equal(await analysis.remediates, false);
    await assert.rejects(analysis.analyzeStack([]), { message: "Policy pack x did not start." });
  });

  it("configures policies from defaults, the pack's own configuration and the user's", async () => {
    const stack = {
      project: "shop",
      stack: "dev",
      organization: "acme",
      config: {},
      secretKeys: [],
      stackTags: { env: "prod" },
    };
    const run = async (config: Record<string, { enforcementLevel?: string; properties: Record<string, unknown> }>) => {
      const analysis = await packs.connect(["configured"], { stack, configs: [config] });
      analysis.analyze(bucket("b", { size: 50 }));
      const [pack] = await analysis.analyzeStack([]);
      return pack?.findings.map(({ policy, enforcement, message }) => [
        policy,
        enforcement,
        message.split("\n").at(-1),
      ]);
    };
    assert.deepEqual(await run({}), [["max-size", "advisory", "size 50 is above 10 GiB in prod"]]);
    assert.deepEqual(
      await run({ "max-size": { enforcementLevel: "mandatory", properties: { max: 40, unit: "TiB" } } }),
      [["max-size", "mandatory", "size 50 is above 40 TiB in prod"]],
    );
    assert.deepEqual(
      await run({ all: { enforcementLevel: "mandatory", properties: {} }, "max-size": { properties: { max: 60 } } }),
      [["quiet", "mandatory", "something"]],
    );
    assert.deepEqual(await run({ "max-size": { enforcementLevel: "disabled", properties: {} } }), []);
  });

  it("refuses a configuration that does not fit, naming policy, property and value", async () => {
    const analysis = await packs.connect(["configured"], {
      configs: [{ "max-size": { properties: { max: "many", unit: "KiB" } }, "max-sise": { properties: {} } }],
    });
    await assert.rejects(analysis.analyzeStack([]), ({ message }: Error) => {
      assert.match(message, /Policy pack .*configured: its configuration is wrong/);
      assert.match(message, /max-size: max is "many", not a whole number/);
      assert.match(message, /max-size: unit is "KiB", not one of "GiB", "TiB"/);
      assert.match(message, /"max-sise" is none of its policies/);
      return true;
    });
  });

  it("runs a pack that is written in TypeScript", async () => {
    const analysis = await packs.connect(["typescript"]);
    analysis.analyze(bucket("b", {}));
    assert.deepEqual(found(await analysis.analyzeStack([])), ["typed b violation: from TypeScript"]);
  });

  it("checks a thousand resources, each once, and tells that it moves on", async () => {
    let finished = 0;
    const analysis = await packs.connect(["gossip"], { onProgress: () => finished++ });
    for (let i = 0; i < 1000; i++) {
      analysis.analyze(bucket(`b${i}`, { tags: { number: i } }));
    }
    const [pack] = await analysis.analyzeStack([]);
    assert.ok(finished > 0);
    assert.equal(new Set(pack?.findings.map(({ urn }) => urn)).size, 1000);
  });
});
