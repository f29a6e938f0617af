import { strict as assert } from "node:assert";
import { createRequire } from "node:module";
import { join } from "node:path";
import { APIGatewayClient, GetRestApisCommand } from "@aws-sdk/client-api-gateway";
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CognitoIdentityProviderClient, ListUserPoolsCommand } from "@aws-sdk/client-cognito-identity-provider";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, ListEventBusesCommand } from "@aws-sdk/client-eventbridge";
import { IAMClient, ListRolesCommand } from "@aws-sdk/client-iam";
import { KinesisClient, ListStreamsCommand } from "@aws-sdk/client-kinesis";
import { LambdaClient, ListEventSourceMappingsCommand, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { ListStateMachinesCommand, SFNClient } from "@aws-sdk/client-sfn";
import { ListTopicsCommand, SNSClient } from "@aws-sdk/client-sns";
import { DeleteQueueCommand, ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { LocalProvider } from "../../local/provider/core";
import { type ProviderServer, serveProvider } from "../../local/provider/server";
import { emulatorSettings, providerOptions, stackFiles } from "../../local/stack";
import { SdkProperties } from "../../preflight/host/sdk-properties";
import { useEmulator } from "../support/emulator";
import { REPOSITORY } from "../support/engine/paths";
import { describeEngine, sharedStubs } from "../support/engine/suite";
import { EngineWorkspace } from "../support/engine/workspace";
import { PIPELINE } from "./stack";

/** Everything that the emulator has of the kinds that a stack makes, by name. */
async function contents(provider: LocalProvider): Promise<Record<string, string[]>> {
  const { Topics } = await provider.client(SNSClient).send(new ListTopicsCommand({}));
  const { QueueUrls } = await provider.client(SQSClient).send(new ListQueuesCommand({}));
  const { TableNames } = await provider.client(DynamoDBClient).send(new ListTablesCommand({}));
  const { Functions } = await provider.client(LambdaClient).send(new ListFunctionsCommand({}));
  const { EventSourceMappings } = await provider.client(LambdaClient).send(new ListEventSourceMappingsCommand({}));
  const { StreamNames } = await provider.client(KinesisClient).send(new ListStreamsCommand({}));
  const { stateMachines } = await provider.client(SFNClient).send(new ListStateMachinesCommand({}));
  const { Buckets } = await provider.client(S3Client).send(new ListBucketsCommand({}));
  const { Roles } = await provider.client(IAMClient).send(new ListRolesCommand({}));
  const { items } = await provider.client(APIGatewayClient).send(new GetRestApisCommand({}));
  const { logGroups } = await provider.client(CloudWatchLogsClient).send(new DescribeLogGroupsCommand({}));
  const { EventBuses } = await provider.client(EventBridgeClient).send(new ListEventBusesCommand({}));
  const { UserPools } = await provider
    .client(CognitoIdentityProviderClient)
    .send(new ListUserPoolsCommand({ MaxResults: 60 }));
  return {
    topics: (Topics ?? []).map(({ TopicArn = "" }) => TopicArn),
    queues: QueueUrls ?? [],
    tables: TableNames ?? [],
    functions: (Functions ?? []).map(({ FunctionName = "" }) => FunctionName),
    mappings: (EventSourceMappings ?? []).map(({ UUID = "" }) => UUID),
    streams: StreamNames ?? [],
    machines: (stateMachines ?? []).map(({ name = "" }) => name),
    buckets: (Buckets ?? []).map(({ Name = "" }) => Name),
    // AWS has roles of its own in every account.
    roles: (Roles ?? [])
      .filter(({ Path }) => !Path?.startsWith("/aws-service-role/"))
      .map(({ RoleName = "" }) => RoleName),
    apis: (items ?? []).map(({ name = "" }) => name),
    pools: (UserPools ?? []).map(({ Name = "" }) => Name),
    logs: (logGroups ?? []).map(({ logGroupName = "" }) => logGroupName),
    buses: (EventBuses ?? []).map(({ Name = "" }) => Name).filter((name) => name !== "default"),
  };
}

/** A stack that the real engine applies to an emulator through the served provider. */
class EngineStack {
  private constructor(
    readonly provider: LocalProvider,
    private readonly server: ProviderServer,
    private readonly workspace: EngineWorkspace,
  ) {}

  static async open(projectDir: string, stack: string, endpoint: string): Promise<EngineStack> {
    const provider = new LocalProvider(providerOptions(stackFiles({ directory: projectDir, stack }), endpoint));
    const properties = new SdkProperties(createRequire(join(REPOSITORY, "index.js")));
    const server = await serveProvider(provider, (type) => properties.of(type).outputs);
    const stubs = await sharedStubs();
    const ports = { ...stubs.ports, provider: server.port };
    return new EngineStack(provider, server, new EngineWorkspace({ projectDir, stack }, { ...stubs, ports }));
  }

  /** Runs `up` to its end. @returns what it printed */
  async up(...more: string[]): Promise<string> {
    return this.good(["up", "--yes", ...this.workspace.programOptions, ...more]);
  }

  async destroy(): Promise<string> {
    return this.good(["destroy", "--yes", "--skip-preview", ...this.workspace.stackOptions]);
  }

  close(): void {
    this.workspace.remove();
    this.server.stop();
    this.provider.close();
  }

  private async good(args: string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await this.workspace.run(args);
    assert.equal(exitCode, 0, stdout + stderr);
    return stdout;
  }
}

/** Type and name of the resources that the engine says it updated. */
function updated(stdout: string): string[] {
  return [...stdout.matchAll(/^ ~ {2}(\S+ \S+) updated /gm)].map((match) => match[1] ?? "").sort();
}

describeEngine("the real engine with the emulator's provider: a small program", function () {
  this.timeout(180_000);
  const emulator = useEmulator({ region: "eu-west-3", settings: settingsOf(PIPELINE, "test") });
  let stack: EngineStack;
  let empty: Record<string, string[]>;

  before("open the stack", async () => {
    stack = await EngineStack.open(PIPELINE, "test", emulator().endpoint);
    empty = await contents(stack.provider);
  });
  after("close the stack", () => stack?.close());

  it("creates what it previewed", async () => {
    assert.match(await stack.up(), /\+ 57 created/);
    const made = await contents(stack.provider);
    assert.equal(made.functions?.length, 4);
    assert.equal(made.mappings?.length, 2);
  });

  it("changes nothing the second time, in preview and in fact", async () => {
    assert.match(await stack.up("--expect-no-changes"), /57 unchanged/);
  });

  it("updates one function, and its alias, when just its code changed", async () => {
    const stdout = await stack.up("--config", "pipeline:greeting=good night");
    // Not just in fact: a preview that knew less would show more, or hide the alias.
    assert.match(stdout, /~ 2 to update\s+55 unchanged/);
    assert.match(stdout, /~ 2 updated\s+55 unchanged/);
    assert.deepEqual(updated(stdout), ["aws:lambda:Alias notes-api-live", "aws:lambda:Function notes-api"]);
  });

  it("finds out what somebody else deleted", async () => {
    const { queues = [] } = await contents(stack.provider);
    const dead = queues.find((url) => url.includes("/dead-"));
    await stack.provider.client(SQSClient).send(new DeleteQueueCommand({ QueueUrl: dead }));
    assert.match(await stack.up("--refresh"), /\+ 1 created|\+-\d+ replaced|\+ 2 created/);
    const { queues: after = [] } = await contents(stack.provider);
    assert.equal(after.length, queues.length);
  });

  it("leaves the emulator as empty as it was once it is destroyed", async () => {
    assert.notDeepEqual(await contents(stack.provider), empty, "there was nothing to destroy");
    await stack.destroy();
    assert.deepEqual(await contents(stack.provider), empty);
  });
});

describeEngine("the real engine with the emulator's provider: the shop", function () {
  this.timeout(900_000);
  const emulator = useEmulator({ region: "eu-central-1", settings: settingsOf(REPOSITORY, "dev") });
  let stack: EngineStack;
  let empty: Record<string, string[]>;

  before("open the stack", async () => {
    stack = await EngineStack.open(REPOSITORY, "dev", emulator().endpoint);
    empty = await contents(stack.provider);
  });
  after("close the stack", () => stack?.close());

  it("comes up, changes nothing the second time, and goes without a trace", async () => {
    await stack.up("--skip-preview");
    await stack.up("--skip-preview", "--expect-no-changes");
    assert.notDeepEqual(await contents(stack.provider), empty, "there was nothing to destroy");
    await stack.destroy();
    assert.deepEqual(await contents(stack.provider), empty);
  });
});

function settingsOf(directory: string, stack: string): Record<string, string> {
  return emulatorSettings(stackFiles({ directory, stack }), true);
}
