import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import type { Logger } from "@aws-lambda-powertools/logger";
import { type Context, context, defaultTextMapGetter, defaultTextMapSetter } from "@opentelemetry/api";
// By path: the package's index would bring all of it into every bundle.
import { W3CBaggagePropagator } from "@opentelemetry/core/build/src/baggage/propagation/W3CBaggagePropagator";
import { W3CTraceContextPropagator } from "@opentelemetry/core/build/src/trace/W3CTraceContextPropagator";
import { attributesOf, type Carrier, CORRELATION_ID } from "./carrier";
import { logger } from "./logger";

export * from "./carrier";

/** What is the same for all that one request or message causes. */
class Correlated {
  private child: Logger | undefined;

  constructor(
    readonly correlationId: string,
    /** Trace that the work belongs to. */
    readonly trace: Context,
  ) {}

  get log(): Logger {
    this.child ??= logger.createChild({ persistentKeys: { correlationId: this.correlationId } });
    return this.child;
  }
}

const propagators = [new W3CTraceContextPropagator(), new W3CBaggagePropagator()];
const current = new AsyncLocalStorage<Correlated>();

/** At most 128 letters, digits and `._:#-`: what is safe in logs, headers and attributes alike. */
const SAFE_ID = /^[\w.:#-]{1,128}$/;

/**
 * Does the work as part of whatever the carrier came from: lines of `log()` have its correlation id, spans its trace, and
 * `carrier()` hands both on. Where it brings no correlation id, or one that is not 1 to 128 letters, digits and `._:#-`,
 * a new one is made.
 */
export function correlate<T>(from: Carrier, work: () => Promise<T>): Promise<T> {
  const given = from[CORRELATION_ID];
  const id = given !== undefined && SAFE_ID.test(given) ? given : randomUUID();
  let trace = context.active();
  for (const propagator of propagators) trace = propagator.extract(trace, from, defaultTextMapGetter);
  return current.run(new Correlated(id, trace), () => context.with(trace, work));
}

/** Correlation id of the work at hand; a new one outside of any. */
export function correlationId(): string {
  return current.getStore()?.correlationId ?? randomUUID();
}

/** Logger of the work at hand, whose lines have its correlation id. */
export function log(): Logger {
  return current.getStore()?.log ?? logger;
}

/** What to send along, as HTTP headers or as `metadata` of an event. */
export function carrier(): Carrier {
  const store = current.getStore();
  const made: Carrier = { [CORRELATION_ID]: store?.correlationId ?? randomUUID() };
  const active = context.active();
  for (const propagator of propagators) {
    if (store) propagator.inject(store.trace, made, defaultTextMapSetter);
    // With an OpenTelemetry SDK the active span is the nearer parent.
    propagator.inject(active, made, defaultTextMapSetter);
  }
  return made;
}

/** What to send along as attributes of an SQS or SNS message. */
export function messageAttributes(): ReturnType<typeof attributesOf> {
  return attributesOf(carrier());
}
