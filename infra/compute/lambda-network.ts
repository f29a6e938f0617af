import { SecurityGroup } from "@pulumi/aws/ec2";
import type * as pulumi from "@pulumi/pulumi";
import type { Statement } from "../core";
import { onAllResources, unscopedGrants } from "../core";
import type { Placement } from "../network";
import { allowEgress, type EgressArgs } from "./egress";

/** What the rules of a function's group are made from. */
export interface LambdaNetworkInput {
  readonly name: string;
  readonly placement: Placement;
  readonly egress: Record<string, EgressArgs>;
  readonly tags: (name: string) => Record<string, pulumi.Input<string>>;
  readonly child: (more?: pulumi.CustomResourceOptions) => pulumi.CustomResourceOptions;
}

/** A security group that nothing gets in by, and that lets out to whom was named only. */
export function createLambdaGroup(input: LambdaNetworkInput): SecurityGroup {
  const { name, placement, tags, child } = input;
  const groupName = `${name}-group`;
  const group = new SecurityGroup(
    groupName,
    { vpcId: placement.vpcId, description: `Function ${name}.`, tags: tags(groupName) },
    child(),
  );
  for (const [target, to] of Object.entries(input.egress)) {
    allowEgress({ name, securityGroupId: group.id, tags, child }, target, to);
  }
  return group;
}

/** Lets Lambda itself make the network interfaces of a placed function. */
export function interfaceStatement(): Statement {
  return onAllResources("NetworkInterfaces");
}

/** Takes from the function's code what just Lambda itself needs: docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html */
export function interfaceRefusal(functionArn: pulumi.Input<string>): Statement {
  return {
    Sid: "NotFromTheCode",
    Effect: "Deny",
    Action: [...unscopedGrants.NetworkInterfaces.actions, "ec2:DetachNetworkInterface"],
    Resource: "*",
    Condition: { ArnEquals: { "lambda:SourceFunctionArn": functionArn } },
  };
}
