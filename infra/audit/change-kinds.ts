/** Kinds of change that are most asked for, mostly those of the CIS AWS Foundations Benchmark's chapter on monitoring. */
export const ChangeKind = {
  /** Everything in IAM: users, roles, policies, keys. Global: us-east-1 only. */
  Iam: "iam",
  /** Everything in AWS Organizations, with its service control policies. Global: us-east-1 only. */
  Organizations: "organizations",
  /** Everything that the root user does or signs in to. Global: us-east-1 only. */
  RootUser: "root-user",
  SecurityGroups: "security-groups",
  /** Routes, gateways, network ACLs, peerings, endpoints and flow logs. */
  Network: "network",
  /** Everything in API Gateway. */
  ApiGateway: "api-gateway",
  /** Keys disabled or deleted, key policies, rotation. */
  Kms: "kms",
  /** The audit trail itself. */
  CloudTrail: "cloudtrail",
  /** The recorder, rules and remediations of AWS Config. */
  Config: "config",
  /** Who may read a bucket, and how its objects are kept. */
  S3Protection: "s3-protection",
  /** Secrets deleted, shared or no longer rotated. */
  Secrets: "secrets",
} as const;
export type ChangeKind = (typeof ChangeKind)[keyof typeof ChangeKind];

/** What a kind matches. */
export interface KindOfChange {
  /** How messages name it. */
  readonly what: string;
  /** CloudTrail's `eventSource`; undefined for all. */
  readonly eventSource?: string;
  /** CloudTrail's `eventName`s; undefined for every one. */
  readonly eventNames?: readonly string[];
  readonly rootUser?: boolean;
  /** Its calls are recorded in us-east-1 wherever they come from. */
  readonly global?: boolean;
}

/** Event names are the names of the API's actions, as CloudTrail records them. */
export const KINDS: Readonly<Record<ChangeKind, KindOfChange>> = {
  iam: { what: "IAM", eventSource: "iam.amazonaws.com", global: true },
  organizations: { what: "the organisation", eventSource: "organizations.amazonaws.com", global: true },
  "root-user": { what: "anything by the root user", rootUser: true, global: true },
  "security-groups": {
    what: "security groups",
    eventSource: "ec2.amazonaws.com",
    eventNames: [
      "AuthorizeSecurityGroupEgress",
      "AuthorizeSecurityGroupIngress",
      "CreateSecurityGroup",
      "DeleteSecurityGroup",
      "ModifySecurityGroupRules",
      "RevokeSecurityGroupEgress",
      "RevokeSecurityGroupIngress",
    ],
  },
  network: {
    what: "the network",
    eventSource: "ec2.amazonaws.com",
    eventNames: [
      "AcceptVpcPeeringConnection",
      "AttachInternetGateway",
      "CreateInternetGateway",
      "CreateNatGateway",
      "CreateNetworkAclEntry",
      "CreateRoute",
      "CreateVpcPeeringConnection",
      "DeleteFlowLogs",
      "DeleteNetworkAclEntry",
      "DeleteRoute",
      "DeleteVpcEndpoints",
      "ModifyVpcEndpoint",
      "ModifyVpcEndpointServicePermissions",
      "ReplaceNetworkAclAssociation",
      "ReplaceNetworkAclEntry",
      "ReplaceRoute",
      "ReplaceRouteTableAssociation",
    ],
  },
  "api-gateway": { what: "API Gateway", eventSource: "apigateway.amazonaws.com" },
  kms: {
    what: "KMS keys",
    eventSource: "kms.amazonaws.com",
    eventNames: [
      "CancelKeyDeletion",
      "DeleteAlias",
      "DeleteImportedKeyMaterial",
      "DisableKey",
      "DisableKeyRotation",
      "PutKeyPolicy",
      "ScheduleKeyDeletion",
      "UpdateAlias",
    ],
  },
  cloudtrail: {
    what: "the audit trail",
    eventSource: "cloudtrail.amazonaws.com",
    eventNames: [
      "CreateTrail",
      "DeleteEventDataStore",
      "DeleteTrail",
      "PutEventSelectors",
      "PutInsightSelectors",
      "StopLogging",
      "UpdateEventDataStore",
      "UpdateTrail",
    ],
  },
  config: {
    what: "AWS Config",
    eventSource: "config.amazonaws.com",
    eventNames: [
      "DeleteConfigRule",
      "DeleteConfigurationRecorder",
      "DeleteConformancePack",
      "DeleteDeliveryChannel",
      "DeleteRemediationConfiguration",
      "PutConfigRule",
      "PutConfigurationRecorder",
      "PutDeliveryChannel",
      "StopConfigurationRecorder",
    ],
  },
  "s3-protection": {
    what: "the protection of buckets",
    eventSource: "s3.amazonaws.com",
    eventNames: [
      "DeleteAccountPublicAccessBlock",
      "DeleteBucket",
      "DeleteBucketEncryption",
      "DeleteBucketPolicy",
      "DeleteBucketPublicAccessBlock",
      "DeleteBucketReplication",
      "PutAccountPublicAccessBlock",
      "PutBucketAcl",
      "PutBucketEncryption",
      "PutBucketLifecycle",
      "PutBucketPolicy",
      "PutBucketPublicAccessBlock",
      "PutBucketReplication",
      "PutBucketVersioning",
    ],
  },
  secrets: {
    what: "secrets",
    eventSource: "secretsmanager.amazonaws.com",
    eventNames: ["CancelRotateSecret", "DeleteResourcePolicy", "DeleteSecret", "PutResourcePolicy"],
  },
};

/** Kinds that any region has: what is watched where nothing is said. */
export const REGIONAL_KINDS: readonly ChangeKind[] = Object.values(ChangeKind).filter((kind) => !KINDS[kind].global);

/** Region that the calls of global services are recorded in, of the partition `aws`. */
export const GLOBAL_REGION = "us-east-1";
