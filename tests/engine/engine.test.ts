import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus } from "node:os";
import { join, resolve } from "node:path";
import { measureEnginePreview } from "../support/engine/measure";
import { previewWithEngine } from "../support/engine/preview";
import { describeEngine, sharedStubs } from "../support/engine/suite";
import { EngineWorkspace } from "../support/engine/workspace";

const FIVE = resolve(__dirname, "programs/five");
const RULES = resolve(__dirname, "packs/rules");
const { version }: { version: string } = createRequire(__filename)("@pulumi/aws/package.json");
/** The provider that the engine makes by itself, named after the SDK's version. */
const DEFAULT_PROVIDER = `pulumi:providers:aws::default_${version.replaceAll(".", "_")}`;
const urn = (typeAndName: string) => `urn:pulumi:test::five::${typeAndName}`;

describeEngine("the real engine with stub providers", () => {
  it("previews a program: resources, parents, providers and dependencies", async () => {
    const { facts, errors, exitCode } = await previewWithEngine(
      { projectDir: FIVE, stack: "test", record: true },
      await sharedStubs(),
    );
    assert.deepEqual(errors, []);
    assert.equal(exitCode, 0);
    assert.deepEqual(Object.keys(facts.resources).sort(), [
      urn("aws:dynamodb/table:Table::table"),
      urn("aws:iam/role:Role::role"),
      urn("aws:iam/rolePolicy:RolePolicy::policy"),
      urn("aws:sqs/queue:Queue::dlq"),
      urn("aws:sqs/queue:Queue::queue"),
      urn(DEFAULT_PROVIDER),
      urn("pulumi:pulumi:Stack::five-test"),
    ]);
    assert.deepEqual(facts.resources[urn("aws:iam/rolePolicy:RolePolicy::policy")], {
      type: "aws:iam/rolePolicy:RolePolicy",
      name: "policy",
      parent: urn("pulumi:pulumi:Stack::five-test"),
      provider: urn(DEFAULT_PROVIDER),
      dependencies: [
        urn("aws:dynamodb/table:Table::table"),
        urn("aws:iam/role:Role::role"),
        urn("aws:sqs/queue:Queue::queue"),
      ],
      propertyDependencies: {
        policy: [urn("aws:dynamodb/table:Table::table"), urn("aws:sqs/queue:Queue::queue")],
        role: [urn("aws:iam/role:Role::role")],
      },
    });
  });

  it("leaves unknown what only the cloud knows, and nothing else", async () => {
    const { facts } = await previewWithEngine({ projectDir: FIVE, stack: "test", record: true }, await sharedStubs());
    const props = Object(facts.seen?.stack[urn("aws:dynamodb/table:Table::table")]?.props);
    assert.equal(props.arn, "unknown");
    assert.match(props.hashKey, /^string /);
    assert.match(props.attributes[0].name, /^string /);
  });

  it("runs policy packs with their configuration and the stack's tags, and tells violations", async () => {
    const { facts, errors, exitCode } = await previewWithEngine(
      {
        projectDir: FIVE,
        stack: "test",
        policyPacks: [RULES],
        policyPackConfig: [{ "role-trusts-somebody": "mandatory" }],
        stackTags: { tier: "gold" },
      },
      await sharedStubs(),
    );
    assert.deepEqual(errors, []);
    assert.notEqual(exitCode, 0);
    const said = facts.violations.map(({ policy, enforcement, message }) => `${policy} ${enforcement} ${message}`);
    assert.ok(
      said.includes(
        "role-trusts-somebody mandatory Roles have somebody who may assume them.\nNobody may assume the role.",
      ),
      said.join("\n"),
    );
    assert.ok(said.includes("stack-has-alarm mandatory Each stack has an alarm.\nThere is no alarm (tier gold)."));
    assert.ok(!said.some((line) => line.startsWith("never")), "a disabled policy ran");
  });

  it("tells the error of a program that fails", async () => {
    const { errors, exitCode } = await previewWithEngine(
      { projectDir: resolve(__dirname, "programs/throws"), stack: "test" },
      await sharedStubs(),
    );
    assert.notEqual(exitCode, 0);
    assert.match(errors.join("\n"), /the shop is closed/);
  });

  it("names the provider function that it has no answer for", async () => {
    const { errors } = await previewWithEngine(
      { projectDir: resolve(__dirname, "programs/unanswered"), stack: "test" },
      await sharedStubs(),
    );
    assert.match(errors.join("\n"), /no answer for aws:ec2\/getAmi:getAmi/);
  });

  it("leaves the program's folder as it was", async () => {
    const before = readFileSync(join(FIVE, "Pulumi.test.yaml"), "utf8");
    await previewWithEngine({ projectDir: FIVE, stack: "test", config: { "five:extra": "1" } }, await sharedStubs());
    assert.equal(readFileSync(join(FIVE, "Pulumi.test.yaml"), "utf8"), before);
  });

  it("creates, leaves alone and destroys the stack", async () => {
    const workspace = new EngineWorkspace({ projectDir: FIVE, stack: "test" }, await sharedStubs());
    try {
      const up = ["up", "--yes", "--skip-preview", ...workspace.programOptions];
      const first = await workspace.run(up);
      assert.equal(first.exitCode, 0, first.stdout + first.stderr);
      assert.match(first.stdout, /\+ 6 created/);
      const second = await workspace.run([...up, "--expect-no-changes"]);
      assert.equal(second.exitCode, 0, second.stdout + second.stderr);
      assert.match(second.stdout, /6 unchanged/);
      const destroy = await workspace.run(["destroy", "--yes", "--skip-preview", ...workspace.stackOptions]);
      assert.equal(destroy.exitCode, 0, destroy.stdout + destroy.stderr);
      assert.match(destroy.stdout, /- 6 deleted/);
    } finally {
      workspace.remove();
    }
  });

  it("measures a preview with every process that it takes", async () => {
    const started = performance.now();
    const cost = await measureEnginePreview(FIVE, "test", {}, { policyPacks: [RULES] });
    const wholeSeconds = (performance.now() - started) / 1000;
    assert.match(cost.stdout, /stack-has-alarm/);
    for (const command of [/engine\/pulumi/, /cmd\/run\//, /cmd\/run-policy-pack/, /--require tsx/]) {
      const found = cost.processes.find((one) => command.test(one.command));
      assert.ok(found, `no process ${command} among ${cost.processes.map((one) => one.command).join(", ")}`);
      assert.ok(found.peakMiB > 0, `${found.command}: ${found.peakMiB} MiB`);
    }
    assert.ok(cost.wallSeconds > 0 && cost.wallSeconds < wholeSeconds, "the stubs' start is no part of the preview");
    assert.ok(cost.cpuSeconds > 0 && cost.cpuSeconds <= cost.wallSeconds * cpus().length + 1, `${cost.cpuSeconds} s`);
  });
});
