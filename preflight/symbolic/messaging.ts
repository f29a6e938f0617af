import type { SymbolicTable } from "./table";
import type { Values } from "./values";

/** SNS, SQS, EventBridge, Amazon MQ, Kinesis, Step Functions. */
export const messaging: SymbolicTable = {
  "aws:sqs/queue:Queue": {
    id: "https://sqs.{r}.{dns}/{a}/{name}",
    name: "{name}",
    url: "{id}",
    arn: "arn:{p}:sqs:{r}:{a}:{name}",
  },
  "aws:sqs/queuePolicy:QueuePolicy": { id: "{in.queueUrl}" },
  "aws:sqs/redrivePolicy:RedrivePolicy": { id: "{in.queueUrl}" },
  "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": { id: "{in.queueUrl}" },
  "aws:sns/topic:Topic": { id: "arn:{p}:sns:{r}:{a}:{name}", name: "{name}", arn: "{id}", owner: "{a}" },
  "aws:sns/topicPolicy:TopicPolicy": { id: "{in.arn}", owner: "{a}" },
  "aws:sns/topicSubscription:TopicSubscription": { id: "{in.topic}:{uuid}", arn: "{id}", ownerId: "{a}" },
  "aws:cloudwatch/eventBus:EventBus": {
    id: "{name}",
    name: "{name}",
    arn: "arn:{p}:events:{r}:{a}:event-bus/{name}",
  },
  "aws:cloudwatch/eventRule:EventRule": {
    id: (values) => {
      const name = values.autoName("name");
      const bus = busOf(values);
      return bus === "default" ? name : bus && name && `${bus}/${name}`;
    },
    name: "{name}",
    arn: ruleArn,
  },
  "aws:cloudwatch/eventTarget:EventTarget": {
    id: (values) => {
      const rule = values.input("rule");
      const bus = busOf(values);
      const target = values.has("targetId") ? values.input("targetId") : values.letters(26);
      return bus && rule && target && (bus === "default" ? `${rule}-${target}` : `${bus}-${rule}-${target}`);
    },
  },
  "aws:cloudwatch/eventArchive:EventArchive": {
    id: "{name}",
    name: "{name}",
    arn: "arn:{p}:events:{r}:{a}:archive/{name}",
  },
  "aws:cloudwatch/eventConnection:EventConnection": {
    id: "{name}",
    name: "{name}",
    arn: "arn:{p}:events:{r}:{a}:connection/{name}/{uuid}",
  },
  "aws:cloudwatch/eventApiDestination:EventApiDestination": {
    id: "{name}",
    name: "{name}",
    arn: "arn:{p}:events:{r}:{a}:api-destination/{name}/{uuid}",
  },
  "aws:scheduler/scheduleGroup:ScheduleGroup": {
    id: "{name}",
    name: "{name}",
    arn: "arn:{p}:scheduler:{r}:{a}:schedule-group/{name}",
  },
  "aws:scheduler/schedule:Schedule": {
    id: (values) => joined(groupOf(values), values.autoName("name")),
    name: "{name}",
    arn: (values) => {
      const path = joined(groupOf(values), values.autoName("name"));
      const { partition, region, account } = values.context;
      return path && `arn:${partition}:scheduler:${region}:${account}:schedule/${path}`;
    },
  },
  "aws:pipes/pipe:Pipe": { id: "{name}", name: "{name}", arn: "arn:{p}:pipes:{r}:{a}:pipe/{name}" },
  "aws:mq/broker:Broker": {
    id: "b-{uuid}",
    arn: "arn:{p}:mq:{r}:{a}:broker:{auto.brokerName}:{id}",
    brokerName: "{auto.brokerName}",
    instances: brokerInstances,
  },
  "aws:mq/configuration:Configuration": {
    id: "c-{uuid}",
    arn: "arn:{p}:mq:{r}:{a}:configuration:{id}",
    name: "{name}",
  },
  "aws:kinesis/stream:Stream": { id: "arn:{p}:kinesis:{r}:{a}:stream/{name}", name: "{name}", arn: "{id}" },
  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": {
    id: "arn:{p}:firehose:{r}:{a}:deliverystream/{name}",
    name: "{name}",
    arn: "{id}",
  },
  "aws:msk/cluster:Cluster": {
    id: "arn:{p}:kafka:{r}:{a}:cluster/{in.clusterName}/{uuid}-1",
    arn: "{id}",
    clusterUuid: "{uuid}-1",
  },
  "aws:sfn/stateMachine:StateMachine": {
    id: "arn:{p}:states:{r}:{a}:stateMachine:{name}",
    name: "{name}",
    arn: "{id}",
    stateMachineVersionArn: (values) => {
      const { partition, region, account } = values.context;
      const name = values.autoName("name");
      const published = values.context.inputs.publish === true;
      return published && name ? `arn:${partition}:states:${region}:${account}:stateMachine:${name}:1` : undefined;
    },
  },
  "aws:sfn/activity:Activity": { id: "arn:{p}:states:{r}:{a}:activity:{name}", name: "{name}", arn: "{id}" },
};

/** Name of the bus, which may be given as its ARN. */
function busOf(values: Values): string | undefined {
  return values.has("eventBusName") ? values.input("eventBusName")?.split("event-bus/").at(-1) : "default";
}

function ruleArn(values: Values): string | undefined {
  const bus = busOf(values);
  const name = values.autoName("name");
  const { partition, region, account } = values.context;
  return (
    bus && name && `arn:${partition}:events:${region}:${account}:rule/${bus === "default" ? name : `${bus}/${name}`}`
  );
}

function groupOf(values: Values): string | undefined {
  return values.has("groupName") ? values.input("groupName") : "default";
}

function joined(first: string | undefined, second: string | undefined): string | undefined {
  return first === undefined || second === undefined ? undefined : `${first}/${second}`;
}

/** Protocols and ports of ActiveMQ's endpoints, in the order that Amazon MQ lists them. */
const activeMq = [
  ["ssl", 61617],
  ["amqp+ssl", 5671],
  ["stomp+ssl", 61614],
  ["mqtt+ssl", 8883],
  ["wss", 61619],
] as const;

/** One endpoint for a broker of RabbitMQ, however many nodes it has; two for a pair of ActiveMQ. */
function brokerInstances(values: Values, id: string | undefined): { [key: string]: string | string[] }[] | undefined {
  const mode = values.has("deploymentMode") ? values.input("deploymentMode") : "SINGLE_INSTANCE";
  const engine = values.input("engineType")?.toLowerCase();
  const end = `mq.${values.context.region}.${values.context.dnsSuffix}`;
  if (mode === undefined || engine === undefined) {
    return undefined;
  }
  if (engine === "rabbitmq") {
    return [{ consoleUrl: `https://${id}.${end}`, endpoints: [`amqps://${id}.${end}:5671`] }];
  }
  const nodes = mode === "ACTIVE_STANDBY_MULTI_AZ" ? [1, 2] : [1];
  return nodes.map((node) => ({
    consoleUrl: `https://${id}-${node}.${end}:8162`,
    endpoints: activeMq.map(([scheme, port]) => `${scheme}://${id}-${node}.${end}:${port}`),
  }));
}
