import { brokerAddresses, type Credentials } from "./address";
import { AmqpBroker } from "./amqp";
import type { Broker } from "./broker";
import type { KeepOptions } from "./kept-connection";
import { StompBroker } from "./stomp";
import type { TopologyOptions } from "./topology";

export * from "./broker";
export type { Log } from "./kept-connection";

export interface BrokerOptions extends KeepOptions {
  /** Whoever logs in, where the addresses don't name them. */
  readonly credentials?: Credentials;
  /** Certificates of authorities to trust, PEM. @default those of Node.js */
  readonly ca?: string;
  /** RabbitMQ only. */
  readonly topology?: TopologyOptions;
}

/**
 * Broker at the addresses, separated by commas: `amqps://` is RabbitMQ, `stomp+ssl://` is ActiveMQ. It connects with its
 * first use.
 * @throws Error that names the address that is wrong
 */
export function brokerAt(urls: string, options: BrokerOptions = {}): Broker {
  const addresses = brokerAddresses(urls, options.credentials);
  return addresses[0]?.protocol === "stomp" ? new StompBroker(addresses, options) : new AmqpBroker(addresses, options);
}
