/** How long a condition is waited for. */
export interface Patience {
  /** @default 15,000 */
  withinMs?: number;
  /** Milliseconds between two looks. @default 50 */
  everyMs?: number;
}

/**
 * Waits until a condition gives something.
 * @throws Error that names the condition where it does not come true in time
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | false | null | undefined>,
  { withinMs = 15_000, everyMs = 50 }: Patience = {},
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (seen !== false && seen !== null && seen !== undefined) return seen;
    if (performance.now() > deadline) throw new Error(`It did not happen within ${withinMs / 1000} s that ${what}.`);
    await new Promise((resume) => setTimeout(resume, everyMs));
  }
}
