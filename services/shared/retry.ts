/** Tries again what failed for a reason that passes, after a random part of a pause that doubles. */
export async function retrying<T>(
  work: () => Promise<T>,
  passes: (error: unknown) => boolean,
  { attempts = 5, pauseMs = 20 }: { attempts?: number; pauseMs?: number } = {},
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= attempts || !passes(error)) throw error;
      const longest = pauseMs * 2 ** (attempt - 1);
      await new Promise((resume) => setTimeout(resume, Math.random() * longest));
    }
  }
}
