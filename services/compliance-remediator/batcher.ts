/** What became of one item of a batch. */
export type Settled<O> = { readonly value: O } | { readonly error: unknown };

export interface BatcherOptions<I, O> {
  /** Items in one call at most. */
  readonly size: number;
  /** Calls under way at once. @default 4 */
  readonly concurrency?: number;
  /** Does the call; answers for each item, in the order given. Where it throws, every item fails with that error. */
  run(items: I[]): Promise<Settled<O>[]>;
}

/**
 * Turns calls for single items into calls for batches of those that are asked for at the same time. Waits for nobody: a
 * call goes out in the same turn of the event loop unless `concurrency` of them are under way, and then takes all that has
 * come together meanwhile.
 */
export function batcher<I, O>({ size, concurrency = 4, run }: BatcherOptions<I, O>): (item: I) => Promise<O> {
  interface Waiting {
    item: I;
    resolve(value: O): void;
    reject(error: unknown): void;
  }
  const waiting: Waiting[] = [];
  let active = 0;
  let scheduled = false;

  async function flush(batch: Waiting[]): Promise<void> {
    active++;
    try {
      const answers = await run(batch.map(({ item }) => item));
      batch.forEach(({ resolve, reject }, index) => {
        const answer = answers[index];
        if (answer === undefined) reject(new Error(`The batch of ${batch.length} has no answer for item ${index}`));
        else if ("error" in answer) reject(answer.error);
        else resolve(answer.value);
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      active--;
      schedule();
    }
  }
  function schedule(): void {
    if (scheduled || waiting.length === 0 || active >= concurrency) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      while (waiting.length > 0 && active < concurrency) void flush(waiting.splice(0, size));
    });
  }
  return (item) =>
    new Promise<O>((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      schedule();
    });
}
