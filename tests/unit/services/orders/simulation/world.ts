import type { APIGatewayProxyResult } from "aws-lambda";
import { Operations } from "../../../../../services/orders/api/operations";
import { DEFAULT_SETTINGS } from "../../../../../services/orders/api/settings";
import { Orders } from "../../../../../services/orders/orders";
import { archive } from "../../../../../services/orders/projections/archive-reader";
import { relay } from "../../../../../services/orders/projections/bus-reader";
import { startSagas } from "../../../../../services/orders/projections/saga-reader";
import { project } from "../../../../../services/orders/projections/view-reader";
import { runStep, type SagaCall } from "../../../../../services/orders/saga/call";
import * as steps from "../../../../../services/orders/saga/steps";
import { metrics } from "../../../../../services/shared/metrics";
import { type Answer, problemOf, resultOf } from "../../../../../services/shared/problem";
import { MemoryDeliveries, MemoryPayments, MemoryStock } from "../memory-ledgers";
import { MemoryArchive, MemoryBus, MemoryGenerations, MemoryJournal, MemorySagas, MemoryViews } from "../memory-stores";
import { type FaultRates, Faults, type Process } from "./faults";
import type { Random } from "./random";
import { type PlannedStep, SagaDriver, type SagaFunction } from "./saga-driver";
import { type Invoke, MemoryStream, Poller, streamRecordOf } from "./stream";

export interface WorldOptions {
  readonly random: Random;
  readonly rates: FaultRates;
  readonly stock: ReadonlyMap<string, number>;
  /** Whether a call of a saga's function fails for good. @param part of the step, `action` or `compensation` */
  readonly broken?: (orderId: string, step: string, part: SagaPart) => boolean;
  /** Part of the saga's calls that are made once more when the saga has long ended. */
  readonly late?: number;
  readonly shards?: number;
}

export type SagaPart = "action" | "compensation";

/** The shop's orders with everything around them in memory: the code is the functions', the stores fail. */
export class World {
  readonly journal = new MemoryJournal();
  readonly generations = new MemoryGenerations();
  readonly views = new MemoryViews(this.generations);
  readonly archive = new MemoryArchive();
  readonly sagas = new MemorySagas();
  readonly payments = new MemoryPayments();
  readonly deliveries = new MemoryDeliveries();
  readonly stock: MemoryStock;
  readonly bus: MemoryBus;
  readonly stream: MemoryStream;
  readonly faults: Faults;
  readonly driver: SagaDriver;
  readonly pollers: Readonly<Record<"archive" | "view" | "saga" | "relay", Poller>>;
  readonly late: (() => Promise<unknown>)[] = [];
  private piped = 0;

  constructor(private readonly options: WorldOptions) {
    const { random, rates, stock } = options;
    this.faults = new Faults(random, rates);
    this.stock = new MemoryStock(new Map(stock));
    this.bus = new MemoryBus(() => random.chance(rates.throttled / 10));
    this.stream = new MemoryStream(options.shards ?? 4);
    const poll = (read: (process: Process) => Invoke) =>
      new Poller(this.stream, (event) => this.invoke((process) => read(process)(event)), {
        batchSize: 100,
        maxAttempts: 5,
      });
    this.pollers = {
      archive: poll((process) => (event) => archive(event, process.reach(this.archive))),
      view: poll((process) => (event) => project(event, process.reach(this.views), process.reach(this.generations))),
      saga: poll((process) => (event) => startSagas(event, process.reach(this.sagas))),
      relay: poll((process) => (event) => relay(event, process.reach(this.bus))),
    };
    this.driver = new SagaDriver({
      steps: this.steps(),
      onFailed: this.step("reject-order", "compensation", (call, process) =>
        steps.rejectOrder(call, this.orders(process)),
      ),
      businessErrors: ["OutOfStock", "PaymentDeclined", "DeliveryUnavailable"],
      attempts: 4,
    });
  }

  /** A request of the API, in a process of its own; undefined where the answer was never sent. */
  async request(work: (operations: Operations) => Promise<Answer>): Promise<APIGatewayProxyResult | undefined> {
    return this.invoke(async (process) => {
      const operations = new Operations({
        orders: this.orders(process),
        queries: process.reach(this.views),
        settings: async () => DEFAULT_SETTINGS,
      });
      try {
        return resultOf(await work(operations));
      } catch (error) {
        return problemOf("orders", error);
      }
    });
  }

  /** What the pipe does: every event that is new goes to the stream, twice, the second time late and out of order. */
  async pipe(): Promise<void> {
    const { random } = this.options;
    const records: { key: string; data: string }[] = [];
    for (const event of this.journal.events.slice(this.piped)) {
      records.push({ key: event.aggregateId, data: await streamRecordOf(event, random.chance(0.2) ? "avro" : "json") });
    }
    this.piped = this.journal.events.length;
    for (const { key, data } of records) this.stream.put(key, data);
    for (const { key, data } of shuffled(records, random)) this.stream.put(key, data);
  }

  /** Runs until nothing is under way: the pipe, the readers, and the sagas that they start. */
  async settle(): Promise<void> {
    do {
      await this.pipe();
      await Promise.all(Object.values(this.pollers).map((poller) => poller.drain()));
      await this.runSagas();
    } while (this.piped < this.journal.events.length);
  }

  async runSagas(): Promise<void> {
    const waiting = [...this.sagas.started.values()].filter(({ orderId }) => !this.driver.outcomes.has(orderId));
    await Promise.all(waiting.map((input) => this.driver.run(input)));
  }

  private orders(process: Process): Orders {
    return new Orders(process.reach(this.journal));
  }

  private steps(): PlannedStep[] {
    return [
      {
        name: "reserve-stock",
        action: this.step("reserve-stock", "action", (call, p) => steps.reserveStock(call, p.reach(this.stock))),
        compensation: this.step("reserve-stock", "compensation", (call, p) =>
          steps.releaseStock(call, p.reach(this.stock)),
        ),
      },
      {
        name: "take-payment",
        action: this.step("take-payment", "action", (call, p) => steps.takePayment(call, p.reach(this.payments))),
        compensation: this.step("take-payment", "compensation", (call, p) =>
          steps.refundPayment(call, p.reach(this.payments)),
        ),
      },
      {
        name: "arrange-delivery",
        action: this.step("arrange-delivery", "action", (call, p) =>
          steps.arrangeDelivery(call, p.reach(this.deliveries)),
        ),
        compensation: this.step("arrange-delivery", "compensation", (call, p) =>
          steps.cancelDelivery(call, p.reach(this.deliveries)),
        ),
      },
      {
        name: "confirm-order",
        action: this.step("confirm-order", "action", (call, p) => steps.confirmOrder(call, this.orders(p))),
      },
    ];
  }

  /** A function of the saga. Each call is made twice, and now and then once more after the saga has ended. */
  private step(
    name: string,
    part: SagaPart,
    run: (call: SagaCall, process: Process) => Promise<unknown>,
  ): SagaFunction {
    const { random, broken = () => false, late = 0 } = this.options;
    const once = (payload: unknown) =>
      this.invokeOrFail((process) =>
        runStep(payload, async (call) => {
          const fails = broken(call.input.orderId, name, part);
          // Half of them fail with their effect done.
          if (fails && (part === "compensation" || random.chance(0.5))) throw new Error(`${name} is broken`);
          const result = await run(call, process);
          if (fails) throw new Error(`${name} is broken after its effect`);
          return result;
        }),
      );
    return async (payload) => {
      if (random.chance(late)) this.late.push(() => once(payload));
      const first = await once(payload);
      await once(payload).catch(() => undefined);
      return first;
    };
  }

  /** A function's invocation: an error or a kill is one to whoever invoked it. */
  private async invokeOrFail<T>(work: (process: Process) => Promise<T>): Promise<T> {
    const process = this.faults.process();
    const result = await work(process);
    if (process.killed) throw new Error("Runtime exited without providing a reason");
    return result;
  }

  private async invoke<T>(work: (process: Process) => Promise<T>): Promise<T | undefined> {
    try {
      return await this.invokeOrFail(work);
    } catch {
      return undefined;
    } finally {
      metrics.clearMetrics();
    }
  }
}

export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const result = [...items];
  for (let index = result.length - 1; index > 0; index--) {
    const other = random.below(index + 1);
    const [a, b] = [result[index], result[other]];
    if (a !== undefined && b !== undefined) [result[index], result[other]] = [b, a];
  }
  return result;
}
