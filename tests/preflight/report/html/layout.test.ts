import { strict as assert } from "node:assert";
import fc from "fast-check";
import type { GraphResource } from "../../../../preflight/model";
import { diagramOf } from "../../../../preflight/report/html/diagram/build";
import type { Diagram } from "../../../../preflight/report/html/diagram/diagram";
import { type Layout, layoutOf } from "../../../../preflight/report/html/diagram/layout";
import type { Shape } from "../../../../preflight/report/html/diagram/shapes";
import { resource } from "../sample";
import { graphOf, network, wired } from "./platform";

/** Lays out a graph, with all of its stacks open where that is asked for. */
function laidOut(resources: GraphResource[], openAll = false): { diagram: Diagram; layout: Layout } {
  const diagram = diagramOf(graphOf(resources));
  const typeOf = (i: number): string => resources[i]?.type ?? "";
  const closed = layoutOf(diagram, { typeOf, open: new Set() });
  if (!openAll) return { diagram, layout: closed };
  // A stack may have others in it.
  const open = new Set<string>();
  let layout = closed;
  for (let round = 0; round < 3; round++) {
    for (const { key, kind } of layout.shapes) if (kind === "stack") open.add(key);
    layout = layoutOf(diagram, { typeOf, open });
  }
  return { diagram, layout };
}

const isBox = ({ kind, open }: Shape): boolean => kind === "box" || (kind === "stack" && !open);

function contains(outer: Shape, inner: Shape): boolean {
  const slack = 0.01;
  return (
    inner.x >= outer.x - slack &&
    inner.y >= outer.y - slack &&
    inner.x + inner.width <= outer.x + outer.width + slack &&
    inner.y + inner.height <= outer.y + outer.height + slack
  );
}

function overlap(a: Shape, b: Shape): boolean {
  const slack = 0.01;
  return (
    a.x < b.x + b.width - slack &&
    b.x < a.x + a.width - slack &&
    a.y < b.y + b.height - slack &&
    b.y < a.y + a.height - slack
  );
}

/** Everything that a drawing has to be, whatever it shows. */
function check({ width, height, shapes, wires }: Layout, { boxes }: Diagram): void {
  const byKey = new Map(shapes.map((shape) => [shape.key, shape]));
  assert.equal(byKey.size, shapes.length, "two shapes have one key");
  const page: Shape = { key: "page", kind: "lane", x: 0, y: 0, width, height };
  for (const shape of shapes) {
    const numbers = [shape.x, shape.y, shape.width, shape.height];
    assert.ok(
      numbers.every(Number.isFinite) && shape.width > 0 && shape.height > 0,
      `${shape.key}: ${numbers.join(" ")}`,
    );
    const parent = shape.parent === undefined ? page : byKey.get(shape.parent);
    assert.ok(parent && contains(parent, shape), `${shape.key} is not inside of ${shape.parent}`);
    for (const key of shape.across ?? []) {
      const subnet = byKey.get(key);
      assert.ok(subnet && overlap(subnet, shape), `${shape.key} does not lie across ${key}`);
      assert.ok(
        shape.y > subnet.y + 20 && shape.y + shape.height <= subnet.y + subnet.height,
        `${shape.key} hides the head of ${key}`,
      );
    }
  }
  for (const group of [
    shapes.filter(isBox),
    ...["vpc", "zone", "subnet", "lane", "frame"].map((kind) => shapes.filter((one) => one.kind === kind)),
  ]) {
    group.forEach((a, i) => {
      for (const b of group.slice(i + 1)) assert.ok(!overlap(a, b), `${a.key} overlaps ${b.key}`);
    });
  }
  const shown = new Set(shapes.flatMap((shape) => [shape.resource, ...(shape.members ?? [])]));
  for (const { resource: box } of boxes) assert.ok(shown.has(box), `box ${box} is not drawn`);
  for (const { from, to, points } of wires) {
    assert.ok(byKey.has(from) && byKey.has(to) && from !== to, `${from} to ${to}`);
    assert.ok(points.length === 4 && points.flat().every(Number.isFinite));
  }
}

const types = [
  "ec2/vpc:Vpc",
  "ec2/subnet:Subnet",
  "lambda/function:Function",
  "sqs/queue:Queue",
  "sns/topic:Topic",
  "rds/cluster:Cluster",
  "rds/subnetGroup:SubnetGroup",
  "ec2/securityGroup:SecurityGroup",
  "iam/role:Role",
  "iam/rolePolicy:RolePolicy",
  "cloudwatch/metricAlarm:MetricAlarm",
  "ec2/natGateway:NatGateway",
  "s3/bucket:Bucket",
  "ec2/vpcEndpoint:VpcEndpoint",
  "lambda/eventSourceMapping:EventSourceMapping",
  "made/up:Up",
];

/** Any graph: references wherever, also in circles; components in components, also in circles. */
const graphs = fc
  .array(
    fc.record({
      type: fc.integer({ min: 0, max: types.length + 3 }),
      zone: fc.constantFrom("eu-central-1a", "eu-central-1b", "eu-central-1c", undefined),
      parent: fc.option(fc.nat(40)),
      refs: fc.dictionary(
        fc.constantFrom(
          "vpcId",
          "subnetIds",
          "role",
          "policy",
          "redrivePolicy",
          "functionName",
          "eventSourceArn",
          "dbSubnetGroupName",
        ),
        fc.array(fc.nat(40), { maxLength: 4 }),
        { maxKeys: 4 },
      ),
    }),
    { maxLength: 40 },
  )
  .map((nodes) => {
    const made = nodes.map(({ type, zone }, i) => {
      const component = type >= types.length;
      const token = component ? `pkg:index:Part${type}` : `aws:${types[type]}`;
      return resource(token, `r${i}`, undefined, {
        kind: component ? "component" : "custom",
        inputs: zone === undefined ? {} : { availabilityZone: zone },
      });
    });
    nodes.forEach(({ parent, refs }, i) => {
      const one = made[i];
      if (!one) return;
      one.parent = made[parent ?? -1]?.urn;
      one.propertyDependencies = Object.fromEntries(
        Object.entries(refs).map(([property, targets]) => [
          property,
          targets.flatMap((target) => made[target]?.urn ?? []),
        ]),
      );
    });
    return made;
  });

describe("the drawing's layout", () => {
  it("keeps children inside of their parents, and boxes off each other, in any graph, with stacks closed and open", () => {
    fc.assert(
      fc.property(graphs, fc.boolean(), (resources, open) => {
        const { diagram, layout } = laidOut(resources, open);
        check(layout, diagram);
      }),
      { numRuns: 150, seed: 7 },
    );
  });

  it("is the same for the same graph", () => {
    fc.assert(
      fc.property(graphs, (resources) => {
        assert.deepEqual(laidOut(resources).layout, laidOut(structuredClone(resources)).layout);
      }),
      { numRuns: 25, seed: 11 },
    );
  });

  it("lays what is in several zones across their subnets, and again where there is a zone between", () => {
    const vpc = wired("ec2/vpc:Vpc", "net");
    const subnets = ["a", "b", "c"].map((zone) =>
      wired("ec2/subnet:Subnet", zone, { vpcId: vpc }, { inputs: { availabilityZone: `eu-central-1${zone}` } }),
    );
    const both = subnets.filter(({ name }) => name !== "b");
    const all = wired("rds/cluster:Cluster", "all", { subnetIds: subnets });
    const two = wired("rds/cluster:Cluster", "two", { subnetIds: both });
    const { diagram, layout } = laidOut([vpc, ...subnets, all, two]);
    check(layout, diagram);
    const across = layout.shapes.filter(({ kind }) => kind === "box").map(({ key, across: keys }) => [key, keys]);
    assert.deepEqual(across, [
      ["box 4", ["subnet 1", "subnet 2", "subnet 3"]],
      ["box 5", ["subnet 1"]],
      ["box 5 again 1", ["subnet 3"]],
    ]);
  });

  it("draws many of one type as one until they are opened", () => {
    const { resources, vpc, subnets } = network();
    const [a] = [subnets["private-a"]];
    assert.ok(a);
    const endpoints = ["logs", "kms", "sts", "sqs"].map((name) =>
      wired("ec2/vpcEndpoint:VpcEndpoint", name, { vpcId: vpc, subnetIds: a }),
    );
    const closed = laidOut([...resources, ...endpoints]);
    const [stack] = closed.layout.shapes.filter(({ kind }) => kind === "stack");
    assert.equal(stack?.title, "4 × aws:ec2/vpcEndpoint:VpcEndpoint");
    assert.equal(stack?.members?.length, 4);
    const open = laidOut([...resources, ...endpoints], true);
    check(open.layout, open.diagram);
    const inside = open.layout.shapes.filter(({ parent }) => parent === stack?.key);
    assert.deepEqual(
      inside.map(({ kind }) => kind),
      ["box", "box", "box", "box"],
    );
  });

  it("stays readable with a thousand services of a few types, and with a thousand components", () => {
    const flat = Array.from({ length: 1000 }, (_, i) => wired(types[2 + (i % 3)] ?? "", `s${i}`));
    const flatly = laidOut(flat);
    check(flatly.layout, flatly.diagram);
    assert.ok(flatly.layout.shapes.filter(isBox).length <= 60);
    const components = Array.from({ length: 500 }, (_, i) =>
      resource(`pkg:index:Service${i % 5}`, `c${i}`, undefined, { kind: "component" }),
    );
    const parts = components.flatMap(({ urn }, i) => [
      wired("lambda/function:Function", `f${i}`, {}, { parent: urn }),
      wired("dynamodb/table:Table", `t${i}`, {}, { parent: urn }),
    ]);
    const grouped = laidOut([...components, ...parts]);
    check(grouped.layout, grouped.diagram);
    assert.ok(grouped.layout.shapes.filter(isBox).length <= 60);
  });

  it("counts subnets with nothing in them beyond the first rows", () => {
    const vpc = wired("ec2/vpc:Vpc", "net");
    const subnets = Array.from({ length: 30 }, (_, i) => wired("ec2/subnet:Subnet", `s${i}`, { vpcId: vpc }));
    const { diagram, layout } = laidOut([vpc, ...subnets]);
    check(layout, diagram);
    assert.equal(layout.shapes.filter(({ kind }) => kind === "subnet").length, 2);
    assert.equal(layout.shapes.find(({ kind }) => kind === "stack")?.members?.length, 28);
    const open = laidOut([vpc, ...subnets], true);
    check(open.layout, open.diagram);
    assert.equal(open.layout.shapes.filter(({ kind }) => kind === "subnet").length, 30);
  });
});
