import { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient, paginateScan } from "@aws-sdk/lib-dynamodb";
import { type Finding, findingMessage } from "../../../services/compliance-remediator/finding";
import { Processor, type ProcessorOptions } from "../../../services/compliance-remediator/processor";
import { SqsQueue, type SqsQueueOptions } from "../../../services/compliance-remediator/queue";
import { type Clients, type Names, portsOf } from "../../../services/compliance-remediator/wiring";
import { Worker, type WorkerOptions } from "../../../services/compliance-remediator/worker";

/** Everything that the remediator works with, API Gateway at an endpoint of its own. */
export interface World {
  readonly clients: Clients;
  readonly names: Names;
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  readonly deadLetterUrl: string;
  /** Receives a copy of every notice to people. */
  readonly peopleUrl: string;
}

const credentials = { accessKeyId: "test", secretAccessKey: "test" };

/** Makes bucket, topic, table, queue and dead-letter queue, each test its own. */
export async function makeWorld(
  endpoint: string,
  apiGatewayEndpoint: string,
  { maxReceiveCount = 3, name = `w${Date.now().toString(36)}${Math.floor(Math.random() * 1e6)}` } = {},
): Promise<World> {
  const region = "eu-central-1";
  const config = { endpoint, region, credentials };
  const clients: Clients = {
    apiGateway: new APIGatewayClient({ endpoint: apiGatewayEndpoint, region, credentials, maxAttempts: 1 }),
    dynamoDb: new DynamoDBClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
    sns: new SNSClient(config),
  };
  const sqs = new SQSClient(config);
  await clients.s3.send(
    new CreateBucketCommand({ Bucket: name, CreateBucketConfiguration: { LocationConstraint: "eu-central-1" } }),
  );
  await clients.dynamoDb.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: ["pk", "sk"].map((AttributeName) => ({ AttributeName, AttributeType: "S" as const })),
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
    }),
  );
  const topicArn = required((await clients.sns.send(new CreateTopicCommand({ Name: name }))).TopicArn);
  const queue = async (suffix: string, Attributes: Record<string, string> = {}) => {
    const created = await sqs.send(new CreateQueueCommand({ QueueName: `${name}${suffix}`, Attributes }));
    const url = required(created.QueueUrl);
    const read = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["QueueArn"] }));
    return { url, arn: required(read.Attributes?.QueueArn) };
  };
  const deadLetter = await queue("-dlq");
  const redrive = JSON.stringify({ deadLetterTargetArn: deadLetter.arn, maxReceiveCount });
  const main = await queue("", { RedrivePolicy: redrive });
  const people = await queue("-people");
  const subscribe = (Endpoint: string, Attributes: Record<string, string>) =>
    clients.sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: "sqs", Endpoint, Attributes }));
  await subscribe(main.arn, { FilterPolicy: JSON.stringify({ kind: ["finding"] }) });
  await subscribe(people.arn, { RawMessageDelivery: "true" });
  return {
    clients,
    sqs,
    names: { evidenceBucket: name, findingsTopicArn: topicArn, remediationTable: name },
    queueUrl: main.url,
    deadLetterUrl: deadLetter.url,
    peopleUrl: people.url,
  };
}

/** A worker with short waits. */
export function workerOf(
  world: World,
  {
    settings = {},
    queue = {},
    worker = {},
  }: { settings?: ProcessorOptions; queue?: SqsQueueOptions; worker?: WorkerOptions } = {},
): Worker {
  const ports = portsOf(world.clients, world.names, { baseMs: 5, capMs: 50 });
  const source = new SqsQueue(world.sqs, world.queueUrl, { waitSeconds: 1, visibilitySeconds: 30, ...queue });
  const options = { pollGraceMs: 5000, workGraceMs: 0, visibilitySeconds: 30, ...worker };
  return new Worker(source, new Processor(ports, settings), options);
}

/** Sends each finding as a message of its own, in the order given. */
export async function send({ sqs, queueUrl }: World, bodies: (Finding | string)[]): Promise<void> {
  for (let at = 0; at < bodies.length; at += 10) {
    const Entries = bodies.slice(at, at + 10).map((body, index) => ({
      Id: String(index),
      MessageBody: typeof body === "string" ? body : findingMessage(body),
    }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
  }
}

/** Messages in a queue: ready, and in somebody's hands. */
export async function counts({ sqs }: World, url: string): Promise<{ ready: number; inHand: number }> {
  const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["All"] }));
  return {
    ready: Number(Attributes.ApproximateNumberOfMessages),
    inHand: Number(Attributes.ApproximateNumberOfMessagesNotVisible),
  };
}

/** Takes everything out of a queue. */
export async function drain({ sqs }: World, url: string): Promise<string[]> {
  const bodies: string[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, WaitTimeSeconds: 0, VisibilityTimeout: 600 }),
    );
    if (Messages.length === 0) return bodies;
    bodies.push(...Messages.map(({ Body }) => Body ?? ""));
  }
}

/** Keys of the evidence. */
export async function evidence({ clients, names }: World): Promise<string[]> {
  const { Contents = [] } = await clients.s3.send(new ListObjectsV2Command({ Bucket: names.evidenceBucket }));
  return Contents.flatMap(({ Key }) => (Key ? [Key] : []));
}

/** Outcome of each finding that is settled, by the finding's id. */
export async function settled({ clients, names }: World): Promise<Map<string, string>> {
  const client = DynamoDBDocumentClient.from(clients.dynamoDb);
  const outcomes = new Map<string, string>();
  for await (const { Items = [] } of paginateScan({ client }, { TableName: names.remediationTable })) {
    for (const { pk, sk, status, outcome } of Items) {
      if (sk === "STATE" && status === "settled") outcomes.set(String(pk).replace("FINDING#", ""), String(outcome));
    }
  }
  return outcomes;
}

function required(value: string | undefined): string {
  if (value === undefined) throw new Error("the emulator left out a name");
  return value;
}
