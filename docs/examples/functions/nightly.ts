/** Called by a schedule: what it does has to be harmless a second time. */
export async function handler(): Promise<{ done: true }> {
  console.log("Closing yesterday's accounts.");
  return { done: true };
}
