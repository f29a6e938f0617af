export interface BreakerOptions {
  /** Failures in a row that open it. @default 5 */
  readonly failures?: number;
  /** Milliseconds that it stays open the first time; doubled with each probe that fails. @default 500 */
  readonly openMs?: number;
  /** Milliseconds that it stays open at most. @default 10,000 */
  readonly longestMs?: number;
  readonly now?: () => number;
  /** Told whenever it opens. */
  readonly opened?: () => void;
}

/** The circuit is open: the call was not even tried. */
export class CircuitOpenError extends Error {
  override name = "CircuitOpenError";
}

/**
 * Spares a dependency that fails, and those who would wait for it: after some failures in a row calls fail at once for a
 * while; then one of them is let through, and its outcome decides.
 */
export class CircuitBreaker {
  #failures = 0;
  #openings = 0;
  #openUntil = 0;
  #probing = false;

  constructor(private readonly options: BreakerOptions = {}) {}

  get open(): boolean {
    return this.#openings > 0;
  }

  /** @throws CircuitOpenError where the call is not tried, and what the call throws */
  async run<T>(call: () => Promise<T>): Promise<T> {
    const probe = this.open;
    if (probe) {
      const closedYet = (this.options.now ?? Date.now)() >= this.#openUntil;
      if (this.#probing || !closedYet) throw new CircuitOpenError("the circuit is open");
      this.#probing = true;
    }
    try {
      const result = await call();
      // Calls that were under way when it opened say nothing of now.
      if (probe || !this.open) this.#close();
      return result;
    } catch (error) {
      this.#failures++;
      if (probe || (!this.open && this.#failures >= (this.options.failures ?? 5))) this.#openAgain();
      throw error;
    } finally {
      if (probe) this.#probing = false;
    }
  }

  #close(): void {
    this.#failures = 0;
    this.#openings = 0;
  }

  #openAgain(): void {
    const { openMs = 500, longestMs = 10_000, now = Date.now, opened } = this.options;
    this.#openUntil = now() + Math.min(longestMs, openMs * 2 ** this.#openings);
    this.#openings++;
    opened?.();
  }
}
