import { strict as assert } from "node:assert";
import { Role } from "@pulumi/aws/iam";
import { ClusterAccessPolicy, type KubernetesCluster } from "../../../../infra/compute";
import { build, type Options, placement } from "./kubernetes-fixtures";

const roleArn = "arn:aws:iam::123456789012:role/people";
const policy = ClusterAccessPolicy.View;

describe("KubernetesCluster refuses", () => {
  it("each wrong argument, by name, value and what is right", async () => {
    const cases: [Options, RegExp][] = [
      [{ placement: { ...placement, subnetIds: ["subnet-a"] } }, /subnetIds is "1 subnets"; give 2 to 6/],
      [{ placement: { ...placement, subnetIds: ["subnet-a", "subnet-a"] } }, /name each subnet once/],
      [{ minimumZones: 4 }, /subnetIds is "3 subnets"; give 4 to 6/],
      [{ clusterName: "my.shop" }, /clusterName is "my.shop"; use letters, digits/],
      [{ clusterName: "x".repeat(101) }, /at most 100/],
      [{ version: "1.20" }, /version is "1.20"; use one that is in standard support on .*: 1.34, 1.35, 1.36, 1.37$/],
      [{ version: "1.33" }, /version is "1.33"; .*, or extendedSupport, which costs more/],
      [{ version: "1.20", extendedSupport: true }, /version is "1.20"/],
      [{ publicAccessCidrs: ["0.0.0.0/0"] }, /publicAccessCidrs\[0\] is "0.0.0.0\/0"; use an IPv4 CIDR block from \/8/],
      [{ publicAccessCidrs: [] }, /publicAccessCidrs is \[\]; give 1 to 40/],
      [{ clients: { all: { cidr: "0.0.0.0/0" } } }, /clients.all.cidr is "0.0.0.0\/0"/],
      [{ serviceCidr: "10.0.0.0/8" }, /serviceCidr is "10.0.0.0\/8"; use an IPv4 CIDR block from \/12 to \/24/],
      [{ serviceCidr: "11.0.0.0/16" }, /use a block of 10.0.0.0\/8/],
      [{ serviceCidr: "10.0.128.0/20" }, /use a block that has no address of the VPC's, 10.0.0.0\/16/],
      [
        { access: { people: { roleArn: "arn:aws:iam::123456789012:user/eve", policy } } },
        /roleArn is .*; use the ARN of an IAM role/,
      ],
      [
        { access: { people: { roleArn, policy, namespaces: [] } } },
        /access.people.namespaces is \[\]; give at least 1/,
      ],
      [{ access: { People: { roleArn, policy } } }, /access.People is "People"/],
      [{ fargateProfiles: {} }, /fargateProfiles is {}; give at least one/],
      [{ fargateProfiles: { shop: { selectors: [] } } }, /fargateProfiles.shop.selectors is \[\]; give 1 to 5/],
      [{ fargateProfiles: { shop: { selectors: [{ namespace: "Shop" }] } } }, /selectors\[0\].namespace is "Shop"/],
      [{ fargateProfiles: { system: { selectors: [{ namespace: "shop" }] } } }, /makes a profile of that name itself/],
      [{ autoMode: true, nodeGroup: {} }, /nodeGroup is {}; Auto Mode makes the nodes/],
      [
        { autoMode: true, fargateProfiles: { shop: { selectors: [{ namespace: "shop" }] } } },
        /fargateProfiles is \["shop"\]; Auto Mode/,
      ],
      [{ nodeGroup: { minimumNodes: 1 } }, /nodeGroup.minimumNodes is 1; .*so that there is one in 2 zones/],
      [{ nodeGroup: { minimumNodes: 5, maximumNodes: 4 } }, /nodeGroup.maximumNodes is 4; use a whole number from 5/],
      [{ nodeGroup: { volumeGb: 10 } }, /nodeGroup.volumeGb is 10/],
      [{ nodeGroup: { instanceTypes: [] } }, /nodeGroup.instanceTypes is \[\]/],
      [
        { nodeGroup: { instanceTypes: ["m7i.large"] } },
        /instanceTypes\[0\] is "m7i.large"; use types of the image's architecture, which is Arm/,
      ],
      [{ nodeGroup: { instanceTypes: ["large"] } }, /instanceTypes\[0\] is "large"; use an instance type/],
      [{ addons: { coredns: {} } }, /addons.coredns is "coredns"; the cluster has it by itself/],
      [{ addons: { "metrics-server": { version: "1" } } }, /addons.metrics-server.version is "1"/],
      [{ containerInsights: true }, /containerInsights is true; CloudWatch's agent runs on nodes/],
      [{ externalDns: { hostedZoneIds: [] } }, /externalDns.hostedZoneIds is \[\]; give at least 1/],
      [
        { externalDns: { hostedZoneIds: ["*"] } },
        /externalDns.hostedZoneIds\[0\] is "\*"; use the id of a hosted zone/,
      ],
      [{ externalDns: { hostedZoneIds: ["Z1"], domains: [] } }, /externalDns.domains is \[\]/],
      [{ logRetentionDays: 10 }, /logRetentionDays is 10/],
      [{ kmsKeyArn: "alias/x" }, /kmsKeyArn is "alias\/x"/],
      [{ logKmsKeyArn: "alias/x" }, /logKmsKeyArn is "alias\/x"/],
      [{ alarmTopicArn: "alerts" }, /alarmTopicArn is "alerts"/],
    ];
    for (const [args, message] of cases) await assert.rejects(build(args), message);
  });

  it("all wrong arguments at once", async () => {
    await assert.rejects(build({ version: "1.2", containerInsights: true }), /version is[\s\S]*containerInsights is/);
  });

  it("clients and access entries of one name", async () => {
    const role = () => new Role("r", { assumeRolePolicy: "{}" });
    const cases: [(cluster: KubernetesCluster) => void, RegExp][] = [
      [(one) => one.allowFrom("office", "sg-1"), /clientName is "office"; the cluster has a client of that name/],
      [(one) => one.allowFrom("b", "bastion"), /clients.b.securityGroupId is "bastion"/],
      [
        (one) => one.grantAccess({ role: role() }, "people", policy),
        /granteeName is "people"; the cluster has an access/,
      ],
    ];
    const args: Options = { clients: { office: { cidr: "10.1.0.0/16" } }, access: { people: { roleArn, policy } } };
    for (const [more, message] of cases) await assert.rejects(build(args, more), message);
  });
});
