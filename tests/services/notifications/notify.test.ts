import { strict as assert } from "node:assert";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { until } from "../../../local/until";
import { deliverAll, type Outcome } from "../../../services/notifications/deliver";
import { DynamoLedger } from "../../../services/notifications/ledger";
import { SnsSender } from "../../../services/notifications/sender";
import { clientConfig, useEmulator } from "../../support/emulator";
import { busEvent, notified, record } from "../../unit/services/notifications/messages";

const TABLE = "notifications";

describe("notifications over DynamoDB and SNS", function () {
  this.timeout(30_000);
  const emulator = useEmulator();
  let table: DynamoDBDocumentClient;
  let sns: SNSClient;
  let sqs: SQSClient;
  let topicArn: string;
  let inbox: string;

  before("create table, topic and an inbox that subscribes to it", async () => {
    const config = clientConfig(emulator());
    const client = new DynamoDBClient(config);
    table = DynamoDBDocumentClient.from(client);
    sns = new SNSClient(config);
    sqs = new SQSClient(config);
    await client.send(
      new CreateTableCommand({
        TableName: TABLE,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: ["pk", "sk"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
        KeySchema: [
          { AttributeName: "pk", KeyType: "HASH" },
          { AttributeName: "sk", KeyType: "RANGE" },
        ],
      }),
    );
    topicArn = (await sns.send(new CreateTopicCommand({ Name: "notify" }))).TopicArn ?? assert.fail();
    inbox = (await sqs.send(new CreateQueueCommand({ QueueName: "inbox" }))).QueueUrl ?? assert.fail();
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: inbox, AttributeNames: ["QueueArn"] }),
    );
    await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: "sqs", Endpoint: Attributes?.QueueArn }));
  });

  /** Ids of the events whose notifications are in the inbox. */
  const received = async () => {
    const ids: string[] = [];
    for (;;) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl: inbox, MaxNumberOfMessages: 10, VisibilityTimeout: 300 }),
      );
      if (Messages.length === 0) return ids;
      for (const { Body = "{}" } of Messages) {
        const body: unknown = JSON.parse(Body);
        ids.push(String(Object(body).MessageAttributes.eventId.Value));
      }
    }
  };

  it("sends 20 notifications of 20 events that come 4 times each to 4 functions at once", async () => {
    const outcomes: Partial<Record<Outcome, number>> = {};
    const events = Array.from({ length: 20 }, (_, index) => busEvent(`o-${index}#1`));
    const consumer = async (owner: string) => {
      let left = events.map((event, index) => record(`${owner}-${index}`, index % 2 ? event : notified(event)));
      // As the queue does: what failed comes again.
      while (left.length > 0) {
        const { batchItemFailures } = await deliverAll(
          { Records: left },
          {
            ledger: new DynamoLedger(table, TABLE, { owner }),
            sender: new SnsSender(sns, topicArn),
            customers: { today: async () => undefined },
            count: (outcome) => {
              outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
            },
          },
        );
        const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
        left = left.filter(({ messageId }) => failed.has(messageId));
      }
    };
    await Promise.all(["a", "b", "c", "d"].map(consumer));
    const ids: string[] = [];
    await until("20 are in the inbox", async () => ids.push(...(await received())) >= 20);
    assert.deepEqual(ids.sort(), events.map(({ detail }) => detail.metadata.eventId).sort());
    assert.deepEqual([outcomes.sent, outcomes.duplicate], [20, 60]);
  });

  it("gets the event of one that died once its claim is over, and not before", async () => {
    let now = Date.now();
    const ledger = (owner: string) => new DynamoLedger(table, TABLE, { owner, claimMs: 1000, now: () => now });
    assert.equal(await ledger("dies").claim("e"), "mine");
    assert.equal(await ledger("next").claim("e"), "taken");
    now += 1000;
    assert.equal(await ledger("next").claim("e"), "mine");
    // Back from the dead: it has nothing to release any more.
    await ledger("dies").release("e");
    assert.equal(await ledger("third").claim("e"), "taken");
    await ledger("next").sent("e");
    now += 10_000;
    assert.equal(await ledger("third").claim("e"), "sent");
  });
});
