import type { Random } from "./random";

/** The process was killed: nothing that it would have done after that happens. */
export class Killed extends Error {
  override name = "Killed";
}

/** As DynamoDB names it; the SDK's clients try it again. */
class Throttled extends Error {
  override name = "ThrottlingException";
}

export interface FaultRates {
  /** Of all calls of a store. */
  readonly throttled: number;
  /** Of all calls, before they have an effect, and as many after it. */
  readonly killed: number;
}

/** Attempts of one call, as the functions' clients have them. */
const ATTEMPTS = 6;

/** Has calls of stores fail, and counts how often. */
export class Faults {
  readonly counts = { calls: 0, throttled: 0, exhausted: 0, killedBefore: 0, killedAfter: 0 };

  constructor(
    private readonly random: Random,
    private readonly rates: FaultRates,
  ) {}

  /** A new process, whose calls fail until it is killed. */
  process(): Process {
    return new Process((effect) => this.around(effect));
  }

  private async around<T>(effect: () => Promise<T>): Promise<T> {
    for (let attempt = 1; this.throttles(); attempt++) {
      if (attempt === ATTEMPTS) {
        this.counts.exhausted += 1;
        throw new Throttled("Rate exceeded");
      }
    }
    if (this.random.chance(this.rates.killed)) {
      this.counts.killedBefore += 1;
      throw new Killed("before the effect");
    }
    const result = await effect();
    if (this.random.chance(this.rates.killed)) {
      this.counts.killedAfter += 1;
      throw new Killed("after the effect");
    }
    return result;
  }

  private throttles(): boolean {
    this.counts.calls += 1;
    const throttled = this.random.chance(this.rates.throttled);
    if (throttled) this.counts.throttled += 1;
    return throttled;
  }
}

/** What one invocation runs in. Once it is killed, no call of its stores does anything. */
export class Process {
  private dead = false;

  constructor(private readonly around: <T>(effect: () => Promise<T>) => Promise<T>) {}

  get killed(): boolean {
    return this.dead;
  }

  /** A store as this process reaches it. Methods that answer with no promise stay as they are. */
  reach<T extends object>(store: T): T {
    return new Proxy(store, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== "function") return value;
        return (...args: unknown[]) => this.call(async () => Reflect.apply(value, target, args));
      },
    });
  }

  private async call<T>(effect: () => Promise<T>): Promise<T> {
    if (this.dead) throw new Killed("a dead process calls");
    try {
      return await this.around(effect);
    } catch (error) {
      if (error instanceof Killed) this.dead = true;
      throw error;
    }
  }
}
