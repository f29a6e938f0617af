import { strict as assert } from "node:assert";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const REPOSITORY = resolve(__dirname, "../..");
const PROJECT = join(__dirname, "project");

interface Manifest {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

/** Runs a command and returns what it printed; a failure's message holds both streams. */
function run(command: string, args: string[], cwd: string): string {
  const result = spawnSync(command, args, { cwd, encoding: "utf8", env: { ...process.env, NODE_PATH: "" } });
  assert.equal(result.status, 0, `${command} ${args.join(" ")}\n${result.stdout}\n${result.stderr}`);
  return result.stdout;
}

describe("the package, installed from its tarball outside the repository", function () {
  this.timeout(300_000);
  let folder = "";

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "consumer-"));
    const packed: [{ filename: string; files: { path: string }[] }] = JSON.parse(
      execFileSync("npm", ["pack", "--json", "--pack-destination", folder], { cwd: REPOSITORY, encoding: "utf8" }),
    );
    const { dependencies, devDependencies }: Manifest = JSON.parse(
      readFileSync(join(REPOSITORY, "package.json"), "utf8"),
    );
    const versionOf = (name: string) => dependencies[name] ?? devDependencies[name];
    const project = join(folder, "project");
    mkdirSync(project);
    cpSync(PROJECT, project, { recursive: true });
    writeFileSync(
      join(project, "package.json"),
      JSON.stringify({
        name: "consumer",
        version: "1.0.0",
        private: true,
        dependencies: {
          "aws-microservices-platform": `file:../${packed[0].filename}`,
          "@pulumi/pulumi": versionOf("@pulumi/pulumi"),
          "@pulumi/aws": versionOf("@pulumi/aws"),
        },
        devDependencies: { typescript: versionOf("typescript"), "@types/node": versionOf("@types/node") },
      }),
    );
    run("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"], project);
    folder = project;
  });

  after(() => rmSync(resolve(folder, ".."), { recursive: true, force: true }));

  it("type-checks a program that uses the components, the pack and preflight", () => {
    run("npx", ["--no-install", "tsc", "--noEmit", "-p", "."], folder);
  });

  it("has the schema of the pack's settings, made from the pack as it is published", () => {
    const file = join(folder, "node_modules/aws-microservices-platform/policies/dist/settings.schema.json");
    const { properties }: { properties: Record<string, { properties?: object }> } = JSON.parse(
      readFileSync(file, "utf8"),
    );
    assert.ok("elb-zones" in (properties.controls?.properties ?? {}));
  });

  it("has the plugin of the other languages, with its schema, in a folder that Pulumi finds by PulumiPlugin.yaml", async () => {
    const plugin = join(folder, "node_modules/aws-microservices-platform/plugin");
    assert.match(readFileSync(join(plugin, "PulumiPlugin.yaml"), "utf8"), /name: nodejs/);
    const starts = [
      [join(folder, "node_modules/@pulumi/pulumi/cmd/run-plugin"), plugin, "127.0.0.1:1"],
      [join(folder, "node_modules/.bin/pulumi-resource-aws-microservices-platform"), "127.0.0.1:1"],
    ];
    for (const start of starts) {
      const child = spawn(process.execPath, start, { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
      try {
        const [port]: Buffer[] = await once(child.stdout, "data");
        assert.match(String(port), /^\d+\n$/, start.join(" "));
      } finally {
        child.kill();
      }
    }
    const schema = join(plugin, "../dist/plugin/schema.json");
    const { resources }: { resources: object } = JSON.parse(readFileSync(schema, "utf8"));
    assert.ok("aws-microservices-platform:messaging:Queue" in resources);
  });

  it("previews that program with the pack and finds its one mandatory violation", () => {
    const pack = join("node_modules", "aws-microservices-platform", "policies");
    const report = join(folder, "report.json");
    const preflight = spawnSync(
      "npx",
      ["--no-install", "preflight", "--stack", "dev", "--policy-pack", pack, "--json", report],
      { cwd: folder, encoding: "utf8" },
    );
    assert.equal(preflight.status, 1, `${preflight.stdout}\n${preflight.stderr}`);
    const result: { packs: { findings: { policy: string; verdict: string; enforcement: string; urn?: string }[] }[] } =
      JSON.parse(readFileSync(report, "utf8"));
    const mandatory = result.packs
      .flatMap((one) => one.findings)
      .filter((finding) => finding.verdict === "violation" && finding.enforcement === "mandatory");
    assert.deepEqual(
      mandatory.map((finding) => [finding.policy, finding.urn?.split("::").pop()]),
      [["apigateway-domain-tls", "old-domain"]],
    );
  });

  it("runs a program of its own through the library", () => {
    const output = run("node", ["run.js"], folder);
    assert.match(output, /^resources: \d+, vpcs: 1$/m);
  });

  it("holds no source, test or path of the repository", () => {
    const files = run(
      "find",
      [
        join("node_modules", "aws-microservices-platform"),
        "-type",
        "f",
        "-not",
        "-path",
        "*/node_modules/*/node_modules/*",
      ],
      folder,
    ).split("\n");
    assert.ok(files.some((file) => file.endsWith("dist/infra/network/index.d.ts")));
    assert.deepEqual(
      files.filter((file) => /\/(tests|stacks|benchmarks|\.cache)\//.test(file)),
      [],
    );
    const maps = files.filter((file) => file.endsWith(".js"));
    for (const file of maps) assert.ok(!readFileSync(join(folder, file), "utf8").includes(REPOSITORY), file);
  });
});
