import { strict as assert } from "node:assert";
import { join } from "node:path";
import { preflight } from "../../../preflight";
import type { GraphResource } from "../../../preflight/model";
import { packageRoot, packageVersion } from "../../../preflight/paths";
import { providersOf } from "../../../preflight/provenance";
import { checkoutOf } from "../../../preflight/provenance/repository";
import { build } from "../packs/support";
import { resource } from "../report/sample";

const provider = (pkg: string, name: string, version?: string): GraphResource =>
  resource(`pulumi:providers:${pkg}`, name, undefined, { kind: "provider", inputs: version ? { version } : {} });

describe("the packages that made resources", () => {
  it("are those of the providers in use, each version once, sorted", () => {
    const [old, explicit, unused, random, builtin] = [
      provider("aws", "default_7_9_0", "7.9.0"),
      provider("aws", "us", "7.48.0"),
      provider("gcp", "default_9_0_0", "9.0.0"),
      provider("random", "default"),
      provider("pulumi", "default"),
    ];
    const made = [explicit, explicit, old, random, builtin].map((by, i) =>
      resource("aws:s3/bucket:Bucket", `b${i}`, undefined, { provider: by?.urn }),
    );
    const all = [old, explicit, unused, random, builtin].filter((one) => one !== undefined);
    assert.deepEqual(providersOf([...all, ...made]), [
      { name: "aws", version: "7.48.0" },
      { name: "aws", version: "7.9.0" },
      { name: "random" },
    ]);
  });

  it("are also those of components that come from a plugin, which name no provider", () => {
    const component = (origin: GraphResource["origin"]) =>
      resource("awsx:ecr:Image", "image", undefined, { kind: "component", origin });
    const awsx = provider("awsx", "default_3_9_0", "3.9.0");
    assert.deepEqual(providersOf([awsx, component("opaque")]), [{ name: "awsx", version: "3.9.0" }]);
    assert.deepEqual(providersOf([awsx, component("program")]), []);
  });
});

describe("the provenance of a run", function () {
  this.timeout(60_000);
  before(build);

  it("has versions as they are installed, the commit that is checked out, and when it began", async () => {
    const version = (name: string): string => require(`${name}/package.json`).version;
    const before = Date.now();
    const { provenance } = await preflight({
      directory: join(__dirname, "../cli/fixtures/shop"),
      stack: "dev",
      workTree: false,
    });
    assert.ok(provenance);
    const { started, source, ...rest } = provenance;
    assert.deepEqual(rest, {
      preflight: packageVersion(),
      pulumi: version("@pulumi/pulumi"),
      providers: [{ name: "aws", version: version("@pulumi/aws") }],
    });
    assert.ok(Date.parse(started) >= before && Date.parse(started) <= Date.now());
    assert.deepEqual(source?.commit, checkoutOf(packageRoot())?.commit);
    assert.equal(source?.changed, undefined, "git was not asked");
  });
});
