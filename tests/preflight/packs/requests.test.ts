import { strict as assert } from "node:assert";
import {
  AnalyzeRequest,
  AnalyzerInfo,
  AnalyzeStackRequest,
  ConfigureAnalyzerRequest,
  EnforcementLevel,
  PolicyConfig,
  PolicyConfigSchema,
  PolicyInfo,
  PolicySeverity,
  PolicyType,
} from "@pulumi/pulumi/proto/analyzer_pb";
import * as structs from "google-protobuf/google/protobuf/struct_pb";
import type { HostResource } from "../../../preflight/child/analysis";
import { announcedIn } from "../../../preflight/packs/announced";
import { analyzeRequest, analyzeStackRequest, configureRequest } from "../../../preflight/packs/messages";
import { FieldReader } from "../../../preflight/packs/protobuf";
import { RequestReader } from "../../../preflight/packs/requests";
import { SecretMask } from "../../../preflight/packs/secrets";
import { readStruct } from "../../../preflight/packs/struct-reader";
import { writtenAtOnce } from "../../../preflight/packs/written-structs";
import { bucket, signature } from "./support";

const { Struct } = structs;

const options = () => ({ secrets: new SecretMask(), internalKeys: false });
const properties = {
  zeta: "last",
  alpha: { constructor: 1, toString: "x", "": null, nested: [[], {}, [0, -1.5, 1e300, true, false, null, "äß €"]] },
  "10": "ten",
  "9": "nine",
  long: "x".repeat(70_000),
};

const reader = () => new RequestReader((bytes) => AnalyzeRequest.deserializeBinary(bytes));

describe("what a policy pack reads", () => {
  it("of properties is what the SDK reads, keys in the same order", () => {
    const struct = Struct.fromJavaScript(properties);
    const read = readStruct(new FieldReader(Buffer.from(struct.serializeBinary())));
    assert.equal(JSON.stringify(read), JSON.stringify(struct.toJavaScript()));
  });

  it("of properties is refused where a value is of no kind, as by the SDK", () => {
    const empty = new Struct();
    empty
      .getFieldsMap()
      .set(
        "nothing",
        Reflect.construct(Object(Struct.fromJavaScript({ a: 1 }).getFieldsMap().get("a")).constructor, []),
      );
    const bytes = Buffer.from(empty.serializeBinary());
    assert.throws(() => Struct.deserializeBinary(bytes).toJavaScript());
    assert.throws(() => readStruct(new FieldReader(bytes)), RangeError);
  });

  it("of a resource is what the SDK reads", () => {
    const bytes = analyzeRequest(bucket("b", properties, { parent: "urn:parent" }), options());
    for (const method of ["analyze", "remediate"] as const) {
      const read = reader().read(method, bytes, (rest) => AnalyzeRequest.deserializeBinary(rest));
      assert(read instanceof AnalyzeRequest);
      const whole = AnalyzeRequest.deserializeBinary(bytes);
      assert.equal(
        JSON.stringify(read.getProperties()?.toJavaScript()),
        JSON.stringify(whole.getProperties()?.toJavaScript()),
      );
      assert.equal(read.getProperties()?.toJavaScript(), read.getProperties()?.toJavaScript());
      // The rest of it, without what it has been given.
      assert.deepEqual(read.getProvider()?.toObject(), whole.getProvider()?.toObject());
      for (const given of ["getProperties", "getProvider"]) Reflect.deleteProperty(read, given);
      whole.setProperties(undefined);
      whole.setProvider(undefined);
      assert.deepEqual(read.toObject(), whole.toObject());
    }
  });

  it("of a stack is what the SDK reads, each resource with its own properties", () => {
    const resources = [
      bucket("first", properties, { outputs: properties }),
      bucket("without", {}, { outputs: {} }),
      bucket("last", {}, { outputs: { own: "y".repeat(200) }, dependencies: ["urn:first"] }),
    ];
    const bytes = analyzeStackRequest(resources, options());
    const read = reader().read("analyzeStack", bytes, (rest) => AnalyzeStackRequest.deserializeBinary(rest));
    assert(read instanceof AnalyzeStackRequest);
    const whole = AnalyzeStackRequest.deserializeBinary(bytes);
    assert.deepEqual(
      read
        .getResourcesList()
        .map((one) => [one.getUrn(), one.getProperties()?.toJavaScript(), one.getDependenciesList()]),
      whole
        .getResourcesList()
        .map((one) => [one.getUrn(), one.getProperties()?.toJavaScript(), one.getDependenciesList()]),
    );
  });

  it("has the provider that the resource has, read once where several have the same", () => {
    const providers = ["one", "other"].map((name) => bucket(name, { region: name }, { type: "pulumi:providers:aws" }));
    const requests = reader();
    const read = (provider?: HostResource) => {
      const bytes = analyzeRequest(bucket("b", {}, { ...(provider && { provider }) }), options());
      const request = requests.read("analyze", bytes, (rest) => AnalyzeRequest.deserializeBinary(rest));
      assert(request instanceof AnalyzeRequest);
      return request.getProvider();
    };
    const [one, other] = providers;
    assert.deepEqual(
      [read(one), read(other), read(one)].map((provider) => provider?.getProperties()?.toJavaScript()),
      [{ region: "one" }, { region: "other" }, { region: "one" }],
    );
    assert.equal(read(one), read(one));
    assert.equal(read(), undefined);
  });

  it("of other calls is the message itself", () => {
    const body = Buffer.from("anything");
    assert.equal(
      reader().read("configure", body, (bytes) => bytes),
      body,
    );
  });
});

describe("what a policy pack is configured to", () => {
  it("is what the SDK reads, also where it looks like a value of the SDK's own", () => {
    const secretLike = { [signature]: "1b47061264138c4ac30d75fd1eb44270", value: "x" };
    const bytes = configureRequest([
      ["first", 1, { days: 7, exemptions: [], __kept: secretLike, nested: { list: [1, null, "two"] } }],
      ["second", 0, {}],
    ]);
    const configs = ConfigureAnalyzerRequest.deserializeBinary(bytes).getPolicyconfigMap();
    assert.deepEqual([...configs.keys()], ["first", "second"]);
    assert.equal(configs.get("first")?.getEnforcementlevel(), EnforcementLevel.MANDATORY);
    assert.deepEqual(configs.get("first")?.getProperties()?.toJavaScript(), {
      days: 7,
      exemptions: [],
      __kept: secretLike,
      nested: { list: [1, null, "two"] },
    });
    assert.equal(configs.get("second")?.getEnforcementlevel(), EnforcementLevel.ADVISORY);
    assert.deepEqual(configs.get("second")?.getProperties()?.toJavaScript(), {});
  });
});

describe("what a pack announces", () => {
  it("has the schemas that the library writes, and is refused where they hold what it can't", () => {
    const written: { Struct: Pick<typeof Struct, "fromJavaScript"> } = Object(writtenAtOnce({ ...structs }));
    for (const [given, read] of [
      [properties, Struct.fromJavaScript(properties).toJavaScript()],
      [{}, {}],
    ]) {
      const schema = new PolicyConfigSchema();
      schema.setProperties(written.Struct.fromJavaScript(given ?? {}));
      const back = PolicyConfigSchema.deserializeBinary(schema.serializeBinary()).getProperties();
      assert.deepEqual(back?.toJavaScript(), read);
    }
    const undecided = (): unknown => Reflect.apply(written.Struct.fromJavaScript, undefined, [{ a: undefined }]);
    assert.throws(undecided, /Unexpected struct type/);
  });

  it("is read with every field of it and of its policies", () => {
    const schema = new PolicyConfigSchema();
    schema.setProperties(Struct.fromJavaScript({ days: { type: "number", default: 30 } }));
    schema.setRequiredList(["days", "zones"]);
    const policy = new PolicyInfo();
    policy.setName("kept");
    policy.setDisplayname("Kept");
    policy.setDescription("Is kept.");
    policy.setMessage("It is not kept.");
    policy.setPolicyType(PolicyType.POLICY_TYPE_STACK);
    policy.setEnforcementlevel(EnforcementLevel.MANDATORY);
    policy.setSeverity(PolicySeverity.POLICY_SEVERITY_HIGH);
    policy.setTagsList(["fsbp:S3.1", "on aws:s3/bucket:Bucket"]);
    policy.setRemediationSteps("Keep it.");
    policy.setUrl("https://example.com");
    policy.setConfigschema(schema);
    const config = new PolicyConfig();
    config.setEnforcementlevel(EnforcementLevel.REMEDIATE);
    config.setProperties(Struct.fromJavaScript({ days: 7 }));
    const info = new AnalyzerInfo();
    info.setName("pack");
    info.setVersion("1.2.3");
    info.setReadme("About it.");
    info.setSupportsconfig(true);
    info.setPoliciesList([policy, new PolicyInfo()]);
    info.getInitialconfigMap().set("kept", config);
    assert.deepEqual(announcedIn(Buffer.from(info.serializeBinary())), {
      name: "pack",
      version: "1.2.3",
      supportsConfig: true,
      initialConfig: { kept: { enforcementLevel: "remediate", properties: { days: 7 } } },
      policies: [
        {
          name: "kept",
          displayName: "Kept",
          description: "Is kept.",
          kind: "stack",
          enforcementLevel: "mandatory",
          severity: "high",
          tags: ["fsbp:S3.1", "on aws:s3/bucket:Bucket"],
          remediationSteps: "Keep it.",
          url: "https://example.com",
          schema: { properties: { days: { type: "number", default: 30 } }, required: ["days", "zones"] },
        },
        {
          name: "",
          displayName: "",
          description: "",
          kind: "unknown",
          enforcementLevel: "advisory",
          severity: "unspecified",
          tags: [],
          remediationSteps: "",
          url: "",
        },
      ],
    });
  });
});
