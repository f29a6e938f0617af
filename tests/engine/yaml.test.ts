import { strict as assert } from "node:assert";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { buildYamlHost } from "../support/engine/build";
import { REPOSITORY, YAML_HOST } from "../support/engine/paths";
import { type PreviewResult, previewWithEngine } from "../support/engine/preview";
import { describeEngine, sharedStubs } from "../support/engine/suite";

const SHOP = resolve(__dirname, "programs-yaml/shop");
const urn = (typeAndName: string) => `urn:pulumi:test::yaml-shop::${typeAndName}`;

/** Minutes that building the host may take on a slow machine. */
const BUILD_MINUTES = 15;

describeEngine("the policy pack on a YAML program, run by the real engine", () => {
  let result: PreviewResult;
  let said: string[] = [];

  before(async function () {
    if (!existsSync(YAML_HOST)) {
      this.timeout(BUILD_MINUTES * 60_000);
      await buildYamlHost((line) => console.log(`    ${line}`));
    }
    const policyPacks = [join(REPOSITORY, "policies")];
    const request = { projectDir: SHOP, stack: "test", policyPacks, record: true };
    result = await previewWithEngine(request, await sharedStubs());
    said = result.facts.violations.map(({ policy, urn: where }) => `${policy} ${where.split("::").pop()}`);
  });

  it("previews it, with the types and dependencies that the pack reads", () => {
    assert.deepEqual(result.errors, []);
    const policy = result.facts.resources[urn("aws:sqs/queuePolicy:QueuePolicy::queue-policy")];
    assert.equal(policy?.type, "aws:sqs/queuePolicy:QueuePolicy");
    assert.deepEqual(policy.propertyDependencies, { queueUrl: [urn("aws:sqs/queue:Queue::queue")] });
  });

  it("finds what is broken", () => {
    for (const finding of [
      "apigateway-domain-tls domain",
      "elb-listener-https listener",
      "elb-zones balancer",
      "security-group-administration open",
      "sqs-queue-secure-transport open-queue",
    ]) {
      assert.ok(said.includes(finding), `${finding} is not among\n${said.join("\n")}`);
    }
  });

  it("reads a policy that the program writes as a map, and takes it for the queue's that is named", () => {
    assert.ok(!said.includes("sqs-queue-secure-transport queue"), said.join("\n"));
  });

  it("fails no policy with an error of its own", () => {
    const { violations } = result.facts;
    assert.deepEqual(
      violations.filter(({ message }) => /can't run|TypeError|UnknownValueError/.test(message)),
      [],
    );
  });
});
