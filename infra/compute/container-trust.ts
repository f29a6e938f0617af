import * as pulumi from "@pulumi/pulumi";
import { onAllResources, policyDocument, type Statement } from "../core";
import type { ServiceLoadBalancer } from "./container-load-balancer";

/** Lets ECS start tasks of this account and region by a role: docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html */
export function taskTrust(
  partition: pulumi.Output<string>,
  region: pulumi.Output<string>,
  accountId: pulumi.Output<string>,
): pulumi.Output<string> {
  return policyDocument({
    Effect: "Allow",
    Principal: { Service: "ecs-tasks.amazonaws.com" },
    Action: "sts:AssumeRole",
    Condition: {
      ArnLike: { "aws:SourceArn": pulumi.interpolate`arn:${partition}:ecs:${region}:${accountId}:*` },
      StringEquals: { "aws:SourceAccount": accountId },
    },
  });
}

/**
 * Lets ECS move requests between two target groups. As AWS's own policy, for this load balancer alone:
 * docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonECSInfrastructureRolePolicyForLoadBalancers.html
 */
export function shiftStatements(
  { listener, targets }: ServiceLoadBalancer,
  { alternate, rule }: NonNullable<ServiceLoadBalancer["shift"]>,
): Statement[] {
  return [
    onAllResources("TrafficShift"),
    {
      Effect: "Allow",
      Action: ["elasticloadbalancing:RegisterTargets", "elasticloadbalancing:DeregisterTargets"],
      Resource: [targets.arn, alternate.arn],
    },
    { Effect: "Allow", Action: "elasticloadbalancing:ModifyListener", Resource: listener.arn },
    { Effect: "Allow", Action: "elasticloadbalancing:ModifyRule", Resource: rule.arn },
  ];
}

/**
 * Lets ECS enter tasks in target groups of VPC Lattice. As AWS's own policy, for these alone:
 * docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonECSInfrastructureRolePolicyForVpcLattice.html
 */
export function latticeStatements(targetGroupArns: pulumi.Input<string>[]): Statement[] {
  return [
    {
      Effect: "Allow",
      Action: [
        "vpc-lattice:RegisterTargets",
        "vpc-lattice:DeregisterTargets",
        "vpc-lattice:GetTargetGroup",
        "vpc-lattice:ListTargets",
      ],
      Resource: targetGroupArns,
    },
    onAllResources("LatticeNetworks"),
  ];
}
