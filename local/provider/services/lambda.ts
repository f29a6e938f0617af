import {
  AddPermissionCommand,
  Architecture,
  CreateAliasCommand,
  CreateFunctionCommand,
  DeleteAliasCommand,
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  DeleteFunctionEventInvokeConfigCommand,
  DeleteLayerVersionCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  LogFormat,
  PublishLayerVersionCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  RemovePermissionCommand,
  Runtime,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { until } from "../../until";
import { bytesOf, hashOf, isAsset } from "../assets";
import { type Context, type Existing, found, type Handlers, setting, unlessGone } from "../handler";
import { type Inputs, type Props, ProviderError } from "../values";
import { eventSourceMapping } from "./lambda-events";

/** Inputs that say nothing to one machine: networks, keys, signatures, storage. */
const ignored = [
  "vpcConfig",
  "kmsKeyArn",
  "codeSigningConfigArn",
  "ephemeralStorage",
  "fileSystemConfig",
  "snapStart",
  "tags",
  "skipDestroy",
];

function invokeArnOf(arn: string, { partition, region }: Context): string {
  return `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`;
}

function zipOf(inputs: Inputs, name: string): Uint8Array {
  const { code } = inputs.props;
  if (!isAsset(code)) {
    throw new ProviderError(
      `the function ${name} has no code of this machine; give it "code", not an image or a bucket`,
    );
  }
  return bytesOf(code);
}

function configurationOf(inputs: Inputs, context: Context) {
  const logs = inputs.child("loggingConfig");
  const variables = inputs.child("environment")?.strings("variables") ?? {};
  return {
    Role: inputs.text("role"),
    Handler: inputs.maybe("handler"),
    Runtime: inputs.oneOf("runtime", Runtime),
    Description: inputs.maybe("description"),
    Timeout: inputs.number("timeout"),
    MemorySize: inputs.number("memorySize"),
    Layers: inputs.maybeTexts("layers"),
    Environment: {
      Variables: {
        ...variables,
        // Lambda's runtime has the AWS SDK, this machine's folder of the function has not.
        NODE_PATH: [variables["NODE_PATH"], context.nodePath].filter(Boolean).join(":"),
      },
    },
    LoggingConfig: logs && {
      LogFormat: logs.oneOf("logFormat", LogFormat),
      LogGroup: logs.maybe("logGroup"),
    },
    TracingConfig: { Mode: "PassThrough" as const },
    DeadLetterConfig: targetOf(inputs),
  };
}

function targetOf(inputs: Inputs) {
  const target = inputs.child("deadLetterConfig")?.maybe("targetArn");
  return target === undefined ? undefined : { TargetArn: target };
}

/** Lambda takes no change of a function while the last one is under way. */
async function settled(FunctionName: string, context: Context): Promise<void> {
  await until(`the function ${FunctionName} is ready`, async () => {
    const { State, LastUpdateStatus } = await context
      .client(LambdaClient)
      .send(new GetFunctionConfigurationCommand({ FunctionName }));
    return (State ?? "Active") === "Active" && (LastUpdateStatus ?? "Successful") === "Successful";
  });
}

async function limit(inputs: Inputs, FunctionName: string, context: Context): Promise<void> {
  const most = inputs.number("reservedConcurrentExecutions");
  if (most !== undefined && most >= 0) {
    await context
      .client(LambdaClient)
      .send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: most }));
  }
}

async function published(inputs: Inputs, FunctionName: string, context: Context): Promise<string> {
  if (inputs.flag("publish") !== true) return "$LATEST";
  const { Version = "1" } = await context.client(LambdaClient).send(new PublishVersionCommand({ FunctionName }));
  return Version;
}

function functionOutputs(name: string, version: string, inputs: Inputs, context: Context): Props {
  const arn = `arn:${context.partition}:lambda:${context.region}:${context.account}:function:${name}`;
  const qualifiedArn = `${arn}:${version}`;
  return {
    arn,
    version,
    qualifiedArn,
    invokeArn: invokeArnOf(arn, context),
    qualifiedInvokeArn: invokeArnOf(qualifiedArn, context),
    sourceCodeHash: inputs.maybe("sourceCodeHash") ?? codeHash(inputs),
  };
}

function codeHash(inputs: Inputs): string {
  const { code } = inputs.props;
  return isAsset(code) ? hashOf(code) : "";
}

async function updateFunction({ id, inputs, state }: Existing, context: Context): Promise<Props> {
  const client = context.client(LambdaClient);
  const FunctionName = id;
  await settled(FunctionName, context);
  await client.send(new UpdateFunctionConfigurationCommand({ FunctionName, ...configurationOf(inputs, context) }));
  await settled(FunctionName, context);
  if (state.sourceCodeHash !== codeHash(inputs)) {
    await client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: zipOf(inputs, FunctionName) }));
    await settled(FunctionName, context);
  }
  if (state.reservedConcurrentExecutions !== undefined && !inputs.has("reservedConcurrentExecutions")) {
    await client.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
  }
  await limit(inputs, FunctionName, context);
  return functionOutputs(FunctionName, await published(inputs, FunctionName, context), inputs, context);
}

/** A function's name and qualifier; both may come as an ARN. */
function target(inputs: Inputs, key: string): { FunctionName: string; Qualifier: string | undefined } {
  return { FunctionName: inputs.text(key), Qualifier: inputs.maybe("qualifier") };
}

export const handlers: Handlers = {
  "aws:lambda/function:Function": {
    autoName: { property: "name", max: 64 },
    replaceOn: ["name", "packageType"],
    ignored,
    volatile: ["version", "qualifiedArn", "qualifiedInvokeArn", "sourceCodeHash"],
    create: async ({ inputs }, context) => {
      const FunctionName = inputs.text("name");
      await context.client(LambdaClient).send(
        new CreateFunctionCommand({
          FunctionName,
          ...configurationOf(inputs, context),
          Architectures: inputs.allOf("architectures", Architecture),
          Code: { ZipFile: zipOf(inputs, FunctionName) },
        }),
      );
      await settled(FunctionName, context);
      await limit(inputs, FunctionName, context);
      const version = await published(inputs, FunctionName, context);
      return { id: FunctionName, outputs: functionOutputs(FunctionName, version, inputs, context) };
    },
    update: updateFunction,
    exists: ({ id }, context) =>
      found(context.client(LambdaClient).send(new GetFunctionConfigurationCommand({ FunctionName: id }))),
    delete: ({ id }, context) =>
      unlessGone(context.client(LambdaClient).send(new DeleteFunctionCommand({ FunctionName: id }))),
  },
  "aws:lambda/alias:Alias": {
    autoName: { property: "name", max: 128 },
    replaceOn: ["name", "functionName"],
    ignored: ["routingConfig"],
    create: async ({ inputs }, context) => {
      const Name = inputs.text("name");
      const { AliasArn = "" } = await context.client(LambdaClient).send(
        new CreateAliasCommand({
          Name,
          FunctionName: inputs.text("functionName"),
          FunctionVersion: inputs.text("functionVersion"),
          Description: inputs.maybe("description"),
        }),
      );
      return { id: AliasArn, outputs: { arn: AliasArn, invokeArn: invokeArnOf(AliasArn, context) } };
    },
    update: async ({ id, inputs }, context) => {
      await context.client(LambdaClient).send(
        new UpdateAliasCommand({
          Name: inputs.text("name"),
          FunctionName: inputs.text("functionName"),
          FunctionVersion: inputs.text("functionVersion"),
          Description: inputs.maybe("description"),
        }),
      );
      return { arn: id, invokeArn: invokeArnOf(id, context) };
    },
    delete: ({ inputs }, context) =>
      unlessGone(
        context
          .client(LambdaClient)
          .send(new DeleteAliasCommand({ Name: inputs.text("name"), FunctionName: inputs.text("functionName") })),
      ),
  },
  "aws:lambda/permission:Permission": {
    autoName: { property: "statementId", max: 100 },
    create: async ({ inputs }, context) => {
      const StatementId = inputs.text("statementId");
      await context.client(LambdaClient).send(
        new AddPermissionCommand({
          ...target(inputs, "function"),
          StatementId,
          Action: inputs.text("action"),
          Principal: inputs.text("principal"),
          SourceArn: inputs.maybe("sourceArn"),
          SourceAccount: inputs.maybe("sourceAccount"),
        }),
      );
      return { id: StatementId, outputs: {} };
    },
    delete: ({ id, inputs }, context) =>
      unlessGone(
        context
          .client(LambdaClient)
          .send(new RemovePermissionCommand({ ...target(inputs, "function"), StatementId: id })),
      ),
  },
  "aws:lambda/eventSourceMapping:EventSourceMapping": eventSourceMapping,
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": setting(
    ["functionName", "qualifier"],
    async (inputs, context) => {
      const to = target(inputs, "functionName");
      const destinations = inputs.child("destinationConfig");
      const success = destinations?.child("onSuccess")?.maybe("destination");
      const failure = destinations?.child("onFailure")?.maybe("destination");
      await context.client(LambdaClient).send(
        new PutFunctionEventInvokeConfigCommand({
          ...to,
          MaximumRetryAttempts: inputs.number("maximumRetryAttempts"),
          MaximumEventAgeInSeconds: inputs.number("maximumEventAgeInSeconds"),
          DestinationConfig: {
            ...(success !== undefined && { OnSuccess: { Destination: success } }),
            ...(failure !== undefined && { OnFailure: { Destination: failure } }),
          },
        }),
      );
      return [to.FunctionName, to.Qualifier].filter(Boolean).join(":");
    },
    (inputs, context) =>
      context.client(LambdaClient).send(new DeleteFunctionEventInvokeConfigCommand(target(inputs, "functionName"))),
  ),
  "aws:lambda/layerVersion:LayerVersion": {
    create: async ({ inputs }, context) => {
      const LayerName = inputs.text("layerName");
      const {
        LayerArn = "",
        LayerVersionArn = "",
        Version = 1,
      } = await context.client(LambdaClient).send(
        new PublishLayerVersionCommand({
          LayerName,
          Content: { ZipFile: zipOf(inputs, LayerName) },
          CompatibleRuntimes: inputs.allOf("compatibleRuntimes", Runtime),
        }),
      );
      const outputs = { arn: LayerVersionArn, layerArn: LayerArn, version: String(Version) };
      return { id: LayerVersionArn, outputs };
    },
    delete: ({ inputs, state }, context) =>
      unlessGone(
        context.client(LambdaClient).send(
          new DeleteLayerVersionCommand({
            LayerName: inputs.text("layerName"),
            VersionNumber: Number(state.version),
          }),
        ),
      ),
  },
};
