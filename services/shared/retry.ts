/** Tries again what failed for a reason that passes, after a random part of a pause that doubles up to `longestMs`. */
export async function retrying<T>(
  work: () => Promise<T>,
  passes: (error: unknown) => boolean,
  {
    attempts = 5,
    pauseMs = 20,
    longestMs = Number.POSITIVE_INFINITY,
  }: { attempts?: number; pauseMs?: number; longestMs?: number } = {},
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= attempts || !passes(error)) throw error;
      const longest = Math.min(longestMs, pauseMs * 2 ** (attempt - 1));
      await new Promise((resume) => setTimeout(resume, Math.random() * longest));
    }
  }
}
