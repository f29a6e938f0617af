// The functions' code as text: what they do is small, and a change of one is a change of its text.

/** POST /notes: writes the note to the journal. */
export const api = (greeting: string) => `
const { DynamoDBClient, PutItemCommand } = require("@aws-sdk/client-dynamodb");
const client = new DynamoDBClient({});
exports.handler = async (event) => {
  const note = JSON.parse(event.body);
  await client.send(new PutItemCommand({
    TableName: process.env.JOURNAL,
    Item: {
      aggregateId: { S: note.id }, sequence: { N: "1" }, text: { S: note.text }, cents: { N: String(note.cents) },
      bytes: { B: Buffer.from([1, 2, 3]) },
    },
    ConditionExpression: "attribute_not_exists(aggregateId)",
  }));
  console.log("noted", note.id);
  return {
    statusCode: 201,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ greeting: ${JSON.stringify(greeting)}, path: event.path, id: event.pathParameters && event.pathParameters.noteId }),
  };
};`;

/** Reads the stream: keeps each record in the bucket, tells the bus, starts the payment. */
export const reader = `
const { S3Client, PutObjectCommand } = require("@aws-sdk/client-s3");
const { EventBridgeClient, PutEventsCommand } = require("@aws-sdk/client-eventbridge");
const { SFNClient, StartExecutionCommand } = require("@aws-sdk/client-sfn");
const s3 = new S3Client({ forcePathStyle: true });
const bus = new EventBridgeClient({});
const sfn = new SFNClient({});
exports.handler = async ({ Records }) => {
  for (const { kinesis } of Records) {
    const record = JSON.parse(Buffer.from(kinesis.data, "base64").toString("utf8"));
    const { aggregateId, cents } = record.dynamodb.NewImage;
    await s3.send(new PutObjectCommand({ Bucket: process.env.ARCHIVE, Key: aggregateId.S, Body: JSON.stringify(record) }));
    await bus.send(new PutEventsCommand({ Entries: [
      { EventBusName: process.env.BUS, Source: "notes", DetailType: "Noted", Detail: JSON.stringify({ id: aggregateId.S }) },
    ] }));
    await sfn.send(new StartExecutionCommand({
      stateMachineArn: process.env.MACHINE, name: aggregateId.S, input: JSON.stringify({ id: aggregateId.S, cents: Number(cents.N) }),
    }));
  }
  return { batchItemFailures: [] };
};`;

/** A step of the state machine. */
export const charge = `
class Declined extends Error { constructor(text) { super(text); this.name = "Declined"; } }
exports.handler = async ({ id, cents }) => {
  if (cents > 100) throw new Declined("no more than 100 cents, not " + cents);
  return { id, charged: cents };
};`;

/** Takes what the topic sent to the queue. */
export const notify = `
exports.handler = async ({ Records }) => {
  for (const { body } of Records) console.log("notified", body);
  return { batchItemFailures: [] };
};`;
