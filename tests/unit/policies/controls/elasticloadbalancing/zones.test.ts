import { loadBalancerZones } from "../../../../../policies/controls/elasticloadbalancing/zones";
import { describeControl, type Sample, sample, UNKNOWN } from "../../../../support/policies";

const subnet = (name: string, availabilityZone: string) =>
  sample("aws:ec2/subnet:Subnet", name, { id: UNKNOWN, availabilityZone });
const a = subnet("a", "eu-central-1a");
const alsoA = subnet("also-a", "eu-central-1a");
const b = subnet("b", "eu-central-1b");
const network = sample("pulumi:pulumi:StackReference", "network", { outputs: UNKNOWN });

const balancer = (subnets: unknown, from: readonly Sample[] = [], type = "aws:lb/loadBalancer:LoadBalancer") => ({
  subject: sample(type, "web", { subnets }, { from: { subnets: from } }),
});

describeControl(loadBalancerZones, {
  compliant: {
    "two subnets of two zones whose ids are not known yet": balancer([UNKNOWN, UNKNOWN], [a, b]),
    "the same under the other token": balancer([UNKNOWN, UNKNOWN], [a, b], "aws:alb/loadBalancer:LoadBalancer"),
    "subnets whose ids are known": {
      ...balancer(["subnet-1", "subnet-2"]),
      others: [
        sample("aws:ec2/subnet:Subnet", "one", { id: "subnet-1", availabilityZone: "eu-central-1a" }),
        sample("aws:ec2/subnet:Subnet", "two", { id: "subnet-2", availabilityZone: "eu-central-1b" }),
      ],
    },
    "subnets that are placed by zone ids": {
      ...balancer(["subnet-1", "subnet-2"]),
      others: [
        sample("aws:ec2/subnet:Subnet", "one", { id: "subnet-1", availabilityZoneId: "euc1-az2" }),
        sample("aws:ec2/subnet:Subnet", "two", { id: "subnet-2", availabilityZoneId: "euc1-az3" }),
      ],
    },
    "subnet mappings": {
      subject: sample(
        "aws:lb/loadBalancer:LoadBalancer",
        "web",
        { subnetMappings: [{ subnetId: UNKNOWN }, { subnetId: UNKNOWN }] },
        { from: { subnetMappings: [a, b] } },
      ),
    },
  },
  violating: {
    "two subnets of one zone": { ...balancer([UNKNOWN, UNKNOWN], [a, alsoA]), at: "subnets" },
    "one subnet": { ...balancer([UNKNOWN], [a]), at: "subnets" },
    "two zones where three are asked for": {
      ...balancer([UNKNOWN, UNKNOWN], [a, b]),
      config: { minimumZones: 3 },
      at: "subnets",
    },
    "one subnet of elsewhere": { ...balancer(["subnet-0a1b2c3d"]), at: "subnets" },
    "a merged value of subnets that share a zone": { ...balancer(UNKNOWN, [a, alsoA]), at: "subnets" },
  },
  undecided: {
    "a slice of the subnets": { ...balancer(UNKNOWN, [a, b]), because: /subnets is not known .* any of a, b/ },
    "a zone's name beside a zone's id, which may be the same zone's": {
      ...balancer(["subnet-1", "subnet-2"]),
      others: [
        sample("aws:ec2/subnet:Subnet", "one", { id: "subnet-1", availabilityZone: "eu-central-1a" }),
        sample("aws:ec2/subnet:Subnet", "two", { id: "subnet-2", availabilityZoneId: "euc1-az2" }),
      ],
      because: /by name .* by id/,
    },
    "two items that come from three subnets": {
      ...balancer([UNKNOWN, UNKNOWN], [a, alsoA, b]),
      because: /any of a, also-a, b/,
    },
    "literal ids": {
      ...balancer(["subnet-1", "subnet-2"]),
      because: /not in this stack are not known: subnet-1, subnet-2/,
    },
    "another stack's output": { ...balancer(UNKNOWN, [network]), because: /comes from nothing in this stack/ },
    "a value of which nothing says where it comes from": { ...balancer(UNKNOWN), because: /comes from nothing/ },
    "a subnet whose zone AWS chooses": {
      ...balancer([UNKNOWN, UNKNOWN], [a, sample("aws:ec2/subnet:Subnet", "anywhere", { id: UNKNOWN })]),
      because: /zone of subnet anywhere is not set/,
    },
  },
  notApplicable: { "a target group": { subject: sample("aws:lb/targetGroup:TargetGroup", "web") } },
});
