import { strict as assert } from "node:assert";
import {
  AnalyzeDiagnostic,
  AnalyzeRequest,
  AnalyzeResponse,
  AnalyzerHandshakeRequest,
  AnalyzerStackConfigureRequest,
  AnalyzeStackRequest,
  EnforcementLevel,
  PolicyNotApplicable,
  PolicySeverity,
  RemediateResponse,
  Remediation,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { AskedPolicies, answerOf, remediationsIn } from "../../../preflight/packs/answers";
import {
  analyzeRequest,
  analyzeStackRequest,
  configureStackRequest,
  handshakeRequest,
  normalised,
} from "../../../preflight/packs/messages";
import { SecretMask, secretMask } from "../../../preflight/packs/secrets";
import { bucket, secret, signature, unknown } from "./support";

const options = () => ({ secrets: new SecretMask(), internalKeys: false });

describe("messages to policy packs", () => {
  it("read in the SDK as they were written", () => {
    const provider = bucket("provider", { region: "eu-central-1", __internal: 1 }, { type: "pulumi:providers:aws" });
    const resource = bucket(
      "b",
      {
        text: "äß €",
        negative: -1.25,
        none: null,
        yes: true,
        no: false,
        list: [1, ["x"], {}],
        map: { a: { b: "c" } },
        "": "empty key",
      },
      {
        provider,
        parent: "urn:parent",
        options: {
          protect: true,
          ignoreChanges: ["a", "b"],
          aliases: ["urn:old"],
          additionalSecretOutputs: ["s"],
          deleteBeforeReplace: false,
          customTimeouts: { create: 60, update: 0, delete: 1.5 },
        },
      },
    );
    const read = AnalyzeRequest.deserializeBinary(analyzeRequest(resource, options()));
    assert.equal(read.getUrn(), resource.urn);
    assert.equal(read.getType(), resource.type);
    assert.equal(read.getName(), "b");
    assert.deepEqual(read.getProperties()?.toJavaScript(), resource.inputs);
    assert.equal(read.getProvider()?.getName(), "provider");
    assert.equal(read.getProvider()?.getType(), "pulumi:providers:aws");
    assert.deepEqual(read.getProvider()?.getProperties()?.toJavaScript(), { region: "eu-central-1" });
    assert.deepEqual(read.getOptions()?.toObject(), {
      protect: true,
      ignorechangesList: ["a", "b"],
      deletebeforereplace: false,
      deletebeforereplacedefined: true,
      additionalsecretoutputsList: ["s"],
      aliasesList: [],
      customtimeouts: { create: 60, update: 0, pb_delete: 1.5, read: 0 },
      parent: "urn:parent",
    });
  });

  it("introduce the stack with its configuration, secrets' names and tags", () => {
    const stack = {
      project: "shop",
      stack: "dev",
      organization: "acme",
      config: { "aws:region": "eu-central-1", "shop:token": "äß" },
      secretKeys: ["shop:token", "shop:other"],
      stackTags: { team: "shop", empty: "" },
    };
    const read = AnalyzerStackConfigureRequest.deserializeBinary(configureStackRequest(stack));
    const { configMap, tagsMap, ...rest } = read.toObject();
    assert.deepEqual(Object.fromEntries(configMap), stack.config);
    assert.deepEqual(Object.fromEntries(tagsMap), stack.stackTags);
    assert.deepEqual(rest, {
      project: "shop",
      stack: "dev",
      organization: "acme",
      dryRun: true,
      configSecretKeysList: ["shop:token", "shop:other"],
    });
    const greeted = AnalyzerHandshakeRequest.deserializeBinary(handshakeRequest("/packs/shop"));
    assert.deepEqual([greeted.getRootDirectory(), greeted.getProgramDirectory()], ["/packs/shop", "/packs/shop"]);
  });

  it("keep order, dependencies and outputs of a whole stack, also where the message is large", () => {
    const resources = Array.from({ length: 3000 }, (_, i) =>
      bucket(
        `b${i}`,
        { in: i },
        {
          outputs: { policy: `${i}${"p".repeat(500)}` },
          dependencies: [`urn:${i}`, "urn:x"],
          propertyDependencies: { a: ["urn:1", "urn:2"], b: [], c: ["urn:3"] },
        },
      ),
    );
    const read = AnalyzeStackRequest.deserializeBinary(analyzeStackRequest(resources, options())).getResourcesList();
    assert.deepEqual(
      read.map((r) => r.getName()),
      resources.map((r) => r.name),
    );
    const last = read.at(-1);
    assert.deepEqual(last?.getProperties()?.toJavaScript(), resources.at(-1)?.outputs);
    assert.deepEqual(last?.getDependenciesList(), ["urn:2999", "urn:x"]);
    const dependencies = last?.getPropertydependenciesMap().toArray();
    assert.deepEqual(
      new Map(dependencies?.map(([k]) => [k, last?.getPropertydependenciesMap().get(k)?.getUrnsList()])),
      new Map([
        ["a", ["urn:1", "urn:2"]],
        ["c", ["urn:3"]],
      ]),
    );
  });

  it("hold what comparison takes them for", () => {
    const output = { [signature]: "d0e6a833031e9bbcd3f4e8bde6ca49a4" };
    const reference = { [signature]: "5cf8f73096256a8f31e491e813e4eb8e", urn: "urn:x" };
    const inputs = {
      unknownOutput: output,
      secretOutput: { ...output, value: "v", secret: true },
      unknownSecret: { ...output, secret: true },
      pending: { ...reference, id: "" },
      resource: { ...reference, id: "i" },
      component: reference,
      list: [secret("s")],
    };
    const read = AnalyzeRequest.deserializeBinary(analyzeRequest(bucket("b", inputs), options()));
    assert.deepEqual(read.getProperties()?.toJavaScript(), {
      unknownOutput: unknown,
      secretOutput: secret("v"),
      unknownSecret: secret(unknown),
      pending: unknown,
      resource: "i",
      component: "urn:x",
      list: [secret("s")],
    });
    assert.deepEqual(read.getProperties()?.toJavaScript(), normalised(inputs));
  });

  it("carry internal keys for remediation only", () => {
    const keys = (internalKeys: boolean) =>
      Object.keys(
        AnalyzeRequest.deserializeBinary(
          analyzeRequest(bucket("b", { a: { __deep: 1, b: 2 }, __top: 3 }), { ...options(), internalKeys }),
        )
          .getProperties()
          ?.toJavaScript() ?? {},
      );
    assert.deepEqual(keys(false), ["a"]);
    assert.deepEqual(keys(true).sort(), ["__top", "a"]);
  });
});

describe("answers of policy packs", () => {
  const exemption = 'orders is exempt until 2027-01-31 (platform): known; and "quoted"';

  function read(response: AnalyzeResponse, asked: string[] = []) {
    return answerOf(
      Buffer.from(response.serializeBinary()),
      new AskedPolicies(asked.map((name) => ({ name, types: [] }))),
    );
  }

  function notApplicable(policy: string, reason: string): PolicyNotApplicable {
    return new PolicyNotApplicable().setPolicyName(policy).setReason(reason);
  }

  it("give their diagnostics", () => {
    const response = new AnalyzeResponse();
    const diagnostic = new AnalyzeDiagnostic();
    diagnostic.setPolicyname("p").setPolicypackname("k").setPolicypackversion("1").setDescription("ä");
    diagnostic.setMessage("m\nn").setUrn("urn:x");
    diagnostic.setEnforcementlevel(EnforcementLevel.REMEDIATE).setSeverity(PolicySeverity.POLICY_SEVERITY_CRITICAL);
    response.setDiagnosticsList([diagnostic, new AnalyzeDiagnostic()]);
    response.setNotApplicableList([notApplicable("other", "Applies to queues")]);
    assert.deepEqual(read(response).diagnostics, [
      { policy: "p", description: "ä", message: "m\nn", urn: "urn:x", enforcement: 3, severity: 4 },
      { policy: "", description: "", message: "", urn: "", enforcement: 0, severity: 0 },
    ]);
  });

  it("tell a policy that held from one that complained, was not applicable or was not asked", () => {
    const long = "n".repeat(200);
    const response = new AnalyzeResponse();
    response.setDiagnosticsList([new AnalyzeDiagnostic().setPolicyname("complains")]);
    response.setNotApplicableList([notApplicable("höflich", ""), notApplicable(long, "Applies to queues")]);
    const answer = read(response, ["complains", "held", "höflich", long, "held too"]);
    assert.deepEqual(answer.held, [1, 4]);
    assert.deepEqual(answer.exempted, []);
  });

  it("tell an exemption from every other reason", () => {
    const response = new AnalyzeResponse();
    response.setNotApplicableList([
      notApplicable("a", "Applies to resources of type x"),
      notApplicable("b", exemption),
      notApplicable("c", "is exempt until further notice"),
      notApplicable("d", ""),
    ]);
    const answer = read(response, ["a", "b", "c", "d"]);
    assert.deepEqual(answer, { diagnostics: [], held: [], exempted: [{ policy: "b", reason: exemption }] });
  });

  it("tell of what each line of a reason excuses, whichever policy tells it", () => {
    const urn = 'urn:pulumi:dev::shop::aws:sqs/queue:Queue::a "b\\", urn "c"';
    const details = `control "sqs-encrypted", owner "shop \\"x\\", control \\"y\\"", urn ${JSON.stringify(urn)}`;
    const lines = [`web is exempt until 2027-05-31 (${details}): moves, control "z"`, exemption, "Applies to queues"];
    const response = new AnalyzeResponse();
    response.setNotApplicableList([notApplicable("upkeep", lines.join("\n"))]);
    assert.deepEqual(read(response, ["upkeep"]).exempted, [
      { policy: "sqs-encrypted", urn, reason: lines[0] },
      { policy: "upkeep", reason: exemption },
    ]);
  });

  it("are refused where they are cut off", () => {
    const response = new AnalyzeResponse();
    response.setDiagnosticsList([new AnalyzeDiagnostic().setMessage("a long message")]);
    const bytes = Buffer.from(response.serializeBinary());
    assert.throws(() => answerOf(bytes.subarray(0, -4), new AskedPolicies([])), RangeError);
  });

  it("tell of remediations with the inputs as they should be, or why there are none", () => {
    const response = new RemediateResponse();
    const changed = new Remediation();
    changed.setPolicyname("tls");
    changed.setProperties(Struct.fromJavaScript({ policy: "TLS13", ports: [443], none: null }));
    const unsure = new Remediation();
    unsure.setPolicyname("zones");
    unsure.setDiagnostic("can't tell");
    response.setRemediationsList([changed, unsure]);
    assert.deepEqual(remediationsIn(Buffer.from(response.serializeBinary())), [
      { policy: "tls", diagnostic: "", properties: { policy: "TLS13", ports: [443], none: null } },
      { policy: "zones", diagnostic: "can't tell" },
    ]);
    assert.deepEqual(remediationsIn(Buffer.alloc(0)), []);
  });
});

describe("the mask over secrets", () => {
  it("hides a longer secret whole where a shorter one is part of it, and leaves short words alone", () => {
    const mask = new SecretMask();
    mask.add("pass");
    mask.add({ list: ["password1", "no"] });
    assert.equal(mask.mask("password1 pass no passport"), `${secretMask} ${secretMask} no ${secretMask}port`);
  });

  it("takes characters of regular expressions literally", () => {
    const mask = new SecretMask();
    mask.add("a.b*(c)$");
    assert.equal(mask.mask("a.b*(c)$ axb"), `${secretMask} axb`);
  });
});
