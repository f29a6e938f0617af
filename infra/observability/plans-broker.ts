import * as pulumi from "@pulumi/pulumi";
import { type AlarmPlan, type MetricQuery, metrics, over, type WatchPlan } from "./alarm-plan";
import { type BrokerTarget, type BrokerWatchArgs, WatchedBrokerEngine } from "./watch-targets";

/** docs.aws.amazon.com/amazon-mq/latest/developer-guide/security-logging-monitoring-cloudwatch.html */
export function brokerPlan(target: BrokerTarget, args: BrokerWatchArgs): WatchPlan {
  return target.engine === WatchedBrokerEngine.RabbitMq ? rabbitPlan(target, args) : activePlan(target, args);
}

/** Of a pair of ActiveMQ one instance reports; which one is AWS's choice. Each has the broker's name with a number. */
function activePlan(target: BrokerTarget, args: BrokerWatchArgs): WatchPlan {
  const { cpuPercent = 80, memoryPercent = 80, maxMessages } = args;
  const instances = Array.from({ length: target.instances ?? 2 }, (_, at) =>
    metrics("AWS/AmazonMQ", { Broker: pulumi.interpolate`${target.brokerName}-${at + 1}` }),
  );
  const most = (name: string, label: string) =>
    over(
      "MAX",
      label,
      instances.map((metric) => metric(name, "Maximum")),
    );
  const cpu = most("CpuUtilization", "CPU");
  const heap = most("HeapUsage", "heap");
  const store = most("StorePercentUsage", "store");
  const messages = most("TotalMessageCount", "messages");
  const full = (suffix: string, of: typeof cpu, what: string, threshold: number): AlarmPlan => {
    return { suffix, of, what, threshold, orAbove: true, periods: 10 };
  };
  return {
    alarms: [
      full("cpu", cpu, `The broker's CPU is at ${cpuPercent}%`, cpuPercent),
      full("heap", heap, `The broker's heap is at ${memoryPercent}%`, memoryPercent),
      full("store", store, `The broker's store is at ${memoryPercent}%: at 100% it takes no messages`, memoryPercent),
      ...waiting(messages, maxMessages),
    ],
    graphs: [
      { title: "CPU, heap, store in per cent", lines: [cpu, heap, store], threshold: memoryPercent },
      { title: "messages", lines: [messages], threshold: maxMessages },
    ],
  };
}

/** Nodes of RabbitMQ have names that AWS makes, which are dimensions of their metrics: they are looked up by the broker's. */
function rabbitPlan(target: BrokerTarget, args: BrokerWatchArgs): WatchPlan {
  const { cpuPercent = 80, minimumFreeDiskGib, maxMemoryMib, maxMessages } = args;
  const node = (what: string, label: string): MetricQuery => ({
    query: pulumi.interpolate`SELECT ${what} FROM SCHEMA("AWS/AmazonMQ", Broker, Node) WHERE Broker = '${target.brokerName}'`,
    label,
  });
  const metric = metrics("AWS/AmazonMQ", { Broker: target.brokerName });
  const cpu = node("MAX(SystemCpuUtilization)", "CPU of the busiest node");
  const disk = node("MIN(RabbitMQDiskFree)", "free disk of the fullest node");
  const memory = node("MAX(RabbitMQMemUsed)", "memory of the fullest node");
  const messages = metric("MessageReadyCount", "Maximum");
  const alarms: AlarmPlan[] = [
    {
      suffix: "cpu",
      of: cpu,
      what: `A node's CPU is at ${cpuPercent}%`,
      threshold: cpuPercent,
      orAbove: true,
      periods: 10,
    },
    ...waiting(messages, maxMessages),
  ];
  if (minimumFreeDiskGib !== undefined) {
    alarms.push({
      suffix: "disk",
      of: disk,
      what: `A node has less than ${minimumFreeDiskGib} GiB of disk free: below its limit the broker takes no messages`,
      threshold: minimumFreeDiskGib * 1_073_741_824,
      below: true,
      quietIsFine: true,
      periods: 5,
    });
  }
  if (maxMemoryMib !== undefined) {
    const what = `A node uses more than ${maxMemoryMib} MiB: above its limit the broker takes no messages`;
    alarms.push({ suffix: "memory", of: memory, what, threshold: maxMemoryMib * 1_048_576, periods: 5 });
  }
  return {
    alarms,
    graphs: [
      { title: "CPU of the busiest node", lines: [cpu], threshold: cpuPercent },
      { title: "disk and memory", lines: [disk, memory] },
      { title: "messages", lines: [messages, metric("MessageUnacknowledgedCount", "Maximum")], threshold: maxMessages },
    ],
  };
}

function waiting(of: AlarmPlan["of"], maxMessages: number | undefined): AlarmPlan[] {
  if (maxMessages === undefined) return [];
  return [
    { suffix: "messages", of, what: `More than ${maxMessages} messages wait`, threshold: maxMessages, periods: 5 },
  ];
}
