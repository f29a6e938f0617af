/** Grants that AWS's guides ask for and its service authorisation reference, which is checked against, doesn't have. */

/** What AWS says beside its reference. */
export interface Documented {
  readonly action: string;
  /** Resources that the action is on, `*` for any text. */
  readonly on?: string;
  /** Condition key that the statement has. */
  readonly key?: string;
  readonly reason: string;
  readonly source: string;
}

export const documented: readonly Documented[] = [
  {
    action: "dynamodb:ListStreams",
    on: "arn:*:dynamodb:*:*:table/*/stream/*",
    reason: "The reference has no resource for it; DynamoDB's guide scopes it to the streams of a table.",
    source: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/iam-policy-read-stream-only.html",
  },
  {
    action: "redshift:AuthorizeInboundIntegration",
    on: "arn:*:redshift-serverless:*:*:namespace/*",
    reason: "The reference knows clusters' namespaces; the policy of a serverless namespace names that.",
    source: "https://docs.aws.amazon.com/redshift/latest/mgmt/zero-etl-using.redshift-iam.html",
  },
  {
    action: "redshift:CreateInboundIntegration",
    on: "arn:*:redshift-serverless:*:*:namespace/*",
    reason: "The reference knows clusters' namespaces; the policy of a serverless namespace names that.",
    source: "https://docs.aws.amazon.com/redshift/latest/mgmt/zero-etl-using.redshift-iam.html",
  },
  {
    action: "kms:Describe*",
    key: "kms:EncryptionContext:aws:logs:arn",
    reason: "A description is asked for with no context: CloudWatch Logs' guide has it in the statement all the same.",
    source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
  },
];
