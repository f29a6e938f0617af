import { type Sample, sample, UNKNOWN } from "../../../../support/policies";

export const vpc = sample("aws:ec2/vpc:Vpc", "shop", { id: UNKNOWN });
export const otherVpc = sample("aws:ec2/vpc:Vpc", "other", { id: UNKNOWN });
export const defaultVpc = sample("aws:ec2/defaultVpc:DefaultVpc", "default", { id: UNKNOWN });

/** A resource whose `path` names one of `of`; unknown, as before a deployment. */
export function naming(
  type: string,
  name: string,
  path: string,
  of: Sample | readonly Sample[],
  props: Record<string, unknown> = {},
): Sample {
  return sample(type, name, { id: UNKNOWN, [path]: UNKNOWN, ...props }, { from: { [path]: [of].flat() } });
}

/** A security group with rules in it. */
export const groupWith = (props: Record<string, unknown>, name = "web"): Sample =>
  sample("aws:ec2/securityGroup:SecurityGroup", name, { id: UNKNOWN, ...props });

/** A rule that stands beside its group. */
export const ruleOf = (
  type: "ingress" | "egress",
  group: Sample | readonly Sample[],
  props: Record<string, unknown> = {},
): Sample =>
  naming(
    type === "ingress"
      ? "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
      : "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
    `${type}-rule`,
    "securityGroupId",
    group,
    props,
  );

/** A rule of the older kind, for both directions. */
export const oldRule = (props: Record<string, unknown>): Sample =>
  sample("aws:ec2/securityGroupRule:SecurityGroupRule", "old", props);

export const endpointType = "aws:ec2/vpcEndpoint:VpcEndpoint";

/** The name of a service of AWS's. */
export const aws = (service: string) => `com.amazonaws.eu-central-1.${service}`;

/** An interface endpoint of CloudWatch Logs, unless told otherwise, in one of the VPCs. */
export const endpointIn = (of: Sample | readonly Sample[], props: Record<string, unknown>): Sample =>
  naming(endpointType, "way", "vpcId", of, { vpcEndpointType: "Interface", serviceName: aws("logs"), ...props });

/** A VPC that is declared as isolated. */
export const isolated = sample("aws:ec2/vpc:Vpc", "vault", { id: UNKNOWN, tags: { isolation: "isolated" } });

const offered = sample("aws:ec2/vpcEndpointService:VpcEndpointService", "offer", { id: UNKNOWN, serviceName: UNKNOWN });

/** An endpoint of a service that somebody offers, whose name is not known yet. */
export const privateLink = sample(
  endpointType,
  "way",
  { vpcId: UNKNOWN, vpcEndpointType: "Interface", serviceName: UNKNOWN },
  { from: { vpcId: [isolated], serviceName: [offered] } },
);
