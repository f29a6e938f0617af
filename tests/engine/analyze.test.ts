import { strict as assert } from "node:assert";
import { join, resolve } from "node:path";
import { type Control, registry } from "../../policies/index";
import { type Graph, preflight } from "../../preflight";
import { isAgeNote } from "../support/age-notes";
import { type AnalysisResult, analyzeWithEngine } from "../support/engine/analyze";
import { REPOSITORY } from "../support/engine/paths";
import { type PolicyRequest, previewWithEngine } from "../support/engine/preview";
import { readBack } from "../support/engine/read-back";
import { exportOf, type StackExport, type StateResource, sealed } from "../support/engine/stack-export";
import { describeEngine, sharedStubs } from "../support/engine/suite";
import type { JsonMap } from "../support/engine/wire";
import { EngineWorkspace } from "../support/engine/workspace";
import { controlsOfPrograms, type Findings, foundBy, PROGRAMS, programs } from "../support/programs";

const PACK = join(REPOSITORY, "policies");
const OWN_PROGRAMS = resolve(__dirname, "programs");

/** Programs of which preflight, with no backend, can't say what another stack's outputs are: a state has them. */
const withoutState = new Set(["balancer-stack-reference"]);

/** `pulumi policy analyze` reads only the file: the program beside it is any. */
async function analyze(state: StackExport, request: PolicyRequest = { policyPacks: [PACK] }): Promise<AnalysisResult> {
  const workspace = new EngineWorkspace({ projectDir: join(OWN_PROGRAMS, "five"), stack: "test" }, await sharedStubs());
  try {
    return await analyzeWithEngine(workspace, state, request);
  } finally {
    workspace.remove();
  }
}

/** Deploys a program with the stub provider, as `pulumi up` does, and exports its stack. */
async function deployed(projectDir: string, config?: Record<string, string>): Promise<StackExport> {
  const workspace = new EngineWorkspace({ projectDir, stack: "test", config }, await sharedStubs());
  try {
    const up = await workspace.run(["up", "--yes", "--skip-preview", ...workspace.programOptions]);
    assert.equal(up.exitCode, 0, up.stdout + up.stderr);
    const { stdout } = await workspace.run(["stack", "export", "--stack", "test"]);
    return JSON.parse(stdout);
  } finally {
    workspace.remove();
  }
}

/** The findings in the form of a program's `expected.json`. */
function findingsOf({ violations }: AnalysisResult): Findings {
  const found = { violations: new Set<string>(), cantTell: new Set<string>() };
  for (const { policy, message, urn } of violations.filter((one) => !isAgeNote(one.policy, one.message))) {
    const undecided = [...message.matchAll(/^(\S+) \(urn:pulumi:[^)]+\): /gm)].map(([, name]) => `${policy} ${name}`);
    for (const line of undecided) found.cantTell.add(line);
    if (undecided.length === 0) found.violations.add(isStack(urn) ? policy : `${policy} ${nameOf(urn)}`);
  }
  return { violations: [...found.violations].sort(), cantTell: [...found.cantTell].sort() };
}

function isStack(urn: string): boolean {
  return urn.includes("::pulumi:pulumi:Stack::");
}

function nameOf(urn: string): string {
  return urn.split("::").pop() ?? urn;
}

/** What the tags of a stack mean as configuration: the command gives packs no tags. */
function asSettings(tags: Record<string, string> = {}): JsonMap {
  const set = ({ id, options }: Control) =>
    Object.entries(tags)
      .filter(([tag]) => tag in options)
      .map(([tag, value]): [string, JsonMap] => [id, { [tag]: value === "true" }]);
  return Object.fromEntries(registry.flatMap(set));
}

function stateOf({ deployment }: StackExport, name: string, type = ""): StateResource {
  const found = deployment.resources.find((one) => nameOf(one.urn) === name && one.type.includes(type));
  assert.ok(found, name);
  return found;
}

/** A copy in which some resources are changed. */
function changed(state: StackExport, change: (resource: StateResource) => void): StackExport {
  const copy = structuredClone(state);
  for (const resource of copy.deployment.resources) change(resource);
  return copy;
}

describeEngine("pulumi policy analyze, on the state of a program", () => {
  for (const { name, folder, expected } of programs().filter((one) => !withoutState.has(one.name))) {
    it(`finds in ${name} what preflight finds before it is deployed`, async () => {
      const { graph } = await preflight({ directory: folder, stack: "test" });
      const settings: JsonMap = JSON.parse(JSON.stringify(expected.policyConfig ?? {}));
      const policyPackConfig = [{ ...asSettings(expected.stackTags), ...settings }];
      const result = await analyze(exportOf(graph), { policyPacks: [PACK], policyPackConfig });
      const { violations, cantTell } = expected;
      assert.deepEqual(foundBy(controlsOfPrograms(), findingsOf(result)), { violations, cantTell }, result.stderr);
      const mandatory = result.violations.some(({ enforcement }) => enforcement === "mandatory");
      assert.equal(result.exitCode !== 0, mandatory, result.stderr);
    });
  }
});

describeEngine("pulumi policy analyze, on the state of a stack that was deployed", () => {
  it("tells of what a policy would remedy, leaves it as it is and fails for it", async () => {
    const control = "apigateway-domain-tls";
    const { violations, remediations, exitCode } = await analyze(await deployed(join(PROGRAMS, "api-domain-tls-1-0")), {
      policyPacks: [PACK],
      policyPackConfig: [{ [control]: { enforcementLevel: "remediate" } }],
    });
    assert.deepEqual(remediations, [`${control} api`]);
    const found = violations.filter(({ policy }) => policy === control);
    assert.deepEqual(
      found.map(({ enforcement, urn }) => [enforcement, nameOf(urn)]),
      [["mandatory", "api"]],
    );
    assert.notEqual(exitCode, 0);
  });

  it("decides what the engine's preview could not", async () => {
    const projectDir = join(PROGRAMS, "balancer-slice-of-subnets");
    const request = { projectDir, stack: "test", policyPacks: [PACK] };
    const preview = await previewWithEngine(request, await sharedStubs());
    const before = preview.facts.violations.filter(({ policy }) => policy === "elb-zones");
    assert.deepEqual(
      before.map(({ enforcement, message }) => [enforcement, /not known before the deployment/.test(message)]),
      [["advisory", true]],
    );
    const { violations, exitCode } = await analyze(await deployed(projectDir));
    const after = violations.filter(({ policy }) => policy === "elb-zones");
    assert.deepEqual(
      after.map(({ enforcement, urn }) => [enforcement, nameOf(urn)]),
      [["mandatory", "web"]],
    );
    assert.match(after[0]?.message ?? "", /found one zone \(eu-central-1a\)/);
    assert.notEqual(exitCode, 0);
  });

  it("excuses what the program's exemptions excuse, which are in the state", async () => {
    const state = await deployed(join(PROGRAMS, "exemption-declared"));
    assert.deepEqual(foundBy(controlsOfPrograms(), findingsOf(await analyze(state))), { violations: [], cantTell: [] });
    const without = structuredClone(state);
    const { deployment } = without;
    deployment.resources = deployment.resources.filter(({ type }) => !/Exemption|Stash/.test(type));
    for (const resource of deployment.resources) {
      Object.assign(resource, { dependencies: [], propertyDependencies: {} });
    }
    const { violations } = foundBy(controlsOfPrograms(), findingsOf(await analyze(without)));
    assert.deepEqual(violations, ["apigateway-domain-tls api", "apigateway-domain-tls till"]);
  });

  it("gives resource policies inputs, and stack policies outputs with what they depend on", async () => {
    const state = await deployed(join(OWN_PROGRAMS, "five"));
    const { seen } = await analyze(state, { record: true });
    const table = stateOf(state, "table");
    const policy = stateOf(state, "policy");
    assert.deepEqual(Object(seen?.resource[table.urn]?.props).arn, undefined);
    assert.match(Object(seen?.stack[table.urn]?.props).arn, /^string /);
    assert.match(Object(seen?.stack[table.urn]?.props).id, /^string /);
    assert.deepEqual(seen?.stack[policy.urn]?.propertyDependencies, {
      policy: [table.urn, stateOf(state, "queue").urn],
    });
    assert.equal(seen?.stack[policy.urn]?.parent, state.deployment.resources.find(({ urn }) => isStack(urn))?.urn);
    // All resources of a state, those of Pulumi's own too.
    const all = state.deployment.resources.map(({ urn }) => urn).sort();
    assert.deepEqual(Object.keys(seen?.resource ?? {}).sort(), all);
    assert.deepEqual(Object.keys(seen?.stack ?? {}).sort(), all);
  });

  it("leaves out what waits for its deletion, and tells of protection", async () => {
    const state = await deployed(join(OWN_PROGRAMS, "five"));
    const { urn } = stateOf(state, "table");
    const gone = changed(state, (one) =>
      Object.assign(one, one.urn === urn ? { delete: true } : { protect: one.custom }),
    );
    const { seen } = await analyze(gone, { record: true });
    assert.equal(seen?.resource[urn], undefined);
    assert.equal(seen?.stack[urn], undefined);
    const { opts } = seen?.stack[stateOf(state, "role").urn] ?? {};
    const { opts: before } = (await analyze(state, { record: true })).seen?.stack[stateOf(state, "role").urn] ?? {};
    assert.notDeepEqual(Object(opts).protect, Object(before).protect);
  });

  it("hands out secrets as they are where they can be decrypted, and one text for all where they can't", async () => {
    const state = await deployed(join(OWN_PROGRAMS, "options"), { "options:password": "correct horse" });
    const values = async (of: StackExport) => {
      const { seen, stderr } = await analyze(of, { record: true });
      const { value } = Object(seen?.stack[stateOf(of, "password", "ssm").urn]?.props);
      const { value: other } = Object(seen?.stack[stateOf(of, "copy", "ssm").urn]?.props);
      return { value, other, hidden: /secret values redacted/.test(stderr) };
    };
    const decrypted = await values(state);
    assert.equal(decrypted.hidden, false);
    assert.notEqual(decrypted.value, decrypted.other);
    const { deployment } = state;
    const hidden = await values({
      ...state,
      deployment: { ...deployment, secrets_providers: { type: "passphrase", state: { salt: sealed } } },
    });
    assert.equal(hidden.hidden, true);
    assert.equal(hidden.value, hidden.other);
    assert.notEqual(hidden.value, decrypted.value);
  });
});

/** The stacks of this repository, and what their tags say. */
const ownStacks = [
  { directory: REPOSITORY, stack: "dev", stackTags: { disposable: "true" } },
  { directory: REPOSITORY, stack: "staging" },
  { directory: REPOSITORY, stack: "prod" },
  { directory: join(REPOSITORY, "stacks/foundation"), stack: "shared" },
];

describeEngine("pulumi policy analyze, on the platform as it stands in a state", function () {
  this.timeout(180_000);
  for (const { directory, stack, stackTags } of ownStacks) {
    describe(stack, () => {
      const policies = { policyPacks: [PACK], policyPackConfig: [asSettings(stackTags)] };
      let graph: Graph;
      before(async () => {
        ({ graph } = await preflight({ directory, stack }));
      });

      it("has nothing to say", async () => {
        const result = await analyze(exportOf(graph), policies);
        assert.deepEqual(findingsOf(result), { violations: [], cantTell: [] });
        assert.equal(result.exitCode, 0, result.stderr);
      });

      it("has nothing to say after a refresh, which reads what stands beside a resource back into it", async () => {
        const refreshed = exportOf(graph);
        assert.ok(readBack(refreshed) > 0);
        const result = await analyze(refreshed, policies);
        assert.deepEqual(findingsOf(result), { violations: [], cantTell: [] });
      });

      it("has nothing to say where resources were imported: ids alone tell what belongs together", async () => {
        const imported = changed(exportOf(graph), (one) =>
          Object.assign(one, { dependencies: [], propertyDependencies: {} }),
        );
        const result = await analyze(imported, policies);
        assert.deepEqual(findingsOf(result), { violations: [], cantTell: [] });
      });
    });
  }

  it("finds a load balancer that was moved into one zone, which only the state shows", async () => {
    const { graph } = await preflight({ directory: REPOSITORY, stack: "dev" });
    const moved = changed(exportOf(graph), ({ type, outputs }) => {
      if (type === "aws:lb/loadBalancer:LoadBalancer" && Array.isArray(outputs.subnets)) {
        outputs.subnets = outputs.subnets.slice(0, 1);
      }
    });
    const balancers = moved.deployment.resources.filter(({ type }) => type === "aws:lb/loadBalancer:LoadBalancer");
    assert.ok(balancers.length > 0);
    const { violations } = findingsOf(await analyze(moved));
    const names = balancers.map(({ urn }) => `elb-zones ${nameOf(urn)}`).sort();
    assert.deepEqual(
      violations.filter((line) => line.startsWith("elb-zones ")),
      names,
    );
  });
});
