import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EnforcementLevel } from "@pulumi/pulumi/proto/analyzer_pb";
import { outputProperties } from "../../support/engine/sdk-classes";
import { isMap, type Json, type JsonMap, UNKNOWN } from "../../support/engine/wire";
import { type PackServer, startPackServer, type WireResource } from "./support/server";

interface Registered {
  type: string;
  name: string;
  urn: string;
  parent: string;
  inputs: JsonMap;
  propertyDependencies: Record<string, string[]>;
}

const recorded: Record<string, Registered[]> = JSON.parse(readFileSync(join(__dirname, "fixtures/awsx.json"), "utf8"));

/** What the program has beside the components. */
const own: WireResource[] = [
  { type: "aws:ecs/cluster:Cluster", name: "c", props: {}, urn: "urn:pulumi:dev::proj::aws:ecs/cluster:Cluster::c" },
  {
    type: "aws:ec2/securityGroup:SecurityGroup",
    name: "sg",
    props: { description: "The service" },
    urn: "urn:pulumi:dev::proj::aws:ec2/securityGroup:SecurityGroup::sg",
  },
];

/** What the components register, as policies get it: their inputs, and as unknowns what only AWS can say. */
const resources: WireResource[] = ["awsx:ec2:Vpc", "awsx:lb:ApplicationLoadBalancer", "awsx:ecs:FargateService"]
  .flatMap((component) => recorded[component] ?? [])
  .map(({ type, name, urn, parent, inputs, propertyDependencies }) => ({
    type,
    name,
    urn,
    parent,
    from: propertyDependencies,
    props: {
      ...Object.fromEntries(outputProperties(type).map((property) => [property.name, UNKNOWN])),
      ...Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, onWire(value)])),
    },
  }));

function onWire(value: Json): Json {
  if (Array.isArray(value)) return value.map(onWire);
  if (!isMap(value)) return value;
  return value.$unknown === true
    ? UNKNOWN
    : Object.fromEntries(Object.entries(value).map(([key, one]) => [key, onWire(one)]));
}

describe("the policy pack on what awsx registers for a VPC, load balancers and a Fargate service", function () {
  this.timeout(60_000);
  let server: PackServer | undefined;
  let found: { finding: string; mandatory: boolean; message: string }[] = [];

  before(async () => {
    server = await startPackServer();
    const everything = [...own, ...resources];
    const answers = [await server.analyzeStack(everything)];
    for (const resource of everything) answers.push(await server.analyze(resource));
    found = answers
      .flatMap(({ diagnosticsList }) => diagnosticsList)
      .map(({ policyname, urn, enforcementlevel, message }) => ({
        finding: `${policyname} ${urn.split("::").pop()}`,
        mandatory: enforcementlevel === EnforcementLevel.MANDATORY,
        message,
      }));
  });

  after(() => server?.stop());

  it("finds what its load balancers open to the world, and that they speak plain HTTP", () => {
    const mandatory = found.filter((one) => one.mandatory).map(({ finding }) => finding);
    assert.deepEqual(mandatory.sort(), [
      "elb-listener-https alb-0",
      "elb-listener-https albdef-0",
      "security-group-administration alb",
      "security-group-administration albdef",
      "security-group-authorized alb",
      "security-group-authorized albdef",
      "security-group-high-risk alb",
      "security-group-high-risk albdef",
      "vpc-default-security-group net",
    ]);
  });

  it("can't tell the zones of what is placed in subnets that awsx hands out as one unknown, and passes none of it", () => {
    for (const [policy, resource] of [
      ["elb-zones", "alb"],
      ["ecs-service-zones", "svc"],
    ]) {
      const [one, ...more] = found.filter(({ finding }) => finding.startsWith(`${policy} `));
      assert.ok(one && more.length === 0, `${policy}: ${found.map(({ finding }) => finding).join("\n")}`);
      assert.match(one.message, new RegExp(`can't run policy.*${resource} \\(urn:pulumi:dev::proj::awsx:`, "s"));
    }
  });

  it("sees the tiers and zones of the network: public addresses in public subnets only, and no zone alone", () => {
    const findings = found.map(({ finding }) => finding);
    assert.deepEqual(
      findings.filter((finding) => finding.startsWith("subnet-public-address ")),
      ["net-public-1", "net-public-2", "net-public-3"].map((name) => `subnet-public-address ${name}`),
    );
    assert.deepEqual(
      findings.filter((finding) => /^(vpc-zones|nat-gateway-zones|vpc-isolated)/.test(finding)),
      [],
    );
  });

  it("can't tell what a container is whose definition awsx leaves unknown", () => {
    const [image] = found.filter(({ finding }) => finding.startsWith("ecs-task-image "));
    assert.match(image?.message ?? "", /can't run policy.*svc/s);
  });
});
