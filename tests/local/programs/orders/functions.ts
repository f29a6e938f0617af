// The functions' code as text: an order is its events, and what is shown of it is read from them.

const journal = `
const { DynamoDBClient, PutItemCommand, QueryCommand } = require("@aws-sdk/client-dynamodb");
const client = new DynamoDBClient({});
const append = (id, sequence, type) => client.send(new PutItemCommand({
  TableName: process.env.JOURNAL_TABLE,
  Item: { aggregateId: { S: id }, sequence: { N: String(sequence) }, type: { S: type } },
  ConditionExpression: "attribute_not_exists(aggregateId)",
}));
const events = async (id) => (await client.send(new QueryCommand({
  TableName: process.env.JOURNAL_TABLE, ConsistentRead: true,
  KeyConditionExpression: "aggregateId = :id", ExpressionAttributeValues: { ":id": { S: id } },
}))).Items.map(({ type }) => type.S);
`;

/** POST /orders, GET /orders/{orderId}, POST /orders/{orderId}/payment. */
export const api = `${journal}
const states = { OrderPlaced: "placed", OrderPaymentRequested: "paying", OrderConfirmed: "confirmed", OrderRejected: "rejected" };
exports.handler = async ({ httpMethod, resource, pathParameters, body }) => {
  const answer = (statusCode, value) => ({ statusCode, headers: { "content-type": "application/json" }, body: JSON.stringify(value) });
  if (resource === "/orders") {
    const orderId = require("node:crypto").randomUUID();
    console.log(JSON.stringify({ level: "INFO", message: "placed", orderId, lines: JSON.parse(body).lines }));
    await append(orderId, 1, "OrderPlaced");
    return answer(201, { orderId });
  }
  const { orderId } = pathParameters;
  if (httpMethod === "GET") return answer(200, { orderId, state: states[(await events(orderId)).at(-1)] });
  await append(orderId, 2, "OrderPaymentRequested");
  return answer(202, {});
};`;

/** Keeps what the stream brings, and starts the saga of an order that is to be paid. */
export const reader = `
const { S3Client, PutObjectCommand } = require("@aws-sdk/client-s3");
const { SFNClient, StartExecutionCommand } = require("@aws-sdk/client-sfn");
const s3 = new S3Client({ forcePathStyle: true });
const sfn = new SFNClient({});
exports.handler = async ({ Records }) => {
  for (const { kinesis } of Records) {
    const { aggregateId, sequence, type } = JSON.parse(Buffer.from(kinesis.data, "base64")).dynamodb.NewImage;
    await s3.send(new PutObjectCommand({ Bucket: process.env.ARCHIVE_BUCKET, Key: aggregateId.S + "/" + sequence.N, Body: type.S }));
    if (type.S === "OrderPaymentRequested") {
      await sfn.send(new StartExecutionCommand({
        stateMachineArn: process.env.SAGA_ARN, name: aggregateId.S, input: JSON.stringify({ orderId: aggregateId.S }),
      }));
    }
  }
};`;

/** The saga's steps by their names; the payment of a broke shopper is declined. */
export const step = (broke: boolean) => `${journal}
class PaymentDeclined extends Error { constructor(text) { super(text); this.name = "PaymentDeclined"; } }
exports.handler = async ({ step, input: { orderId } }) => {
  if (step === "take-payment" && ${broke}) throw new PaymentDeclined("no money");
  if (step === "confirm-order") await append(orderId, 3, "OrderConfirmed");
  if (step === "reject-order") await append(orderId, 3, "OrderRejected");
  return { step };
};`;
