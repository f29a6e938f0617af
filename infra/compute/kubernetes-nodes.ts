import { LaunchTemplate } from "@pulumi/aws/ec2";
import { NodeGroup } from "@pulumi/aws/eks";
import { Role } from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "../core";
import { type KubernetesNodeGroupArgs, NodeImage } from "./kubernetes-args";
import { attachPolicies, type ClusterInput, type ClusterMemberInput } from "./kubernetes-input";

/** docs.aws.amazon.com/eks/latest/userguide/create-node-role.html; the network's policy is aws-node's own, not the nodes'. */
const NODE_POLICIES = ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"];

/** docs.aws.amazon.com/eks/latest/userguide/auto-create-node-role.html */
const AUTO_NODE_POLICIES = ["AmazonEKSWorkerNodeMinimalPolicy", "AmazonEC2ContainerRegistryPullOnly"];

/** Whether the nodes' image is for Graviton. */
export function isArm({ image }: Pick<KubernetesNodeGroupArgs, "image">): boolean {
  return (image ?? NodeImage.BottlerocketArm64).includes("ARM_64");
}

/** A role of nodes, and what has to be attached to it before a node starts. */
export interface NodeRole {
  readonly role: Role;
  readonly attachments: pulumi.Resource[];
}

/** @param autoMode that EKS makes the nodes by itself */
export function createNodeRole(input: ClusterInput, autoMode: boolean): NodeRole {
  const roleName = `${input.name}-node-role`;
  const role = new Role(
    roleName,
    {
      description: `Nodes of the cluster ${input.name}.`,
      assumeRolePolicy: policyDocument({
        Effect: "Allow",
        // EC2 hands the role to instances and sends no source with it.
        Principal: { Service: "ec2.amazonaws.com" },
        Action: "sts:AssumeRole",
      }),
      tags: input.tags(roleName),
    },
    input.child(),
  );
  const policies = autoMode ? AUTO_NODE_POLICIES : NODE_POLICIES;
  return { role, attachments: attachPolicies(input, roleName, role, policies) };
}

/** Nodes over all subnets of the cluster, at its version. @param before what a node needs in order to become ready */
export function createNodeGroup(
  input: ClusterMemberInput,
  nodes: KubernetesNodeGroupArgs,
  { role, attachments }: NodeRole,
  before: pulumi.Resource[],
): NodeGroup {
  const { name, args, cluster, tags, child } = input;
  const groupName = `${name}-nodes`;
  const template = createTemplate(input, nodes);
  const minimum = nodes.minimumNodes ?? args.minimumZones ?? 2;
  return new NodeGroup(
    groupName,
    {
      clusterName: cluster.name,
      nodeRoleArn: role.arn,
      subnetIds: args.placement.subnetIds,
      version: cluster.version,
      amiType: nodes.image ?? NodeImage.BottlerocketArm64,
      instanceTypes: nodes.instanceTypes ?? [isArm(nodes) ? "m7g.large" : "m7i.large"],
      capacityType: nodes.spot ? "SPOT" : "ON_DEMAND",
      launchTemplate: { id: template.id, version: template.latestVersion.apply((version) => `${version}`) },
      scalingConfig: {
        minSize: minimum,
        desiredSize: minimum,
        maxSize: nodes.maximumNodes ?? minimum * 2,
      },
      updateConfig: { maxUnavailablePercentage: 33 },
      nodeRepairConfig: { enabled: true },
      tags: tags(groupName),
    },
    // The number of nodes is the autoscaler's to change.
    child({ dependsOn: [...attachments, ...before], ignoreChanges: ["scalingConfig.desiredSize"] }),
  );
}

function createTemplate({ name, tags, child }: ClusterInput, nodes: KubernetesNodeGroupArgs): LaunchTemplate {
  const templateName = `${name}-node-template`;
  const bottlerocket = (nodes.image ?? NodeImage.BottlerocketArm64).startsWith("BOTTLEROCKET");
  return new LaunchTemplate(
    templateName,
    {
      description: `Nodes of the cluster ${name}.`,
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required",
        // One hop is the node itself: a pod can't ask for the node's role.
        httpPutResponseHopLimit: 1,
      },
      blockDeviceMappings: [
        {
          // Bottlerocket keeps images and logs on its second volume; the first is the system's, and is read only.
          deviceName: bottlerocket ? "/dev/xvdb" : "/dev/xvda",
          ebs: {
            encrypted: "true",
            volumeType: "gp3",
            volumeSize: nodes.volumeGb ?? 50,
            deleteOnTermination: "true",
          },
        },
      ],
      tagSpecifications: ["instance", "volume"].map((resourceType) => ({ resourceType, tags: tags(`${name}-node`) })),
      updateDefaultVersion: true,
      tags: tags(templateName),
    },
    child(),
  );
}
