import {
  CreateEventSourceMappingCommand,
  DeleteEventSourceMappingCommand,
  EventSourcePosition,
  FunctionResponseType,
  GetEventSourceMappingCommand,
  LambdaClient,
  UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import { until } from "../../until";
import { found, isMissing, type ResourceHandler, unlessGone } from "../handler";
import { defined, type Inputs } from "../values";

function shared(inputs: Inputs) {
  const failure = inputs.child("destinationConfig")?.child("onFailure")?.maybe("destinationArn");
  const filters = inputs.child("filterCriteria")?.children("filters");
  const most = inputs.child("scalingConfig")?.number("maximumConcurrency");
  return {
    FunctionName: inputs.text("functionName"),
    Enabled: inputs.flag("enabled"),
    BatchSize: inputs.number("batchSize"),
    MaximumBatchingWindowInSeconds: inputs.number("maximumBatchingWindowInSeconds"),
    MaximumRetryAttempts: inputs.number("maximumRetryAttempts"),
    MaximumRecordAgeInSeconds: inputs.number("maximumRecordAgeInSeconds"),
    BisectBatchOnFunctionError: inputs.flag("bisectBatchOnFunctionError"),
    ParallelizationFactor: inputs.number("parallelizationFactor"),
    TumblingWindowInSeconds: inputs.number("tumblingWindowInSeconds"),
    FunctionResponseTypes: inputs.allOf("functionResponseTypes", FunctionResponseType),
    DestinationConfig: failure === undefined ? undefined : { OnFailure: { Destination: failure } },
    FilterCriteria: filters && { Filters: filters.map((filter) => ({ Pattern: filter.maybe("pattern") })) },
    ScalingConfig: most === undefined ? undefined : { MaximumConcurrency: most },
  };
}

/** A source that Lambda polls for a function. */
export const eventSourceMapping: ResourceHandler = {
  replaceOn: ["eventSourceArn", "startingPosition", "startingPositionTimestamp"],
  single: true,
  ignored: ["tags", "kmsKeyArn", "metricsConfig", "provisionedPollerConfig"],
  create: async ({ inputs }, context) => {
    const since = inputs.maybe("startingPositionTimestamp");
    const mapping = await context.client(LambdaClient).send(
      new CreateEventSourceMappingCommand({
        ...shared(inputs),
        EventSourceArn: inputs.text("eventSourceArn"),
        StartingPosition: inputs.oneOf("startingPosition", EventSourcePosition),
        StartingPositionTimestamp: since === undefined ? undefined : new Date(since),
      }),
    );
    const { UUID = "", EventSourceMappingArn, FunctionArn, State } = mapping;
    return {
      id: UUID,
      outputs: defined({ uuid: UUID, arn: EventSourceMappingArn, functionArn: FunctionArn, state: State }),
    };
  },
  update: async ({ id, inputs }, context) => {
    const { EventSourceMappingArn, FunctionArn, State } = await context
      .client(LambdaClient)
      .send(new UpdateEventSourceMappingCommand({ UUID: id, ...shared(inputs) }));
    return defined({ uuid: id, arn: EventSourceMappingArn, functionArn: FunctionArn, state: State });
  },
  exists: ({ id }, context) => found(context.client(LambdaClient).send(new GetEventSourceMappingCommand({ UUID: id }))),
  delete: async ({ id }, context) => {
    const client = context.client(LambdaClient);
    await unlessGone(client.send(new DeleteEventSourceMappingCommand({ UUID: id })));
    // What it reads from may be deleted only once nothing reads it any more.
    await until(`the event source mapping ${id} is gone`, () =>
      client.send(new GetEventSourceMappingCommand({ UUID: id })).then(
        () => false,
        (error: unknown) => isMissing(error),
      ),
    );
  },
};
