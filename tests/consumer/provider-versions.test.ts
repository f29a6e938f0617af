import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { preflight } from "../../preflight";
import { type Findings, findingsOf } from "../support/programs";
import { missedSiblings, providerTypes } from "../support/provider-types";

const REPOSITORY = resolve(__dirname, "../..");
const PACK = join(REPOSITORY, "policies");
const PROGRAM = join(__dirname, "providers");
const CACHE = join(REPOSITORY, ".cache/consumer");
/** The last of version 6. */
const VERSION_6 = "6.83.4";

/** Folder of a project whose provider is version 6. It is installed once. */
function installVersion6(): string {
  const folder = join(CACHE, `aws-${VERSION_6}`);
  if (existsSync(join(folder, "node_modules/.package-lock.json"))) return folder;
  const { devDependencies }: { devDependencies: Record<string, string> } = JSON.parse(
    readFileSync(join(REPOSITORY, "package.json"), "utf8"),
  );
  mkdirSync(folder, { recursive: true });
  const dependencies = { "@pulumi/aws": VERSION_6, "@pulumi/pulumi": devDependencies["@pulumi/pulumi"] };
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ name: "version-6", version: "1.0.0", private: true, dependencies }),
  );
  // Version 6 has an install script for the plugin, which nothing here runs.
  const args = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];
  const { status, stdout, stderr } = spawnSync("npm", args, { cwd: folder, encoding: "utf8" });
  assert.equal(status, 0, `${stdout}\n${stderr}`);
  return folder;
}

/** Folder of a project whose provider is the repository's own, version 7. */
function projectOfVersion7(): string {
  const folder = join(CACHE, "aws-7");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "version-7", version: "1.0.0", private: true }));
  rmSync(join(folder, "node_modules"), { recursive: true, force: true });
  symlinkSync(join(REPOSITORY, "node_modules"), join(folder, "node_modules"));
  return folder;
}

/** What the pack finds in the program, with the controls that a team has to ask for. */
async function findings(project: string, names: "V2" | "new", sound: boolean): Promise<Findings> {
  const directory = join(project, "program");
  rmSync(directory, { recursive: true, force: true });
  cpSync(PROGRAM, directory, { recursive: true });
  const config = join(directory, "policies.json");
  const asked = ["s3-bucket-kms", "s3-bucket-access-logging"].map((control) => [control, { required: true }]);
  writeFileSync(config, JSON.stringify(Object.fromEntries(asked)));
  const { packs } = await preflight({
    directory,
    stack: "test",
    config: { names, sound: String(sound) },
    policyPacks: [PACK],
    policyPackConfigs: [config],
  });
  return findingsOf(packs);
}

describe("the policy pack on versions 6 and 7 of the provider", function () {
  this.timeout(300_000);
  let six = "";
  let seven = "";

  before(() => {
    six = installVersion6();
    seven = projectOfVersion7();
  });

  it("runs the program on the version that is meant", () => {
    const versionIn = (folder: string): string =>
      JSON.parse(readFileSync(join(folder, "node_modules/@pulumi/aws/package.json"), "utf8")).version;
    assert.equal(versionIn(six), VERSION_6);
    assert.match(versionIn(seven), /^7\./);
  });

  for (const sound of [true, false]) {
    it(`finds the same in the ${sound ? "sound" : "broken"} program, under the names of either version`, async () => {
      const wanted = await findings(seven, "new", sound);
      assert.deepEqual(await findings(six, "V2", sound), wanted);
      assert.deepEqual(await findings(seven, "V2", sound), wanted);
    });
  }

  it("finds on version 6 what is broken, and that in no sound program", async () => {
    const of = async (sound: boolean) => (await findings(six, "V2", sound)).violations;
    const [sound, broken] = [await of(true), await of(false)];
    const named = [
      "apigateway-domain-tls rest",
      "apigateway-integration-https shop",
      "cloudtrail-multi-region audit",
      "elb-listener-https shop",
      "elb-zones shop",
      "lambda-runtime orders",
      "rds-cluster-encryption shop",
      "rds-cluster-zones shop",
      "s3-bucket-access-logging photos",
      "s3-bucket-kms photos",
      "s3-bucket-lifecycle photos",
      "s3-bucket-public-access-block photos",
      "s3-bucket-secure-transport photos",
      "s3-bucket-versioning photos",
      "security-group-high-risk database",
      "sns-topic-encrypted orders",
      "sqs-queue-secure-transport orders",
    ];
    for (const finding of named) {
      assert.ok(broken.includes(finding), `${finding} is not among\n${broken.join("\n")}`);
      assert.ok(!sound.includes(finding), `${finding} is found in the sound program`);
    }
  });

  it("has every type of version 6 that is the same as one of a family", () => {
    assert.deepEqual(missedSiblings(new Set(providerTypes(join(six, "node_modules/@pulumi/aws")))), []);
  });
});
