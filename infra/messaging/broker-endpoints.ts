import { BrokerProtocol } from "./broker-engines";

/** What Amazon MQ says of one instance of a broker. */
export interface BrokerInstance {
  readonly consoleUrl: string;
  /** URLs such as `amqp+ssl://b-1.mq.eu-central-1.amazonaws.com:5671`. */
  readonly endpoints: readonly string[];
}

/** How URLs of each protocol begin, with ActiveMQ and RabbitMQ. */
const SCHEMES: Readonly<Record<Exclude<BrokerProtocol, "console">, RegExp>> = {
  amqp: /^(amqp\+ssl|amqps):/,
  openwire: /^ssl:/,
  stomp: /^stomp\+ssl:/,
  mqtt: /^mqtt\+ssl:/,
  wss: /^wss:/,
};

/** URLs of a protocol, one an instance; the first that answers is the active one. */
export function endpointsOf(protocol: BrokerProtocol, instances: readonly BrokerInstance[]): string[] {
  if (protocol === BrokerProtocol.Console) return instances.map(({ consoleUrl }) => consoleUrl);
  const scheme = SCHEMES[protocol];
  return instances.flatMap(({ endpoints }) => endpoints.filter((url) => scheme.test(url)));
}
