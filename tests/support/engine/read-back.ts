import type { StackExport, StateResource } from "./stack-export";

type Properties = StateResource["outputs"];

/** How a property of one resource is made of another that stands beside it. */
interface ReadBack {
  /** Type of the resource beside. */
  of: string;
  /** Types of the resource that has it read back. */
  into: string;
  /** Property of the resource beside that has the other's id or name. */
  by: string;
  make: (outputs: Properties) => Properties;
}

const list = (value: unknown): unknown[] => (value ? [value] : []);

const rule =
  (direction: string) =>
  (o: Properties): Properties => ({
    [direction]: [
      {
        protocol: o.ipProtocol,
        fromPort: o.fromPort ?? 0,
        toPort: o.toPort ?? 0,
        cidrBlocks: list(o.cidrIpv4),
        ipv6CidrBlocks: list(o.cidrIpv6),
        prefixListIds: list(o.prefixListId),
        securityGroups: list(o.referencedSecurityGroupId),
        self: false,
        description: o.description ?? "",
      },
    ],
  });
const policy = ({ policy: document }: Properties): Properties => ({ policy: document });

const readBacks: readonly ReadBack[] = [
  {
    of: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    into: "aws:ec2/securityGroup:SecurityGroup",
    by: "securityGroupId",
    make: rule("ingress"),
  },
  {
    of: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
    into: "aws:ec2/securityGroup:SecurityGroup",
    by: "securityGroupId",
    make: rule("egress"),
  },
  {
    of: "aws:ec2/route:Route",
    into: "aws:ec2/routeTable:RouteTable",
    by: "routeTableId",
    make: ({ destinationCidrBlock, destinationIpv6CidrBlock, destinationPrefixListId, ...target }) => ({
      routes: [
        {
          ...target,
          cidrBlock: destinationCidrBlock,
          ipv6CidrBlock: destinationIpv6CidrBlock,
          destinationPrefixListId,
        },
      ],
    }),
  },
  {
    of: "aws:iam/rolePolicy:RolePolicy",
    into: "aws:iam/role:Role",
    by: "role",
    make: ({ name, policy: document }) => ({ inlinePolicies: [{ name, policy: document }] }),
  },
  {
    of: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    into: "aws:iam/role:Role",
    by: "role",
    make: ({ policyArn }) => ({ managedPolicyArns: [policyArn] }),
  },
  { of: "aws:sqs/queuePolicy:QueuePolicy", into: "aws:sqs/queue:Queue", by: "queueUrl", make: policy },
  { of: "aws:sns/topicPolicy:TopicPolicy", into: "aws:sns/topic:Topic", by: "arn", make: policy },
  { of: "aws:s3/bucketPolicy:BucketPolicy", into: "aws:s3/bucket:Bucket", by: "bucket", make: policy },
  {
    of: "aws:s3/bucketVersioning:BucketVersioning",
    into: "aws:s3/bucket:Bucket",
    by: "bucket",
    make: ({ versioningConfiguration }) => ({
      versioning: { enabled: Object(versioningConfiguration).status === "Enabled", mfaDelete: false },
    }),
  },
];

/** What S3 gives the owner of each bucket. */
const ownersGrant = { id: "c".repeat(64), type: "CanonicalUser", permissions: ["FULL_CONTROL"], uri: "" };

/**
 * A state after `pulumi refresh`: the provider reads into a resource what AWS has of it, whoever put it there. A group then has the
 * rules in it that the program has beside it; a bucket, queue or topic its policy; a role its policies.
 *
 * @returns how many properties were read back
 */
export function readBack({ deployment: { resources } }: StackExport): number {
  let count = 0;
  for (const { outputs } of resources.filter(({ type }) => type === "aws:s3/bucket:Bucket")) {
    outputs.grants = [ownersGrant];
  }
  for (const { of, into, by, make } of readBacks) {
    const owners = new Map(resources.filter(({ type }) => type === into).map((one) => [one.id, one.outputs]));
    for (const { outputs } of resources.filter(({ type }) => type === of)) {
      const owner = owners.get(outputs[by]);
      for (const [property, value] of owner ? Object.entries(make(outputs)) : []) {
        const before = owner?.[property];
        Object.assign(owner ?? {}, {
          [property]: Array.isArray(before) && Array.isArray(value) ? [...before, ...value] : value,
        });
        count++;
      }
    }
  }
  return count;
}
