import { strict as assert } from "node:assert";
import { differences, withoutNoise } from "../support/engine/compare";
import { type Facts, type ResourceFacts, readRecord, sortedViolations } from "../support/engine/facts";

const VPC = "urn:pulumi:test::shop::aws:ec2/vpc:Vpc::vpc";
const SUBNET = "urn:pulumi:test::shop::aws:ec2/subnet:Subnet::a";

/** Facts of a small program, made anew for each test. */
function sample() {
  const vpc: ResourceFacts = { type: "aws:ec2/vpc:Vpc", name: "vpc", parent: "stack", provider: "p", dependencies: [] };
  const subnet: ResourceFacts = {
    type: "aws:ec2/subnet:Subnet",
    name: "a",
    parent: "stack",
    provider: "p",
    dependencies: [VPC],
    propertyDependencies: { vpcId: [VPC] },
  };
  const props = { vpcId: "unknown", cidrBlock: "string 1a2b3c4d" };
  const seen = { type: "aws:ec2/subnet:Subnet", name: "a", props, opts: { protect: "boolean 1" } };
  const violation = { pack: "rules", policy: "zones", enforcement: "mandatory", urn: SUBNET, message: "One zone." };
  const facts = {
    resources: { [VPC]: vpc, [SUBNET]: subnet },
    violations: [violation],
    seen: { resource: { [SUBNET]: seen }, stack: { [SUBNET]: { ...seen, dependencies: [VPC] } } },
  } satisfies Facts;
  return { facts, vpc, subnet, props, seen, violation };
}

/** Differences after one change of the right side. */
function changed(change: (right: ReturnType<typeof sample>) => void): string[] {
  const right = sample();
  change(right);
  return differences(sample().facts, right.facts);
}

describe("the comparison of two runs", () => {
  it("finds no difference between equal runs", () =>
    assert.deepEqual(
      changed(() => {}),
      [],
    ));

  it("finds no difference in the order of resources and keys", () => {
    const { facts, vpc, subnet } = sample();
    const turned = {
      ...facts,
      resources: {
        [SUBNET]: { ...subnet },
        [VPC]: { dependencies: [], provider: "p", parent: "stack", name: vpc.name, type: vpc.type },
      },
    };
    assert.deepEqual(differences(facts, turned), []);
  });

  it("finds a resource that one run does not have, whichever it is", () => {
    const { facts, subnet } = sample();
    const less: Facts = { ...facts, resources: { [SUBNET]: subnet } };
    assert.deepEqual(differences(facts, less), [`resource: ${VPC} only in engine`]);
    assert.deepEqual(differences(less, facts), [`resource: ${VPC} only in preflight`]);
  });

  it("finds another parent", () => {
    const lines = changed(({ subnet }) => {
      subnet.parent = VPC;
    });
    assert.deepEqual(lines, [`resource: ${SUBNET} parent: engine "stack", preflight "${VPC}"`]);
  });

  it("finds a provider that is missing", () => {
    const lines = changed(({ subnet }) => {
      subnet.provider = undefined;
    });
    assert.deepEqual(lines, [`resource: ${SUBNET} provider: engine "p", preflight nothing`]);
  });

  it("finds a dependency that is missing and one that is too many", () => {
    assert.match(
      changed(({ subnet }) => subnet.dependencies?.pop())[0] ?? "",
      /dependencies: engine \[".*vpc"\], preflight \[\]/,
    );
    assert.match(
      changed(({ vpc }) => vpc.dependencies?.push(SUBNET))[0] ?? "",
      /dependencies: engine \[\], preflight \[/,
    );
  });

  it("finds another property dependency, by its property", () => {
    const lines = changed(({ subnet }) => {
      subnet.propertyDependencies = { vpcId: [VPC], tags: [VPC] };
    });
    assert.deepEqual(lines, [`resource: ${SUBNET} propertyDependencies tags: engine nothing, preflight ["${VPC}"]`]);
  });

  it("finds a property that policies see as known in one run and as unknown in the other", () => {
    const lines = changed(({ props }) => {
      props.cidrBlock = "unknown";
    });
    assert.equal(lines.length, 2);
    assert.match(
      lines[0] ?? "",
      /resource policies see: .* props cidrBlock: engine "string 1a2b3c4d", preflight "unknown"/,
    );
  });

  it("finds another option that policies see", () => {
    assert.match(changed(({ seen }) => Object.assign(seen.opts, { protect: "boolean 2" }))[0] ?? "", /opts protect/);
  });

  for (const [what, change] of Object.entries({
    message: { message: "Two zones." },
    enforcement: { enforcement: "advisory" },
    policy: { policy: "other" },
    resource: { urn: VPC },
    pack: { pack: "others" },
  })) {
    it(`finds a violation with another ${what}, in both directions`, () => {
      const lines = changed(({ violation }) => Object.assign(violation, change));
      assert.deepEqual(
        lines.map((line) => line.split(":")[0]),
        ["violation only in engine", "violation only in preflight"],
      );
    });
  }

  it("finds a violation that one run has twice", () => {
    const { facts, violation } = sample();
    assert.equal(differences(facts, { ...facts, violations: [violation, { ...violation }] }).length, 1);
  });

  it("does not compare what policies see where it was not recorded", () => {
    const { facts } = sample();
    assert.deepEqual(differences(facts, { resources: facts.resources, violations: facts.violations }), []);
  });
});

describe("what a program makes at random", () => {
  /** Differences in the subnet's `cidrBlock`, as policies see it. */
  const cidr = (value: string) =>
    changed(({ props }) => {
      props.cidrBlock = value;
    });

  it("is no difference where the engine differs from itself and the kind is the same", () =>
    assert.deepEqual(withoutNoise(cidr("string ffffffff"), cidr("string eeeeeeee")), []));

  it("is a difference where the engine does not differ from itself", () =>
    assert.equal(withoutNoise(cidr("string ffffffff"), []).length, 2));

  it("is a difference where preflight does not know it", () =>
    assert.equal(withoutNoise(cidr("unknown"), cidr("string eeeeeeee")).length, 2));

  it("is a difference where it is of another kind", () =>
    assert.equal(withoutNoise(cidr("number ffffffff"), cidr("string eeeeeeee")).length, 2));

  it("hides nothing else", () => {
    const parent = changed(({ subnet, props }) => {
      subnet.parent = VPC;
      props.cidrBlock = "string ffffffff";
    });
    assert.deepEqual(withoutNoise(parent, cidr("string eeeeeeee")), [
      `resource: ${SUBNET} parent: engine "stack", preflight "${VPC}"`,
    ]);
  });
});

describe("the record of what policies see", () => {
  it("keeps what a policy sees of a resource apart from what it sees of the stack", () => {
    const line = (seen: string, more: object) => JSON.stringify({ seen, urn: VPC, type: "t", name: "n", ...more });
    const record = readRecord(
      `${line("resource", { props: { a: "unknown" } })}\n${line("stack", { props: {}, propertyDependencies: { a: [], b: [SUBNET] } })}\n`,
    );
    assert.deepEqual(record.resource[VPC], { type: "t", name: "n", props: { a: "unknown" } });
    assert.deepEqual(record.stack[VPC]?.propertyDependencies, { b: [SUBNET] });
  });

  it("counts a violation once that a policy reports at registration and at the end", () => {
    const { violation } = sample();
    const other = { ...violation, message: "A first." };
    assert.deepEqual(sortedViolations([violation, other, { ...violation }]), [other, violation]);
  });
});
