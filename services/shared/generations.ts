/** Which generation of a read model readers use, and which is being built. */
export interface Pointer {
  readonly generation: number;
  /** Written to by the projection as well, while it is being built from the archive. */
  readonly building?: number;
}

/** Somebody else has promoted or begun a generation meanwhile. */
export class GenerationError extends Error {
  override name = "GenerationError";
}

/** The generations of one read model. */
export interface Generations {
  /** Strongly consistent. The first generation is 1. */
  pointer(): Promise<Pointer>;
  /** A number that no generation has had yet. */
  allocate(): Promise<number>;
  /** From now on, the projection writes to it too. @throws GenerationError where another is being built */
  startBuilding(generation: number): Promise<void>;
  /** Readers use `to` instead of `from`, at once. @throws GenerationError where `from` is not what they use */
  promote(from: number, to: number): Promise<void>;
  /** The projection no longer writes to it; nothing happens where it is not being built. */
  abandon(generation: number): Promise<void>;
}

/** Generations that a projection writes to, the one being built first: what is in the active one is in it too. */
export function written({ generation, building }: Pointer): number[] {
  return building === undefined || building === generation ? [generation] : [building, generation];
}

/** Remembers which generation readers use for some time: a replaced one stays readable for long after. */
export class CachedPointer {
  private known: { pointer: Pointer; until: number } | undefined;

  /** @param maxAgeMs time that it is remembered for */
  constructor(
    private readonly generations: Pick<Generations, "pointer">,
    private readonly maxAgeMs = 5000,
    private readonly now: () => number = Date.now,
  ) {}

  async active(): Promise<number> {
    const now = this.now();
    if (!this.known || this.known.until <= now) {
      this.known = { pointer: await this.generations.pointer(), until: now + this.maxAgeMs };
    }
    return this.known.pointer.generation;
  }
}
