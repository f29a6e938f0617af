import {
  IdempotencyAlreadyInProgressError,
  IdempotencyConfig,
  IdempotencyValidationError,
  makeIdempotent,
} from "@aws-lambda-powertools/idempotency";
import { DynamoDBPersistenceLayer } from "@aws-lambda-powertools/idempotency/dynamodb";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Context } from "aws-lambda";
import type { Answer } from "../../shared/problem";
import { Refusal } from "../../shared/refusal";

/** A request that may come again. */
export interface Repeatable {
  /** Names the request: the same one has the same key. */
  readonly key: string;
  /** What has to be the same too. */
  readonly body: unknown;
}

/** Does the work of a request once, and answers its repetitions with what the first was answered. */
export type Idempotent = (request: Repeatable, work: () => Promise<Answer>, context?: Context) => Promise<Answer>;

/** Seconds for which a request's answer is kept. */
const KEEP_SECONDS = 86_400;

/** Keeps answers in a DynamoDB table with the key (`pk`, `sk`) and the TTL `expiresAt`. */
export function idempotentIn(table: string, client: DynamoDBClient): Idempotent {
  return async (request, work, context) => {
    // Its partition key is fixed where there is a sort key: one store for all would be as slow as one partition.
    const persistenceStore = new DynamoDBPersistenceLayer({
      tableName: table,
      keyAttr: "pk",
      staticPkValue: `answer#${request.key}`,
      sortKeyAttr: "sk",
      expiryAttr: "expiresAt",
      awsSdkV3Client: client,
    });
    const config = new IdempotencyConfig({
      eventKeyJmesPath: "key",
      payloadValidationJmesPath: "body",
      throwOnNoIdempotencyKey: true,
      expiresAfterSeconds: KEEP_SECONDS,
    });
    if (context) config.registerLambdaContext(context);
    const call = makeIdempotent(async (_: Repeatable) => ({ ...(await work()) }), { persistenceStore, config });
    try {
      return await call(request);
    } catch (error) {
      if (error instanceof IdempotencyAlreadyInProgressError) {
        throw new Refusal("request-in-progress", 409, "The same request is being worked on: wait for its answer.");
      }
      if (error instanceof IdempotencyValidationError) {
        throw new Refusal("idempotency-key-reused", 422, "Another request was sent with this Idempotency-Key.");
      }
      throw error;
    }
  };
}
