// npm run benchmark:services
// Bundles and load times of every function, and the remediator against a loop that takes one message at a time.
import { functions } from "./functions";
import { remediator } from "./remediator";

const MAX_BYTES = 350_000;
const MAX_LOAD_MS = 150;
const MIN_RATIO = 8;

async function main(): Promise<number> {
  const found = await functions((entry) => console.error(entry));
  const width = Math.max(...found.map(({ entry }) => entry.length));
  for (const { entry, bytes, loadMs } of found) {
    const over = bytes > MAX_BYTES || loadMs > MAX_LOAD_MS ? "  over the bar" : "";
    console.log(
      `${entry.padEnd(width)}  ${(bytes / 1000).toFixed(1).padStart(6)} kB  ${loadMs.toFixed(0).padStart(4)} ms${over}`,
    );
  }
  const result = await remediator();
  console.log(
    `remediator: ${result.batched.toFixed(0)} messages/s, one at a time ${result.oneAtATime.toFixed(1)}: ` +
      `${result.ratio.toFixed(1)} x (API Gateway answers in ${result.apiGatewayMs} ms; at once: ${result.instant.ratio.toFixed(1)} x)`,
  );
  const slow = found.filter(({ bytes, loadMs }) => bytes > MAX_BYTES || loadMs > MAX_LOAD_MS);
  return slow.length === 0 && result.ratio >= MIN_RATIO ? 0 : 1;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  },
);
