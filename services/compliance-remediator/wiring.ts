import { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { SNSClient } from "@aws-sdk/client-sns";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { BackoffOptions } from "./backoff";
import { S3Evidence } from "./evidence";
import { ApiGateway } from "./gateway";
import { DynamoLedger } from "./ledger";
import { SnsNotices } from "./notices";
import type { Ports } from "./ports";

/** Names of what the remediation writes to. */
export interface Names {
  readonly evidenceBucket: string;
  readonly findingsTopicArn: string;
  readonly remediationTable: string;
}

/** Clients of the AWS SDK; one of each for the life of the process. */
export interface Clients {
  readonly apiGateway: APIGatewayClient;
  readonly dynamoDb: DynamoDBClient;
  readonly s3: S3Client;
  readonly sns: SNSClient;
}

/** Clients as the environment says: region, credentials, endpoints. */
export function clients(): Clients {
  return {
    // Its tries are made by withBackoff, which hears the stop signal and keeps to Retry-After.
    apiGateway: new APIGatewayClient({ maxAttempts: 1 }),
    dynamoDb: new DynamoDBClient({ maxAttempts: 8 }),
    s3: new S3Client({ maxAttempts: 5, forcePathStyle: process.env.S3_FORCE_PATH_STYLE === "true" }),
    sns: new SNSClient({ maxAttempts: 5 }),
  };
}

/** The ports over AWS. */
export function portsOf(
  { apiGateway, dynamoDb, s3, sns }: Clients,
  { evidenceBucket, findingsTopicArn, remediationTable }: Names,
  backoff?: BackoffOptions,
): Ports {
  const documents = DynamoDBDocumentClient.from(dynamoDb, { marshallOptions: { removeUndefinedValues: true } });
  return {
    gateway: new ApiGateway(apiGateway, { backoff }),
    ledger: new DynamoLedger(documents, remediationTable),
    evidence: new S3Evidence(s3, evidenceBucket),
    notices: new SnsNotices(sns, findingsTopicArn),
    clock: { now: () => Date.now() },
  };
}
