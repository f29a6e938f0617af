import { CORRELATION_ID, correlate, fromSqs } from "../shared/correlation";
import { conclude } from "./conclude";
import { apiOf, type Finding, parseMessage } from "./finding";
import { HANDLING, Outcome } from "./outcomes";
import type { Ports, Result } from "./ports";
import type { Delivery } from "./queue";
import { outcomeOfError, type RemediationSettings, remediate, result } from "./remediate";
import { SerialByKey } from "./serial";

/** What the worker does with a message after it was worked on. */
export type Disposition =
  | { readonly outcome: Outcome; readonly message: "delete" }
  | { readonly outcome: Outcome; readonly message: "keep"; readonly delaySeconds: number };

/** The few words of a log that are needed here. */
export interface Log {
  info(message: string, extra: Record<string, unknown>): void;
  warn(message: string, extra: Record<string, unknown>): void;
}

export interface ProcessorOptions extends RemediationSettings {
  readonly log?: Log;
  /** Overrides of the seconds that kept messages are hidden, by outcome. */
  readonly delaySeconds?: Partial<Record<Outcome, number>>;
  /** Between 0 and 1. @default Math.random */
  readonly random?: () => number;
}

/** Receives after which a poison message is hidden for long: its queue has no dead-letter queue that takes it away. */
const POISON_RECEIVES = 10;
const POISON_LATER_SECONDS = 900;

/**
 * Works on one message. Never throws: every error becomes an outcome. Messages about one API are worked on one after the
 * other, others at the same time.
 */
export class Processor {
  readonly #ports: Ports;
  readonly #options: ProcessorOptions;
  readonly #serial = new SerialByKey();

  constructor(ports: Ports, options: ProcessorOptions = {}) {
    this.#ports = ports;
    this.#options = options;
  }

  async process(delivery: Delivery, signal?: AbortSignal): Promise<Disposition> {
    const parsed = parseMessage(delivery.body);
    switch (parsed.kind) {
      case "finding":
        return this.#finding(delivery, parsed.finding, signal);
      case "other":
        return this.#message(delivery, Outcome.notAFinding, parsed.what);
      case "poison":
        return this.#message(delivery, Outcome.poison, parsed.reason);
    }
  }

  async #finding(delivery: Delivery, finding: Finding, signal?: AbortSignal): Promise<Disposition> {
    const api = apiOf(finding);
    const started = this.#ports.clock.now();
    const carried = { ...fromSqs(delivery), [CORRELATION_ID]: finding.correlationId };
    const work = () => correlate(carried, () => this.#outcome(finding, signal));
    const reached = await (api ? this.#serial.run(JSON.stringify(api), work) : work());
    const { outcome, detail, changes } = reached;
    this.#say(outcome, {
      outcome,
      detail,
      findingId: finding.id,
      correlationId: finding.correlationId,
      resource: finding.resourceId,
      changes: changes.length,
      messageId: delivery.messageId,
      receiveCount: delivery.receiveCount,
      milliseconds: this.#ports.clock.now() - started,
    });
    return this.#disposition(delivery, outcome);
  }

  /** A message counts as done only once its record is written: without that it stays. */
  async #outcome(finding: Finding, signal?: AbortSignal): Promise<Result> {
    let reached: Result;
    try {
      signal?.throwIfAborted();
      reached = await remediate(finding, this.#ports, this.#options, signal);
    } catch (error) {
      reached = outcomeOfError(error, signal?.aborted ?? false);
    }
    try {
      await conclude(finding, reached, this.#ports);
      return reached;
    } catch (error) {
      if (HANDLING[reached.outcome].message === "keep") return reached;
      const { detail } = outcomeOfError(error, false);
      return result(Outcome.failed, `${reached.outcome}, but the record could not be written: ${detail}`);
    }
  }

  async #message(delivery: Delivery, outcome: Outcome, detail: string): Promise<Disposition> {
    const { ledger, evidence, clock } = this.#ports;
    const { messageId, body, receiveCount } = delivery;
    this.#say(outcome, { outcome, detail, messageId, receiveCount });
    try {
      const at = new Date(clock.now()).toISOString();
      if (HANDLING[outcome].evidence) await evidence.put(`messages/${messageId}.json`, { messageId, at, detail, body });
      await ledger.message(messageId, at, outcome, detail);
      return this.#disposition(delivery, outcome);
    } catch (error) {
      this.#say(Outcome.failed, { outcome: Outcome.failed, messageId, detail: outcomeOfError(error, false).detail });
      return this.#disposition(delivery, Outcome.failed);
    }
  }

  #disposition({ receiveCount }: Delivery, outcome: Outcome): Disposition {
    const { message, delaySeconds = 0 } = HANDLING[outcome];
    if (message === "delete") return { outcome, message };
    const longest =
      outcome === Outcome.poison && receiveCount > POISON_RECEIVES
        ? POISON_LATER_SECONDS
        : (this.#options.delaySeconds?.[outcome] ?? delaySeconds);
    // Drawn, so that messages which failed together do not come back together.
    const drawn = longest * (0.5 + (this.#options.random ?? Math.random)() / 2);
    return { outcome, message, delaySeconds: Math.ceil(drawn) };
  }

  #say(outcome: Outcome, extra: Record<string, unknown>): void {
    const { log } = this.#options;
    if (HANDLING[outcome].message === "keep") log?.warn("message kept", extra);
    else log?.info("message settled", extra);
  }
}
