import { DynamoDBClient, QueryCommand } from "@aws-sdk/client-dynamodb";
import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { DescribeExecutionCommand, GetExecutionHistoryCommand, SFNClient } from "@aws-sdk/client-sfn";
import type { LocalProvider } from "../provider/core";
import { isMissing } from "../provider/handler";

/** An event of an order, as the journal has it. */
export interface JournalEvent {
  sequence: number;
  type: string;
}

/** The events of an order, oldest first. */
export async function journalOf(provider: LocalProvider, table: string, orderId: string): Promise<JournalEvent[]> {
  const { Items = [] } = await provider.client(DynamoDBClient).send(
    new QueryCommand({
      TableName: table,
      KeyConditionExpression: "aggregateId = :id",
      ExpressionAttributeValues: { ":id": { S: orderId } },
      ConsistentRead: true,
    }),
  );
  return Items.map(({ sequence, type }) => ({ sequence: Number(sequence?.N), type: type?.S ?? "" }));
}

/** Objects of the archive that came after a moment. */
export async function archivedSince(provider: LocalProvider, bucket: string, since: Date): Promise<string[]> {
  const { Contents = [] } = await provider.client(S3Client).send(new ListObjectsV2Command({ Bucket: bucket }));
  // S3 tells whole seconds.
  const from = Math.floor(since.getTime() / 1000) * 1000;
  return Contents.filter(({ LastModified }) => (LastModified?.getTime() ?? 0) >= from).map(({ Key = "" }) => Key);
}

/** How far a saga is. */
export interface SagaProgress {
  status: string;
  /** States in the order that they were entered, with how long each took; undefined while it goes on. */
  states: { name: string; milliseconds: number | undefined }[];
  output: string | undefined;
}

/** The execution of an order's saga, which has the order's id as its name; undefined before it was started. */
export async function sagaOf(
  provider: LocalProvider,
  machineArn: string,
  orderId: string,
): Promise<SagaProgress | undefined> {
  const client = provider.client(SFNClient);
  const executionArn = `${machineArn.replace(":stateMachine:", ":execution:")}:${orderId}`;
  try {
    const { status = "RUNNING", output } = await client.send(new DescribeExecutionCommand({ executionArn }));
    const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }));
    const states: { name: string; since: number; milliseconds: number | undefined }[] = [];
    for (const { stateEnteredEventDetails: entered, stateExitedEventDetails: exited, timestamp } of events) {
      const at = timestamp?.getTime() ?? 0;
      if (entered?.name !== undefined) states.push({ name: entered.name, since: at, milliseconds: undefined });
      const open = states.find(({ name, milliseconds }) => name === exited?.name && milliseconds === undefined);
      if (open) open.milliseconds = at - open.since;
    }
    return { status, output, states: states.map(({ name, milliseconds }) => ({ name, milliseconds })) };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
