import { strict as assert } from "node:assert";
import type { PolicyResource } from "@pulumi/policy";
import * as fc from "fast-check";
import { pathControls } from "../../../../policies/families/paths";
import { Graph } from "../../../../policies/index";
import { proxied, shellOf, UNKNOWN } from "../../../support/policies";
import { allOut, database, group, instance, network, rule, subnetGroup } from "../controls/paths/network";
import { queue, queuePolicy } from "../wiring/samples";

/** Types that the controls judge, and those that they read on the way. */
const types = [
  ...new Set(pathControls.flatMap(({ on }) => on)),
  "aws:ec2/vpc:Vpc",
  "aws:ec2/subnet:Subnet",
  "aws:ec2/internetGateway:InternetGateway",
  "aws:ec2/internetGatewayAttachment:InternetGatewayAttachment",
  "aws:ec2/routeTable:RouteTable",
  "aws:ec2/defaultRouteTable:DefaultRouteTable",
  "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation",
  "aws:ec2/routeTableAssociation:RouteTableAssociation",
  "aws:ec2/route:Route",
  "aws:ec2/networkAcl:NetworkAcl",
  "aws:ec2/networkAclRule:NetworkAclRule",
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
  "aws:ec2/securityGroupRule:SecurityGroupRule",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  "aws:ec2/managedPrefixList:ManagedPrefixList",
  "aws:ec2/vpcPeeringConnection:VpcPeeringConnection",
  "aws:ec2/vpcEndpoint:VpcEndpoint",
  "aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions",
  "aws:rds/subnetGroup:SubnetGroup",
  "aws:lb/targetGroup:TargetGroup",
  "aws:lb/targetGroupAttachment:TargetGroupAttachment",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:secretsmanager/secretVersion:SecretVersion",
  "random:index/randomPassword:RandomPassword",
  "aws:cloudwatch/metricAlarm:MetricAlarm",
  "aws:cloudwatch/compositeAlarm:CompositeAlarm",
  "aws:cloudwatch/logGroup:LogGroup",
  "aws:backup/plan:Plan",
  "aws:backup/selection:Selection",
  "aws:appautoscaling/target:Target",
  "pulumi:providers:aws",
];

/** Properties of any of these: a wrong one on a resource is as good as a right one. */
const keys = [
  ...[
    "id",
    "arn",
    "name",
    "vpcId",
    "subnetId",
    "subnetIds",
    "subnets",
    "gatewayId",
    "routes",
    "routeTableId",
    "region",
  ],
  ...["securityGroupId", "securityGroups", "vpcSecurityGroupIds", "ingress", "egress", "cidrBlock", "cidrBlocks"],
  ...["cidrIpv4", "cidrIpv6", "destinationCidrBlock", "fromPort", "toPort", "port", "protocol", "ipProtocol", "ruleNo"],
  ...["action", "ruleNumber", "associatePublicIpAddress", "publiclyAccessible", "dbSubnetGroupName", "defaultActions"],
  ...[
    "targetGroupArn",
    "loadBalancerArn",
    "targetId",
    "listeners",
    "loadBalancers",
    "networkConfiguration",
    "peerVpcId",
  ],
  ...[
    "policy",
    "assumeRolePolicy",
    "role",
    "principal",
    "environment",
    "variables",
    "containerDefinitions",
    "userData",
  ],
  ...[
    "secretString",
    "redrivePolicy",
    "dimensions",
    "metricName",
    "alarmRule",
    "rules",
    "schedule",
    "resources",
    "planId",
  ],
  ...["tags", "rpoMinutes", "body", "logDestination", "s3BucketName", "networkInterfaces", "launchTemplate", "entries"],
  ...[
    "referencedSecurityGroupId",
    "vpcPeeringConnectionId",
    "serviceName",
    "isMultiRegionTrail",
    "__proto__",
    "length",
  ],
];

const ids = Array.from({ length: 6 }, (_, index) => `id-${index}`);
const hostile = [
  "<script>",
  "\u001b[31m",
  "=1+1",
  "a\nb",
  ["$", "{x}"].join(""),
  "arn:aws:iam::123456789012:role/x",
  "*",
  "-1",
  "tcp",
];
const blocks = ["0.0.0.0/0", "::/0", "10.0.0.0/16", "10.0.1.0/24", "999.1.1.1/99", "/", "1::2::3/64"];
const documents = [
  JSON.stringify({ Statement: { Effect: "Allow", Action: "*", Resource: "*", Principal: "*" } }),
  JSON.stringify({ Statement: [{ Effect: "Allow", Action: ["iam:*"], Principal: { AWS: ["1", 2, null] } }, null, 7] }),
  "{",
  "[[[]]]",
];
const scalar = fc.oneof(
  fc.constantFrom<unknown>(
    UNKNOWN,
    null,
    true,
    false,
    0,
    22,
    5432,
    -1,
    Number.NaN,
    1e300,
    ...ids,
    ...hostile,
    ...blocks,
    ...documents,
  ),
  fc.string({ maxLength: 8 }),
);
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar,
    fc.array(tie("any"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...keys), tie("any"), { maxKeys: 4 }),
  ),
})).any;

interface Made {
  readonly type: string;
  readonly props: Record<string, unknown>;
  /** Properties and the number of the resource that each comes from, its own among them. */
  readonly from: readonly (readonly [string, number])[];
  readonly parent: number;
}

const resource: fc.Arbitrary<Made> = fc.record({
  type: fc.constantFrom(...types),
  props: fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 10 }),
  from: fc.array(fc.tuple(fc.constantFrom(...keys), fc.nat(30)), { maxLength: 6 }),
  parent: fc.nat(60),
});

/** Resources of networks that are as they should be, or were before something in them was changed. */
const changed: fc.Arbitrary<Made> = fc
  .tuple(
    fc.constantFrom(
      ...network,
      instance("web"),
      group("web"),
      rule("Ingress", "web", "0.0.0.0/0", 22),
      allOut("web"),
      group("db"),
      rule("Ingress", "db", "sg-web", 5432),
      database(),
      subnetGroup(),
      queuePolicy(queue("open"), documents[0]),
    ),
    fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 1 }),
    resource,
  )
  .map(([{ type, props }, more, { from, parent }]) => ({ type, props: { ...props, ...more }, from, parent }));

/** Resources with links to each other, in circles or not. */
function graphOf(made: readonly Made[]): PolicyResource[] {
  const all = made.map(({ type, props }, index) =>
    shellOf({
      type,
      name: hostile[index % hostile.length] ?? "n",
      urn: `urn:${index}`,
      props: proxied({ id: ids[index % ids.length], ...props }),
    }),
  );
  made.forEach(({ from }, index) => {
    const one = all[index];
    for (const [property, other] of from) {
      const source = all[other % all.length];
      if (one && source) {
        const known = Object.hasOwn(one.propertyDependencies, property) ? one.propertyDependencies[property] : [];
        one.propertyDependencies[property] = [...(known ?? []), source];
      }
    }
  });
  return all;
}

describe("the controls on ways, on any graph whatever", function () {
  this.timeout(60_000);

  it("never crash, and always say something", () => {
    const configured = { config: {}, stackTags: new Map<string, string>() };
    const kinds = new Set<string>();
    fc.assert(
      fc.property(fc.array(fc.oneof(resource, changed), { minLength: 1, maxLength: 30 }), (made) => {
        const graph = Graph.of(graphOf(made));
        for (const control of pathControls) {
          assert.equal(control.scope, "stack");
          if (control.scope !== "stack") {
            return;
          }
          const verdicts = graph.ofType(control.on).map((one) => control.judge(one, graph, configured));
          for (const verdict of [...verdicts, ...(control.judgeStack ? [control.judgeStack(graph, configured)] : [])]) {
            kinds.add(verdict.kind);
            const reasons = verdict.kind === "undecided" ? verdict.undecided.map(({ reason }) => reason) : [];
            assert.ok(
              !reasons.some((reason) => reason.includes("the control itself failed")),
              `${control.id}: ${reasons}`,
            );
            assert.ok(verdict.kind !== "fail" || verdict.findings.length > 0, `${control.id} fails without a finding`);
          }
        }
      }),
      { numRuns: 400 },
    );
    assert.deepEqual([...kinds].sort(), ["fail", "not applicable", "pass", "undecided"], "the graphs are too tame");
  });
});
