import type { Resource } from "../../core/resource";
import { given } from "../given";
import type { Graph } from "../graph";
import { none, type PolicyDocument, readPolicy, Unclear } from "../iam";

/** Something that lets others in to a resource. */
interface ShareKind {
  readonly noun: string;
  /** Property with a policy document. */
  readonly document?: string;
  /** Property with an account, the ARN of somebody in one, or `*`. */
  readonly principals?: string;
  /** There is no other use for it than to let other accounts in. */
  readonly deliberate?: boolean;
  /** Properties any of which keeps strangers away. */
  readonly limits?: readonly string[];
}

const policy = (noun: string, document = "policy"): ShareKind => ({ noun, document });

const kinds: Readonly<Record<string, ShareKind>> = {
  "aws:iam/role:Role": policy("role", "assumeRolePolicy"),
  "aws:kms/key:Key": policy("key"),
  "aws:kms/replicaKey:ReplicaKey": policy("key"),
  "aws:kms/keyPolicy:KeyPolicy": policy("key policy"),
  "aws:sqs/queue:Queue": policy("queue"),
  "aws:sqs/queuePolicy:QueuePolicy": policy("queue policy"),
  "aws:sns/topic:Topic": policy("topic"),
  "aws:sns/topicPolicy:TopicPolicy": policy("topic policy"),
  "aws:s3/bucket:Bucket": policy("bucket"),
  "aws:s3/bucketV2:BucketV2": policy("bucket"),
  "aws:s3/bucketPolicy:BucketPolicy": policy("bucket policy"),
  "aws:s3/accessPoint:AccessPoint": policy("access point"),
  "aws:s3control/accessPointPolicy:AccessPointPolicy": policy("access point policy"),
  "aws:s3tables/tableBucketPolicy:TableBucketPolicy": policy("table bucket policy", "resourcePolicy"),
  "aws:secretsmanager/secret:Secret": policy("secret"),
  "aws:secretsmanager/secretPolicy:SecretPolicy": policy("secret policy"),
  // Of images, not of data: what one account builds, another runs.
  "aws:ecr/repositoryPolicy:RepositoryPolicy": { ...policy("repository policy"), deliberate: true },
  "aws:cloudwatch/eventBusPolicy:EventBusPolicy": policy("event bus policy"),
  "aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy": policy("log destination policy", "accessPolicy"),
  "aws:kinesis/resourcePolicy:ResourcePolicy": policy("stream policy"),
  "aws:dynamodb/resourcePolicy:ResourcePolicy": policy("table policy"),
  "aws:opensearch/domain:Domain": policy("search domain", "accessPolicies"),
  "aws:opensearch/domainPolicy:DomainPolicy": policy("search domain policy", "accessPolicies"),
  "aws:efs/fileSystemPolicy:FileSystemPolicy": policy("file system policy"),
  "aws:backup/vaultPolicy:VaultPolicy": policy("vault policy"),
  "aws:glacier/vault:Vault": policy("vault", "accessPolicy"),
  "aws:glue/resourcePolicy:ResourcePolicy": policy("catalog policy"),
  "aws:msk/clusterPolicy:ClusterPolicy": policy("stream policy"),
  "aws:redshift/resourcePolicy:ResourcePolicy": policy("warehouse policy"),
  "aws:acmpca/policy:Policy": policy("certificate authority policy"),
  "aws:codeartifact/domainPermissions:DomainPermissions": policy("package domain policy", "policyDocument"),
  "aws:codeartifact/repositoryPermissionsPolicy:RepositoryPermissionsPolicy": policy(
    "package repository policy",
    "policyDocument",
  ),
  "aws:schemas/registryPolicy:RegistryPolicy": policy("schema registry policy"),
  "aws:sesv2/emailIdentityPolicy:EmailIdentityPolicy": policy("email identity policy"),
  "aws:ses/identityPolicy:IdentityPolicy": policy("email identity policy"),
  "aws:lambda/permission:Permission": {
    noun: "permission",
    principals: "principal",
    limits: ["principalOrgId", "sourceAccount", "sourceArn"],
  },
  "aws:lambda/layerVersionPermission:LayerVersionPermission": {
    noun: "layer permission",
    deliberate: true,
    principals: "principal",
    limits: ["organizationId"],
  },
  "aws:cloudwatch/eventPermission:EventPermission": {
    noun: "event bus permission",
    principals: "principal",
    limits: ["condition"],
  },
  "aws:ec2/vpcEndpointService:VpcEndpointService": {
    noun: "endpoint service",
    principals: "allowedPrincipals",
    deliberate: true,
  },
  "aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple": {
    noun: "allowed principal",
    principals: "principalArn",
    deliberate: true,
  },
  "aws:ec2/snapshotCreateVolumePermission:SnapshotCreateVolumePermission": {
    noun: "snapshot permission",
    principals: "accountId",
    deliberate: true,
  },
  "aws:ec2/amiLaunchPermission:AmiLaunchPermission": {
    noun: "image permission",
    principals: "accountId",
    deliberate: true,
  },
  "aws:ram/principalAssociation:PrincipalAssociation": {
    noun: "resource share",
    principals: "principal",
    deliberate: true,
  },
};

/** Types of what lets others in to a resource. */
export const shareTypes = Object.keys(kinds);

/** What lets others in, as a policy document. */
export interface Share {
  readonly noun: string;
  readonly path: string;
  readonly document: PolicyDocument;
  /** There is no other use for it than to let other accounts in. */
  readonly deliberate: boolean;
}

/** What a resource says of who is let in; undefined where it says nothing. */
export function shareOf(graph: Graph, resource: Resource): Share | undefined {
  const kind = Object.hasOwn(kinds, resource.type) ? kinds[resource.type] : undefined;
  const path = kind?.document ?? kind?.principals ?? "";
  if (!kind || given(graph, resource, path).state === "absent") {
    return undefined;
  }
  const document = kind.document
    ? readPolicy(resource.json(path), resource.name)
    : asDocument(graph, resource, kind, path);
  return { noun: kind.noun, path, document, deliberate: kind.deliberate === true };
}

function asDocument(graph: Graph, resource: Resource, { limits = [] }: ShareKind, path: string): PolicyDocument {
  const list = resource.list(path);
  const unknown = list.state === "unknown" ? list.reason : list.items.find((item) => item.state === "unknown")?.reason;
  const known = list.items.flatMap((item) => item.string().value ?? []);
  const services = known.filter((name) => name.includes(".amazonaws.com"));
  const aws = {
    known: known.filter((name) => !services.includes(name)),
    unclear: unknown === undefined ? undefined : Unclear.because(unknown),
  };
  const conditions = limits
    .filter((limit) => given(graph, resource, limit).state !== "absent")
    .map((limit) => {
      const value = resource.string(limit);
      const key = limit.toLowerCase().includes("org") || limit === "condition" ? "aws:principalorgid" : `aws:${limit}`;
      return {
        operator: "StringEquals",
        key,
        values: { known: [value.value ?? limit], unclear: undefined },
      };
    });
  return {
    statements: [
      {
        effect: "Allow",
        action: undefined,
        resource: undefined,
        principal: {
          negated: false,
          everyone: aws.known.includes("*"),
          aws,
          service: { known: services, unclear: undefined },
          canonical: none,
          unclear: undefined,
        },
        conditions: services.length > 0 ? [] : conditions,
        unclear: undefined,
      },
    ],
    unclear: undefined,
  };
}
