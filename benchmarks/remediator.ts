// Messages a second of the compliance remediator, and of a loop that takes one message at a time. Both run the same code
// for a message, on the same emulator and the same stub of API Gateway, one after the other, in this process.
import { type Emulator, startEmulator } from "../local/emulator";
import { Processor } from "../services/compliance-remediator/processor";
import { SqsQueue } from "../services/compliance-remediator/queue";
import { portsOf } from "../services/compliance-remediator/wiring";
import { makeWorld, send, workerOf } from "../tests/services/compliance-remediator/world";
import { ApiGatewayStub } from "../tests/support/api-gateway-stub";
import { brokenApi, finding, wrongs } from "../tests/unit/services/compliance-remediator/memory";
import { median } from "./measure";

export interface RemediatorResult extends Rates {
  /** The same with an API Gateway that answers at once: what batches and concurrency gain on the processor alone. */
  instant: Rates;
}

export interface Rates {
  /** Messages a second of the worker: long polls for batches, many at once, deletions in batches. */
  batched: number;
  /** Messages a second of a loop that receives, remediates and deletes one message before it takes the next. */
  oneAtATime: number;
  /** How many times as many, median of the rounds. */
  ratio: number;
  /** Milliseconds that the stub of API Gateway takes for each answer. */
  apiGatewayMs: number;
}

export interface RemediatorOptions {
  /** Messages of a round for the worker; the loop gets a fifth of them. @default 300 */
  messages?: number;
  /** @default 3 */
  rounds?: number;
  /** Milliseconds that an answer of API Gateway takes; each message needs about a dozen of them. @default 20 */
  apiGatewayMs?: number;
  emulator?: Emulator;
}

const AT = "2026-01-01T10:00:00.000Z";

/** Measures both in turns; each message is about an API of its own, with a default endpoint, policy and backend to change. */
export async function remediator(options: RemediatorOptions = {}): Promise<RemediatorResult> {
  const emulator = options.emulator ?? (await startEmulator());
  try {
    const rates = await compare(emulator, options, options.apiGatewayMs ?? 20);
    return { ...rates, instant: await compare(emulator, options, 0) };
  } finally {
    if (!options.emulator) await emulator.stop();
  }
}

async function compare(emulator: Emulator, options: RemediatorOptions, apiGatewayMs: number): Promise<Rates> {
  const { messages = 300, rounds = 3 } = options;
  const stub = new ApiGatewayStub();
  stub.latencyMs = apiGatewayMs;
  const endpoint = await stub.start();
  try {
    const measured = { batched: [] as number[], oneAtATime: [] as number[] };
    for (let round = 0; round <= rounds; round++) {
      for (const kind of ["batched", "oneAtATime"] as const) {
        const count = kind === "batched" ? messages : Math.ceil(messages / 5);
        const rate = await measure(kind, emulator.endpoint, stub, endpoint, count);
        // The first round warms everything up.
        if (round > 0) measured[kind].push(rate);
      }
    }
    const ratios = measured.batched.map((rate, index) => rate / (measured.oneAtATime[index] ?? Number.NaN));
    return {
      batched: median(measured.batched),
      oneAtATime: median(measured.oneAtATime),
      ratio: median(ratios),
      apiGatewayMs,
    };
  } finally {
    await stub.stop();
  }
}

async function measure(
  kind: "batched" | "oneAtATime",
  emulator: string,
  stub: ApiGatewayStub,
  apiGateway: string,
  count: number,
): Promise<number> {
  stub.apis.clear();
  stub.domains.clear();
  const ids = Array.from({ length: count }, (_, n) => `b${n}`);
  for (const id of ids) brokenApi(stub, id, { domain: false });
  const world = await makeWorld(emulator, apiGateway);
  await send(
    world,
    ids.map((id) => finding(id, AT)),
  );
  const started = performance.now();
  if (kind === "batched") {
    const worker = workerOf(world, { worker: { pollers: 2, maxInFlight: 60 } });
    const running = worker.run();
    while (worker.status.deleted + worker.status.kept < count) await new Promise((resume) => setTimeout(resume, 5));
    const seconds = (performance.now() - started) / 1000;
    await worker.stop();
    await running;
    return checked(stub, ids, count / seconds);
  }
  const queue = new SqsQueue(world.sqs, world.queueUrl, { waitSeconds: 1, batchSize: 1 });
  const processor = new Processor(portsOf(world.clients, world.names));
  for (let done = 0; done < count; done++) {
    const delivery = (await queue.receive(1))[0];
    if (!delivery) throw new Error(`the queue is empty after ${done} of ${count} messages`);
    const { message } = await processor.process(delivery);
    if (message === "delete") await queue.delete(delivery);
  }
  return checked(stub, ids, count / ((performance.now() - started) / 1000));
}

/** A rate counts only where the work behind it was done. */
function checked(stub: ApiGatewayStub, ids: string[], rate: number): number {
  const wrong = ids.flatMap((id) => wrongs(stub, id).map((what) => `${id}: ${what}`));
  if (wrong.length > 0) throw new Error(`${wrong.length} things were not put right, the first: ${wrong[0]}`);
  return rate;
}

if (require.main === module) {
  const apiGatewayMs = Number(process.argv[2] ?? 20);
  void remediator({ apiGatewayMs }).then((answer) => console.log(answer));
}
