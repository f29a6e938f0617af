/** What a broker speaks and is. */
export const BrokerEngine = { ActiveMq: "ActiveMQ", RabbitMq: "RabbitMQ" } as const;
export type BrokerEngine = (typeof BrokerEngine)[keyof typeof BrokerEngine];

/** What clients speak with a broker, always over TLS. RabbitMQ has AMQP and the console. */
export const BrokerProtocol = {
  Amqp: "amqp",
  OpenWire: "openwire",
  Stomp: "stomp",
  Mqtt: "mqtt",
  WebSocket: "wss",
  Console: "console",
} as const;
export type BrokerProtocol = (typeof BrokerProtocol)[keyof typeof BrokerProtocol];

/** One version of an engine. */
interface VersionFacts {
  /** Instance types that run it. */
  readonly instanceTypes: RegExp;
  /** The smallest that AWS recommends for production. */
  readonly standard: string;
  /** The smallest there is, for a single instance. */
  readonly smallest: string;
}

/** One engine. */
interface EngineFacts {
  /** Version that AWS recommends. */
  readonly current: string;
  readonly versions: Readonly<Record<string, VersionFacts>>;
  readonly deploymentMode: string;
  /** Instance types that can't be clustered. */
  readonly neverClustered: RegExp;
  /** Subnets that a broker over zones takes. */
  readonly subnets: number;
  readonly ports: Readonly<Partial<Record<BrokerProtocol, number>>>;
  /** What its configuration says where the program says nothing. */
  readonly configuration: string;
}

const M5_OR_T3 = { instanceTypes: /^mq\.(t3|m5)\./, standard: "mq.m5.large", smallest: "mq.t3.micro" };

/**
 * Engine versions that new brokers can have. Read on 2026-11-23 from
 * docs.aws.amazon.com/amazon-mq/latest/developer-guide/activemq-version-management.html, …/rabbitmq-version-management.html
 * (which also has the instance types), …/working-with-rabbitmq.html and …/using-amazon-mq-securely.html (ports).
 */
export const brokerEngines: Readonly<Record<BrokerEngine, EngineFacts>> = {
  ActiveMQ: {
    current: "5.19",
    versions: { "5.18": M5_OR_T3, "5.19": M5_OR_T3 },
    deploymentMode: "ACTIVE_STANDBY_MULTI_AZ",
    neverClustered: /^$/,
    subnets: 2,
    ports: { amqp: 5671, openwire: 61_617, stomp: 61_614, mqtt: 8883, wss: 61_619, console: 8162 },
    // Messages are on disk before they are acknowledged, so that the standby has them.
    configuration: [
      '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
      '<broker xmlns="http://activemq.apache.org/schema/core">',
      "  <plugins>",
      '    <forcePersistencyModeBrokerPlugin persistenceFlag="true"/>',
      "    <statisticsBrokerPlugin/>",
      "  </plugins>",
      "</broker>",
      "",
    ].join("\n"),
  },
  RabbitMQ: {
    current: "4.2",
    versions: {
      "3.13": { instanceTypes: /^mq\.(t3|m5|m7g)\./, standard: "mq.m5.large", smallest: "mq.t3.micro" },
      "4.2": { instanceTypes: /^mq\.m7g\./, standard: "mq.m7g.large", smallest: "mq.m7g.medium" },
    },
    deploymentMode: "CLUSTER_MULTI_AZ",
    neverClustered: /^mq\.t3\./,
    subnets: 3,
    ports: { amqp: 5671, console: 443 },
    // RabbitMQ's own 30 minutes, written down: a consumer that keeps a message longer loses its channel.
    configuration: "consumer_timeout = 1800000\n",
  },
};
