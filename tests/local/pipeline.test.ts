import { strict as assert } from "node:assert";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { DescribeExecutionCommand, SFNClient } from "@aws-sdk/client-sfn";
import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { isMissing } from "../../local/provider/handler";
import { until } from "../../local/until";
import { resourceOf, useSession } from "./stack";

describe("a program on the emulator", function () {
  this.timeout(60_000);
  const used = useSession();
  let url = "";

  before("deploy", async () => {
    const { session } = used();
    const { counts } = await session.deploy();
    assert.equal(counts.created, Object.keys(session.state.resources).length);
    await session.carryPipes();
    url = String(resourceOf(session, "aws:apigateway/stage:Stage", "notes-stage").outputs.invokeUrl);
  });

  after("no pipe had trouble", () => assert.deepEqual(used().errors, []));

  const post = (note: object) =>
    fetch(`${url}/notes`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(note),
    });

  async function outcome(id: string) {
    const { session } = used();
    const machine = resourceOf(session, "aws:sfn/stateMachine:StateMachine", "machine");
    const executionArn = `${machine.id.replace(":stateMachine:", ":execution:")}:${id}`;
    return until(`the execution ${id} ends`, async () => {
      try {
        const execution = await session.provider.client(SFNClient).send(new DescribeExecutionCommand({ executionArn }));
        return execution.status !== "RUNNING" && execution;
      } catch (error) {
        return isMissing(error) ? undefined : Promise.reject(error);
      }
    });
  }

  it("names what the emulator has nothing for, and nothing else", () => {
    assert.deepEqual(used().session.state.notEmulated, [
      { type: "aws:ec2/vpc:Vpc", name: "vpc", reason: "the emulator has nothing for it" },
    ]);
  });

  it("carries a request through gateway, function, table, pipe, stream, state machine, bus, topic and queue", async () => {
    const { session } = used();
    const answer = await post({ id: "a1", text: "hello", cents: 40 });
    assert.equal(answer.status, 201);
    assert.deepEqual(await answer.json(), { greeting: "good day", path: "/notes", id: null });
    const { status, output } = await outcome("a1");
    assert.equal(status, "SUCCEEDED");
    assert.deepEqual(JSON.parse(output ?? ""), { id: "a1", charged: 40 });
    const bucket = resourceOf(session, "aws:s3/bucket:Bucket", "archive");
    const { Body } = await session.provider
      .client(S3Client)
      .send(new GetObjectCommand({ Bucket: bucket.id, Key: "a1" }));
    const record = JSON.parse((await Body?.transformToString()) ?? "");
    assert.equal(record.eventName, "INSERT");
    assert.deepEqual(record.dynamodb.Keys, { aggregateId: { S: "a1" }, sequence: { N: "1" } });
    assert.deepEqual(record.dynamodb.NewImage.bytes, { B: Buffer.from([1, 2, 3]).toString("base64") });
    const logGroupName = resourceOf(session, "aws:cloudwatch/logGroup:LogGroup", "notify-logs").id;
    const seen = await until("the notification is logged", async () => {
      const { events = [] } = await session.provider
        .client(CloudWatchLogsClient)
        .send(new FilterLogEventsCommand({ logGroupName }));
      return events.find(({ message }) => message?.includes("notified"))?.message;
    });
    assert.match(seen, /"detail":\s*\{"id":\s*"a1"\}/);
  });

  it("lets a state machine catch a function's error by its own name", async () => {
    assert.equal((await post({ id: "a2", text: "dear", cents: 101 })).status, 201);
    const { output } = await outcome("a2");
    assert.deepEqual(JSON.parse(output ?? ""), { refused: "Declined" });
  });

  it("refuses a body that is not what the document says", async () => {
    assert.equal((await post({ text: "nameless" })).status, 400);
  });

  it("answers mocks, with path parameters in the path", async () => {
    const answer = await fetch(`${url}/notes/a1/health`);
    assert.equal(answer.status, 200);
    assert.deepEqual(await answer.json(), { up: true });
  });

  it("keeps secrets as they were given", async () => {
    const { session } = used();
    const { id } = resourceOf(session, "aws:secretsmanager/secret:Secret", "secret");
    const { SecretString } = await session.provider
      .client(SecretsManagerClient)
      .send(new GetSecretValueCommand({ SecretId: id }));
    assert.equal(SecretString, "open sesame");
  });

  it("changes nothing when nothing changed, and one function with its alias when its code did", async () => {
    const { session } = used();
    const total = Object.keys(session.state.resources).length;
    const again = await session.deploy();
    assert.deepEqual(again.counts, { created: 0, updated: 0, replaced: 0, unchanged: total, deleted: 0 });
    const changed: string[] = [];
    session.files.request.config["pipeline:greeting"] = "good night";
    const { counts } = await session.deploy({
      onChange: (type, name, change) => change !== "unchanged" && changed.push(`${change} ${type} ${name}`),
    });
    assert.deepEqual(changed, [
      "updated aws:lambda/function:Function notes-api",
      "updated aws:lambda/alias:Alias notes-api-live",
    ]);
    assert.equal(counts.unchanged, total - 2);
    const answer: { greeting: string } = JSON.parse(await (await post({ id: "a3", text: "bye", cents: 1 })).text());
    assert.equal(answer.greeting, "good night");
  });

  it("deletes what the program no longer has, and nothing else", async () => {
    const { session } = used();
    const { id } = resourceOf(session, "aws:sqs/queue:Queue", "spare");
    const total = Object.keys(session.state.resources).length;
    session.files.request.config["pipeline:spare"] = "false";
    const { counts } = await session.deploy();
    assert.deepEqual(counts, { created: 0, updated: 0, replaced: 0, unchanged: total - 2, deleted: 2 });
    const gone = session.provider.client(SQSClient).send(new GetQueueAttributesCommand({ QueueUrl: id }));
    await assert.rejects(gone, isMissing);
  });

  it("keeps what it made before a resource was refused, and goes on from there", async () => {
    const { session } = used();
    const total = Object.keys(session.state.resources).length;
    session.files.request.config["pipeline:broken"] = "true";
    await assert.rejects(session.deploy(), /broken \(aws:sns\/topicSubscription:TopicSubscription\): endpoint is "";/);
    session.files.request.config["pipeline:broken"] = "false";
    const { counts } = await session.deploy();
    assert.equal(counts.unchanged, total, JSON.stringify(counts));
    assert.equal(counts.created, 0);
  });
});
