import { type Emulator, EmulatorError, type EmulatorOptions, startEmulator } from "../../local/emulator";

/**
 * One emulator for the suite that calls it, started before its first test and ended after its last. Where it can't be
 * installed the suite is skipped with the reason; in CI it fails instead.
 * @returns the running emulator; call it inside of tests and hooks only.
 */
export function useEmulator(options: EmulatorOptions = {}): () => Emulator {
  let running: Emulator | undefined;
  before("start the emulator", async function () {
    this.timeout(180_000);
    try {
      running = await startEmulator({ progress: (line) => console.log(`      ${line}`), ...options });
    } catch (error) {
      if (!(error instanceof EmulatorError) || process.env.CI) throw error;
      console.log(`      skipped: ${error.message}`);
      this.skip();
    }
  });
  after("stop the emulator", async () => running?.stop());
  return () => {
    if (!running) throw new Error("the emulator is started by the suite's before hook: use it inside of a test");
    return running;
  };
}

/** Configuration of an AWS SDK client that talks to the emulator. */
export function clientConfig(emulator: Emulator) {
  return {
    endpoint: emulator.endpoint,
    region: emulator.region,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  };
}
