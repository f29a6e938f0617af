import { setMaxListeners } from "node:events";
import * as stompit from "stompit";
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
import { publishUntilConfirmed } from "./publishing";

export interface StompOptions extends KeepOptions {
  /** Milliseconds between heartbeats, each way. @default 10,000 */
  readonly heartbeatMs?: number;
  /** Certificates of authorities to trust, PEM. @default those of Node.js */
  readonly ca?: string;
}

/** Header of the sender's own id; STOMP's `message-id` is the broker's, another one for each sending. */
const ID = "x-message-id";
const TYPE = "x-message-type";

/**
 * {@link Broker} over STOMP 1.2, as ActiveMQ speaks it: persistent messages with receipts, each acknowledged by itself. What
 * is refused goes to the broker's dead letters; what is neither acknowledged nor refused is delivered again.
 */
export class StompBroker implements Broker {
  readonly #publisher: KeptConnection<stompit.Client>;
  readonly #consumers = new Set<StompConsumer>();
  readonly #sending = new InHand();

  constructor(
    private readonly addresses: readonly BrokerAddress[],
    private readonly options: StompOptions = {},
  ) {
    this.#publisher = new KeptConnection(addresses, (address, signal) => openClient(address, options, signal), options);
  }

  publish(queue: string, message: OutgoingMessage, options?: PublishOptions): Promise<void> {
    const sent = publishUntilConfirmed(
      this.#publisher,
      message,
      ({ use }, signal) => orAborted(confirmed(use, queue, message), signal),
      { ...this.options, ...options },
    );
    this.#sending.add(sent.catch(() => undefined));
    return sent;
  }

  async consume(queue: string, handler: MessageHandler, options: ConsumeOptions = {}): Promise<Consumer> {
    const open = (address: BrokerAddress, signal: AbortSignal) => openClient(address, this.options, signal);
    const connection = new KeptConnection(this.addresses, open, this.options);
    const consumer = new StompConsumer(connection, queue, handler, options, this.options);
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

class StompConsumer implements Consumer {
  readonly #stopping = new AbortController();
  readonly #inHand = new InHand();
  #running: Promise<void> | undefined;

  constructor(
    private readonly connection: KeptConnection<stompit.Client>,
    private readonly queue: string,
    private readonly handler: MessageHandler,
    private readonly options: ConsumeOptions,
    private readonly settings: StompOptions,
  ) {}

  get connected(): boolean {
    return this.connection.connected;
  }

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

  async #subscribe(live: Live<stompit.Client>, subscribed: () => void): Promise<void> {
    const over = AbortSignal.any([this.#stopping.signal, live.lost]);
    try {
      await subscribe(live.use, this.queue, this.options.prefetch ?? 16, (message) => {
        this.#inHand.add(this.#settle(message, live));
      });
      subscribed();
      await untilAborted(over);
      // Acknowledgements count only as long as the subscription stands: it ends with the connection, after the last.
      await this.#inHand.settled();
    } finally {
      // While it stops, that closes the connection for good.
      if (!this.#stopping.signal.aborted) await live.close();
    }
  }

  async #settle(frame: stompit.Client.Message, { use: client, lost }: Live<stompit.Client>): Promise<void> {
    const stop = AbortSignal.any([this.#stopping.signal, lost]);
    // To the end in any case: what comes after it over the connection, receipts too, is read only then.
    const message = await read(frame).catch(() => undefined);
    // The connection broke within the message. Or this consumer stops: with its good-bye the broker gives it to another.
    if (!message || stop.aborted) return;
    const verdict = await deal(message, this.handler, stop, this.options.retry, this.settings.log);
    if (lost.aborted || verdict === "release") return;
    const settled = new Promise<void>((resolve, reject) => {
      const receipt = { onReceipt: resolve, onError: reject };
      if (verdict === "done") client.ack(frame, {}, receipt);
      else client.nack(frame, {}, receipt);
    });
    await orAborted(settled, lost).catch((error: unknown) => {
      this.settings.log?.warn("message not settled, it comes again", { messageId: message.id, error: String(error) });
    });
  }
}

async function openClient(
  address: BrokerAddress,
  options: StompOptions,
  signal: AbortSignal,
): Promise<Live<stompit.Client>> {
  const heartbeat = options.heartbeatMs ?? 10_000;
  const common = {
    host: address.host,
    port: address.port,
    timeout: options.openWithinMs ?? 10_000,
    connectHeaders: {
      host: address.virtualHost,
      login: address.username,
      passcode: address.password,
      "accept-version": "1.2",
      "heart-beat": `${heartbeat},${heartbeat}`,
    },
  };
  const tls = { ssl: true as const, servername: address.host, ...(options.ca && { ca: options.ca }) };
  let started: stompit.Client | undefined;
  const opening = new Promise<stompit.Client>((resolve, reject) => {
    const connected = (error: Error | null, client: stompit.Client) => (error ? reject(error) : resolve(client));
    started = address.tls ? stompit.connect({ ...common, ...tls }, connected) : stompit.connect(common, connected);
  });
  const client = await orAborted(opening, signal).catch((error: unknown) => {
    started?.destroy(new Error("given up"));
    throw error;
  });
  return liveOf(client);
}

function liveOf(client: stompit.Client): Live<stompit.Client> {
  const lost = new AbortController();
  // One listener a message in hand.
  setMaxListeners(0, client, lost.signal);
  client.on("error", (error: Error) => lost.abort(error));
  client.on("end", () => lost.abort(new Error("the connection was closed")));
  const close = async () => {
    if (lost.signal.aborted) return;
    const gone = untilAborted(AbortSignal.any([lost.signal, AbortSignal.timeout(5000)]));
    client.disconnect();
    await gone;
    if (!lost.signal.aborted) client.destroy(new Error("the broker did not say good-bye"));
  };
  const drop = (reason: Error) => client.destroy(reason);
  return { use: client, lost: lost.signal, close, drop };
}

/** Settles with the broker's receipt, which it gives once the message is on disk. */
function confirmed(client: stompit.Client, queue: string, message: OutgoingMessage): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = {
      ...message.headers,
      destination: destinationOf(queue),
      persistent: "true",
      "content-type": "application/json",
      [ID]: message.id,
      [TYPE]: message.type,
    };
    client.sendString(headers, message.body, { onReceipt: resolve, onError: reject }, (error) => {
      if (error) reject(error);
    });
  });
}

function subscribe(
  client: stompit.Client,
  queue: string,
  prefetch: number,
  take: (message: stompit.Client.Message) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = {
      destination: destinationOf(queue),
      ack: "client-individual",
      "activemq.prefetchSize": String(prefetch),
    };
    client.subscribe(headers, (error, message) => (error ? reject(error) : take(message)));
    // The broker works on frames in their order: with this one's receipt it has the subscription.
    const nothing = client.begin();
    nothing.abort({ onReceipt: resolve, onError: reject });
  });
}

async function read(frame: stompit.Client.Message): Promise<IncomingMessage> {
  const body = await new Promise<string>((resolve, reject) => {
    frame.readString("utf-8", (error, text) => (error ? reject(error) : resolve(text ?? "")));
  });
  const found: unknown = Reflect.get(frame, "headers");
  const headers: Record<string, string> = {};
  for (const [key, value] of Object.entries(Object(found))) if (typeof value === "string") headers[key] = value;
  return {
    id: headers[ID] ?? headers["message-id"] ?? "",
    type: headers[TYPE] ?? headers.type ?? "",
    body,
    headers,
    redelivered: headers.redelivered === "true",
  };
}

function destinationOf(queue: string): string {
  return `/queue/${queue}`;
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
