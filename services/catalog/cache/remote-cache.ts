/**
 * A cache that all processes share. Whoever loads a value holds the key's lock meanwhile and fills only as long as the lock
 * is still theirs. An invalidation takes value and lock away: a load that began before it can't bring the old value back.
 */
export interface RemoteCache {
  get(key: string): Promise<Buffer | undefined>;
  /** Takes the lock for so many milliseconds, unless another has it. */
  lock(key: string, token: string, forMs: number): Promise<boolean>;
  /** Puts a value for so many milliseconds and gives the lock back; does nothing where the lock is no longer the token's. */
  fill(key: string, token: string, value: Buffer, forMs: number): Promise<boolean>;
  /** Gives the lock back, where it is still the token's. */
  unlock(key: string, token: string): Promise<void>;
  /** Forgets the value, and every load under way. */
  invalidate(key: string): Promise<void>;
  /** Whether it was invalidated so short a while ago that a replica of the store may not have the change yet. */
  changedLately(key: string): Promise<boolean>;
}
