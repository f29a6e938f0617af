/** Milliseconds to wait before the try with this number, from 1 on: doubled each time, half of it by chance. */
export function backoffMs(attempt: number, baseMs: number, longestMs: number, random = Math.random): number {
  const whole = Math.min(longestMs, baseMs * 2 ** (attempt - 1));
  return whole / 2 + (whole / 2) * random();
}

/** Settles as the promise does, or throws the signal's reason once that is aborted. */
export async function orAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  signal.throwIfAborted();
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
