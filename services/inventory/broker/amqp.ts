import { setMaxListeners } from "node:events";
import amqp, { type ChannelModel, type ConfirmChannel, type ConsumeMessage } from "amqplib";
import type { BrokerAddress } from "./address";
import { orAborted } from "./backoff";
import type {
  Broker,
  ConsumeOptions,
  Consumer,
  IncomingMessage,
  MessageHandler,
  OutgoingMessage,
  PublishOptions,
} from "./broker";
import { deal, InHand } from "./delivery";
import { type KeepOptions, KeptConnection, type Live } from "./kept-connection";
import { publishUntilConfirmed, RefusedError, UnsendableError } from "./publishing";
import { declareQueue, type TopologyOptions } from "./topology";

export interface AmqpOptions extends KeepOptions {
  /** Seconds between heartbeats; a broker that is silent for two of them counts as lost. @default 10 */
  readonly heartbeatSeconds?: number;
  /** Certificates of authorities to trust, PEM. @default those of Node.js */
  readonly ca?: string;
  readonly topology?: TopologyOptions;
}

interface Link {
  readonly channel: ConfirmChannel;
  /** Queues that were declared over this connection. */
  readonly declared: Map<string, Promise<void>>;
}

/** {@link Broker} over AMQP 0-9-1, as RabbitMQ speaks it: quorum queues, publisher confirms, a dead-letter exchange a queue. */
export class AmqpBroker implements Broker {
  readonly #publisher: KeptConnection<Link>;
  readonly #consumers = new Set<AmqpConsumer>();
  readonly #sending = new InHand();

  constructor(
    private readonly addresses: readonly BrokerAddress[],
    private readonly options: AmqpOptions = {},
  ) {
    // Apart from the consumers: RabbitMQ holds back connections that publish too fast, and acknowledgements with them.
    this.#publisher = new KeptConnection(addresses, (address, signal) => openLink(address, options, signal), options);
  }

  publish(queue: string, message: OutgoingMessage, options?: PublishOptions): Promise<void> {
    const sent = publishUntilConfirmed(
      this.#publisher,
      message,
      async ({ use }, signal) => {
        await orAborted(declaredOnce(use, queue, this.options.topology), signal);
        await orAborted(confirmed(use.channel, queue, message), signal);
      },
      { ...this.options, ...options },
    );
    this.#sending.add(sent.catch(() => undefined));
    return sent;
  }

  async consume(queue: string, handler: MessageHandler, options: ConsumeOptions = {}): Promise<Consumer> {
    const open = (address: BrokerAddress, signal: AbortSignal) => openLink(address, this.options, signal);
    const consumer = new AmqpConsumer(
      new KeptConnection(this.addresses, open, this.options),
      queue,
      handler,
      options,
      this.options,
    );
    this.#consumers.add(consumer);
    await consumer.start();
    return consumer;
  }

  connected(): boolean {
    return [...this.#consumers].every((consumer) => consumer.connected);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#consumers].map((consumer) => consumer.stop()));
    await this.#sending.settled();
    await this.#publisher.close();
  }
}

class AmqpConsumer implements Consumer {
  readonly #stopping = new AbortController();
  readonly #inHand = new InHand();
  #running: Promise<void> | undefined;

  constructor(
    private readonly connection: KeptConnection<Link>,
    private readonly queue: string,
    private readonly handler: MessageHandler,
    private readonly options: ConsumeOptions,
    private readonly settings: AmqpOptions,
  ) {}

  get connected(): boolean {
    return this.connection.connected;
  }

  /** Settles once the first subscription stands. */
  async start(): Promise<void> {
    await new Promise<void>((subscribed) => {
      // One that is stopped before it ever stood does not keep anybody waiting.
      this.#running = this.#run(subscribed).finally(subscribed);
    });
  }

  async stop(): Promise<void> {
    this.#stopping.abort(new Error("the consumer stops"));
    await this.#running;
    await this.connection.close();
  }

  /** Subscribes anew for as long as subscriptions end. */
  async #run(subscribed: () => void): Promise<void> {
    const stopping = this.#stopping.signal;
    while (!stopping.aborted) {
      try {
        const live = await this.connection.live(stopping);
        await this.#subscribe(live, subscribed);
      } catch (error) {
        if (stopping.aborted) break;
        this.settings.log?.warn("subscription ended", { queue: this.queue, error: String(error) });
      }
    }
    await this.#inHand.settled();
  }

  async #subscribe(live: Live<Link>, subscribed: () => void): Promise<void> {
    const { channel } = live.use;
    try {
      await declaredOnce(live.use, this.queue, this.settings.topology);
      await channel.prefetch(this.options.prefetch ?? 16);
      const cancelled = new AbortController();
      const { consumerTag } = await channel.consume(this.queue, (message) => {
        // Without a message: the broker has cancelled the subscription, because the queue moved to another node for instance.
        if (!message) cancelled.abort(new Error("the broker ended the subscription"));
        else this.#inHand.add(this.#settle(message, live));
      });
      subscribed();
      await untilAborted(this.#stopping.signal, live.lost, cancelled.signal);
      if (live.lost.aborted || cancelled.signal.aborted) return;
      await channel.cancel(consumerTag);
      await this.#inHand.settled();
    } finally {
      // While it stops, that closes the connection for good.
      if (!this.#stopping.signal.aborted) await live.close();
    }
  }

  async #settle(message: ConsumeMessage, { use: { channel }, lost }: Live<Link>): Promise<void> {
    const stop = AbortSignal.any([this.#stopping.signal, lost]);
    const verdict = await deal(read(message), this.handler, stop, this.options.retry, this.settings.log);
    // The channel that brought it is the only one to settle it: without that the broker delivers it again.
    if (lost.aborted) return;
    try {
      if (verdict === "done") channel.ack(message);
      else channel.nack(message, false, verdict === "release");
    } catch (error) {
      this.settings.log?.warn("message not settled, it comes again", { error: String(error) });
    }
  }
}

async function openLink(address: BrokerAddress, options: AmqpOptions, signal: AbortSignal): Promise<Live<Link>> {
  const opening = amqp.connect(
    {
      protocol: address.tls ? "amqps" : "amqp",
      hostname: address.host,
      port: address.port,
      username: address.username,
      password: address.password,
      vhost: address.virtualHost,
      heartbeat: options.heartbeatSeconds ?? 10,
    },
    { timeout: options.openWithinMs ?? 10_000, servername: address.host, ...(options.ca && { ca: options.ca }) },
  );
  // Too late for whoever waits: close what opens after all.
  const connection = await orAborted(opening, signal).catch((error: unknown) => {
    opening.then((late) => late.close()).catch(() => undefined);
    throw error;
  });
  const lost = lostOf(connection);
  const close = async () => {
    await connection.close().catch(() => undefined);
    lost.abort(new Error("closed"));
  };
  const drop = (reason: Error) => {
    lost.abort(reason);
    void close();
  };
  try {
    const channel = await orAborted(connection.createConfirmChannel(), AbortSignal.any([signal, lost.signal]));
    // One listener a message that waits for its confirmation.
    channel.setMaxListeners(0);
    for (const event of ["error", "close"]) {
      channel.on(event, (error?: Error) => drop(error ?? new Error("the channel was closed")));
    }
    return { use: { channel, declared: new Map() }, lost: lost.signal, close, drop };
  } catch (error) {
    await close();
    throw error;
  }
}

function lostOf(connection: ChannelModel): AbortController {
  const lost = new AbortController();
  // One listener a message in hand.
  setMaxListeners(0, lost.signal);
  for (const event of ["error", "close"]) {
    connection.on(event, (error?: Error) => lost.abort(error ?? new Error("the connection was closed")));
  }
  return lost;
}

function declaredOnce({ channel, declared }: Link, queue: string, options?: TopologyOptions): Promise<void> {
  const known = declared.get(queue) ?? declareQueue(channel, queue, options);
  declared.set(queue, known);
  return known;
}

/** Settles with the broker's confirmation: of a quorum queue, once most of its nodes have the message on disk. */
function confirmed(channel: ConfirmChannel, queue: string, message: OutgoingMessage): Promise<void> {
  return new Promise((resolve, reject) => {
    // A message that no queue takes comes back before it is confirmed.
    const returned = ({ properties }: { properties: { messageId?: unknown } }) => {
      if (properties.messageId === message.id) reject(new UnsendableError(`there is no queue "${queue}"`));
    };
    channel.on("return", returned);
    const done = (error: unknown) => {
      channel.off("return", returned);
      if (error) reject(new RefusedError("the broker did not take the message", { cause: error }));
      else resolve();
    };
    const options = {
      messageId: message.id,
      type: message.type,
      headers: { ...message.headers },
      contentType: "application/json",
      persistent: true,
      mandatory: true,
    };
    channel.sendToQueue(queue, Buffer.from(message.body), options, done);
  });
}

function read({ content, properties, fields }: ConsumeMessage): IncomingMessage {
  const headers = Object.entries(properties.headers ?? {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return {
    id: typeof properties.messageId === "string" ? properties.messageId : "",
    type: typeof properties.type === "string" ? properties.type : "",
    body: content.toString("utf8"),
    headers: Object.fromEntries(headers),
    redelivered: fields.redelivered,
  };
}

function untilAborted(...signals: AbortSignal[]): Promise<void> {
  const any = AbortSignal.any(signals);
  return new Promise((resolve) => {
    if (any.aborted) resolve();
    else any.addEventListener("abort", () => resolve(), { once: true });
  });
}
