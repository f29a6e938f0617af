import { strict as assert } from "node:assert";
import { chmodSync, existsSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { componentSchema } from "../support/component-package";
import { buildYamlHost } from "../support/engine/build";
import { REPOSITORY, YAML_HOST } from "../support/engine/paths";
import { type PreviewResult, previewWithEngine } from "../support/engine/preview";
import { describeEngine, sharedStubs } from "../support/engine/suite";
import { program, run } from "../support/preflight";

/** Minutes that building the host may take on a slow machine. */
const BUILD_MINUTES = 15;

const PLUGIN = "pulumi-resource-aws-microservices-platform";

/** The components of programs-yaml/components, in a program of this package's own language. */
const inTypeScript = `
const infra = require(${JSON.stringify(join(REPOSITORY, "dist/infra/index.js"))});
const alerts = new infra.AlertTopic("alerts", { emails: ["ops@example.com"] });
const vpc = new infra.Vpc("vpc", { cidrBlock: "10.0.0.0/16", availabilityZones: ["eu-central-1a", "eu-central-1b"] });
new infra.Queue("orders", { fifo: true, alarmTopicArn: alerts.topicArn });
const table = new infra.Table("table", { partitionKey: { name: "id", type: "S" }, withoutPointInTimeRecovery: true });
new infra.TableAccelerator("accelerator", { placement: vpc.placement(), tables: [table] });
`;

describeEngine("the components in a YAML program, run by the real engine", () => {
  let result: PreviewResult;

  before(async function () {
    if (!existsSync(YAML_HOST)) {
      this.timeout(BUILD_MINUTES * 60_000);
      await buildYamlHost((line) => console.log(`    ${line}`));
    }
    componentSchema();
    const bin = program({});
    symlinkSync(join(REPOSITORY, "bin", `${PLUGIN}.js`), join(bin, PLUGIN));
    const projectDir = resolve(__dirname, "programs-yaml/components");
    const policyPacks = [join(REPOSITORY, "policies")];
    const request = { projectDir, stack: "test", policyPacks, record: true, path: [bin] };
    result = await previewWithEngine(request, await sharedStubs());
  });

  it("registers the resources that a program in TypeScript registers, with the same URNs", async () => {
    assert.deepEqual(result.errors, []);
    const folder = program({
      "Pulumi.yaml": "name: yaml-components\nruntime: nodejs\n",
      "Pulumi.test.yaml": "config:\n  aws:region: eu-central-1\n",
      "index.js": inTypeScript,
    });
    const { graph } = await run(folder, { stack: "test" });
    const own = (urns: string[]) => urns.filter((urn) => !urn.includes("::pulumi:")).sort();
    const here = own(graph.resources.map(({ urn }) => urn));
    assert.ok(here.length > 30, here.join("\n"));
    assert.deepEqual(own(Object.keys(result.facts.resources)), here);
  });

  it("gives the policy pack their children, with what these depend on", () => {
    const weak = result.facts.violations.filter(({ policy }) => policy === "dynamodb-point-in-time-recovery");
    assert.deepEqual(
      weak.map(({ urn }) => urn.split("::").at(-1)),
      ["table"],
    );
    // The host of YAML programs makes an output depend on the whole component, so the pack can't tell what it is of.
    const of = (end: string) => Object.entries(result.facts.resources).find(([urn]) => urn.endsWith(end));
    const [topic = ""] = of("AlertTopic::alerts") ?? [];
    assert.deepEqual(of("MetricAlarm::orders-dlq-alarm")?.[1].propertyDependencies?.alarmActions, [topic]);
    const told = result.facts.violations.find(({ policy }) => policy === "wiring-alarm-action");
    assert.match(told?.message ?? "", /alarmActions\[0\] is not known before the deployment/);
  });

  it("finds the plugin by the program's packages and PulumiPlugin.yaml, and tells what a component refuses", async () => {
    const entry = join(REPOSITORY, "tests/support/engine/nodejs-host.ts");
    const host = `exec node --require ${require.resolve("tsx/cjs")} ${entry} "$@"`;
    const bin = program({ "pulumi-language-nodejs": `#!/bin/sh\n${host}\n` });
    chmodSync(join(bin, "pulumi-language-nodejs"), 0o755);
    const request = { projectDir: resolve(__dirname, "programs-yaml/refused"), stack: "test", path: [bin] };
    const { errors, exitCode } = await previewWithEngine(request, await sharedStubs());
    assert.notEqual(exitCode, 0);
    assert.match(errors.join("\n"), /ApiDomain "domain": securityPolicy is "TLS_1_0"; use one of "TLS_1_2"/);
  });
});
