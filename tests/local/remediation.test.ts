import { strict as assert } from "node:assert";
import { randomUUID } from "node:crypto";
import { resolve } from "node:path";
import { APIGatewayClient, GetRestApisCommand } from "@aws-sdk/client-api-gateway";
import { SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import * as v from "valibot";
import { repairOpenApi } from "../../local/commands/remediate";
import { type ApiSettings, isCompliant, OpenApi } from "../../local/shop/open-api";
import {
  evidenceOf,
  findingEvent,
  findRepair,
  type Repair,
  readEvidence,
  recordFinding,
} from "../../local/shop/repair";
import { styleFor } from "../../local/text";
import { until } from "../../local/until";
import { workWith } from "./functions";
import { resourceOf, useSession } from "./stack";

const Ended = v.object({ outcome: v.string(), changes: v.array(v.object({ kind: v.string() })) });
const Notice = v.object({ kind: v.string(), outcome: v.optional(v.string()) });
const ALL_CHANGES = [
  "domain-security-policy",
  "resource-policy",
  "integration-uri",
  "disable-default-endpoint",
  "deploy",
];

/** The worked example as it is deployed: function, bucket, topic, queue, function, API Gateway. */
describe("the dev stack's remediation on the emulator", function () {
  this.timeout(120_000);
  const used = useSession({ directory: resolve(__dirname, "../.."), stack: "dev" });
  const made: OpenApi[] = [];
  let repair: Repair;
  let peopleUrl = "";

  before("deploy, and listen as people do", async () => {
    const { session } = used();
    await session.deploy();
    repair = findRepair(session.state);
    const sqs = session.provider.client(SQSClient);
    const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: `people-${randomUUID()}` }));
    peopleUrl = QueueUrl;
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }));
    await session.provider.client(SNSClient).send(
      new SubscribeCommand({
        TopicArn: variablesOf("api-repair-worker").FINDINGS_TOPIC_ARN,
        Protocol: "sqs",
        Endpoint: Attributes?.QueueArn,
        Attributes: { RawMessageDelivery: "true" },
      }),
    );
  });
  afterEach(async () => {
    for (const api of made.splice(0)) await api.remove();
  });
  after("no function had trouble", () => assert.deepEqual(used().errors, []));

  const provider = () => used().session.provider;

  function variablesOf(name: string): Record<string, string> {
    const { inputs } = resourceOf(used().session, "aws:lambda/function:Function", name);
    return v.parse(v.object({ environment: v.object({ variables: v.record(v.string(), v.string()) }) }), inputs)
      .environment.variables;
  }

  async function leaveOpen(): Promise<OpenApi> {
    const api = await OpenApi.make(provider());
    made.push(api);
    return api;
  }

  const report = (api: OpenApi, observedAt?: string) =>
    recordFinding(provider(), repair, findingEvent(provider(), repair, api.id, observedAt));

  /** What became of the findings of an API, once there are so many. */
  async function ends(api: OpenApi, count = 1): Promise<v.InferOutput<typeof Ended>[]> {
    const keys = await until(`${count} findings of ${api.id} end`, async () => {
      const found = await evidenceOf(provider(), repair, api.id, "remediations");
      return found.length >= count && found;
    });
    return Promise.all(keys.map(async (key) => v.parse(Ended, await readEvidence(provider(), repair, key))));
  }

  async function messagesIn(url: string): Promise<number> {
    const { Attributes = {} } = await provider()
      .client(SQSClient)
      .send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["All"] }));
    return Number(Attributes.ApproximateNumberOfMessages) + Number(Attributes.ApproximateNumberOfMessagesNotVisible);
  }

  const workDone = () =>
    until("the worker has deleted every message", async () => {
      return (await messagesIn(variablesOf("api-repair-worker").QUEUE_URL ?? "")) === 0;
    });

  /** Everything that people were told since they were last asked. */
  async function toldPeople(count: number): Promise<v.InferOutput<typeof Notice>[]> {
    const told: v.InferOutput<typeof Notice>[] = [];
    await until(`people are told ${count} times`, async () => {
      const { Messages = [] } = await provider()
        .client(SQSClient)
        .send(new ReceiveMessageCommand({ QueueUrl: peopleUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 600 }));
      told.push(...Messages.map(({ Body = "" }) => v.parse(Notice, JSON.parse(Body))));
      return told.length >= count;
    });
    return told;
  }

  it("closes an API that was left open: each setting, read back from API Gateway, with proof of all of it", async () => {
    const api = await leaveOpen();
    const before = await api.settings();
    assert.equal(isCompliant(before), false);
    await report(api);
    const [end] = await ends(api);
    assert.equal(end?.outcome, "remediated");
    assert.deepEqual(
      end?.changes.map(({ kind }) => kind),
      ALL_CHANGES,
    );
    const after = await api.settings();
    assert.deepEqual({ ...after, "deployed as": "" }, {
      "domain's TLS policy": "TLS_1_2",
      "plain HTTP": "denied",
      backend: "https://prices.local.example/v1",
      "default endpoint": "disabled",
      "deployed as": "",
    } satisfies ApiSettings);
    assert.notEqual(after["deployed as"], before["deployed as"], "callers get it with a deployment alone");
    assert.equal((await evidenceOf(provider(), repair, api.id, "findings")).length, 1);
    const told = await toldPeople(2);
    assert.deepEqual(told, [{ kind: "finding" }, { kind: "outcome", outcome: "remediated" }]);
    await workDone();
  });

  it("does nothing a second time for copies of a finding, or for one that is older than the repair", async () => {
    const api = await leaveOpen();
    const observedAt = new Date().toISOString();
    await report(api, observedAt);
    await ends(api);
    const after = await api.settings();
    await report(api, observedAt);
    await report(api, new Date(Date.now() - 3_600_000).toISOString());
    await workDone();
    assert.deepEqual(await api.settings(), after);
    const outcomes = (await ends(api)).map(({ outcome }) => outcome);
    assert.deepEqual(outcomes, ["remediated"], "one proof, of the one repair");
    await toldPeople(4);
  });

  it("finds an API gone that was deleted meanwhile, and says so", async () => {
    const api = await leaveOpen();
    await api.remove();
    await report(api);
    const [end] = await ends(api);
    assert.deepEqual([end?.outcome, end?.changes], ["gone", []]);
    await toldPeople(1);
    await workDone();
  });

  it("is shown by the command line, from the API that was left open to the one that was closed", async () => {
    const lines: string[] = [];
    const style = styleFor(process.stdout);
    const { state } = used().session;
    const code = await repairOpenApi({ style, print: (line) => lines.push(line) }, state, provider());
    const shown = lines.join("\n");
    assert.equal(code, 0, shown);
    for (const found of [/TLS_1_0 → TLS_1_2/, /let in → denied/, /http:\S+ → https:/, /open → disabled/, /compliant/]) {
      assert.match(shown, found);
    }
    const { items = [] } = await provider()
      .client(APIGatewayClient)
      .send(new GetRestApisCommand({ limit: 500 }));
    assert.deepEqual(
      items.map(({ name }) => name).filter((name) => name?.startsWith("left-open")),
      [],
      "the API is taken away again",
    );
    await toldPeople(2);
  });

  it("changes nothing in a dry run, but tells what it would", async () => {
    const restore = await workWith(used().session, "api-repair-worker", { DRY_RUN: "true" });
    try {
      const api = await leaveOpen();
      const before = await api.settings();
      await report(api);
      const [end] = await ends(api);
      assert.equal(end?.outcome, "planned");
      assert.deepEqual(
        end?.changes.map(({ kind }) => kind),
        ALL_CHANGES,
      );
      assert.deepEqual(await api.settings(), before);
    } finally {
      await restore();
    }
    await workDone();
  });

  it("hands a message that nobody can read to the dead letters, as it came", async () => {
    const sqs = provider().client(SQSClient);
    const url = variablesOf("api-repair-worker").QUEUE_URL ?? "";
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["All"] }),
    );
    const redrive = v.parse(v.object({ deadLetterTargetArn: v.string() }), JSON.parse(Attributes.RedrivePolicy ?? ""));
    const deadLetters = url.replace(/[^/]+$/, redrive.deadLetterTargetArn.split(":").at(-1) ?? "");
    await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "no finding" }));
    await until("the message is among the dead letters", async () => (await messagesIn(deadLetters)) === 1, {
      withinMs: 60_000,
    });
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: deadLetters }));
    assert.deepEqual(
      Messages.map(({ Body }) => Body),
      ["no finding"],
    );
  });
});
