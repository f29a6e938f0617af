import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { MAX_ATTEMPTS } from "./attempts";
import { lazy } from "./values";

/** DynamoDB's client, one a process. */
export const dynamoDb = lazy(() => new DynamoDBClient({ maxAttempts: MAX_ATTEMPTS }));

/** DynamoDB's client for plain values. */
export const documents = lazy(() =>
  DynamoDBDocumentClient.from(dynamoDb(), { marshallOptions: { removeUndefinedValues: true } }),
);
