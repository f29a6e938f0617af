// npm run benchmark:services
// Bundles and load times of every function, the remediator against a loop that takes one message at a time, and the shop.
import { functions } from "./functions";
import { endWith } from "./measure";
import { optionsOf } from "./options";
import { remediator } from "./remediator";
import { shop } from "./shop";

const HELP = `Measures size and load time of every function, the remediator's messages a second, and the shop's orders on the emulator.

  npm run benchmark:services

  --help   this text

Ends with 1 where a function, the remediator or an order's way misses its bar.
`;

const MAX_BYTES = 350_000;
const MAX_LOAD_MS = 150;
const MIN_RATIO = 8;
const MAX_WAY_MS = 3000;

async function main(): Promise<number> {
  if (!optionsOf(HELP)) return 0;
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
  const { ordersPerSecond, request, wayMs, projectorRecordsPerSecond } = await shop({
    progress: (line) => console.error(line),
  });
  console.log(
    `shop: ${ordersPerSecond.toFixed(1)} orders/s; a request takes ${request.median.toFixed(0)} ms (p99 ${request.p99.toFixed(0)} ms); ` +
      `one order alone is confirmed in the view after ${(wayMs / 1000).toFixed(2)} s`,
  );
  console.log(`projector: ${projectorRecordsPerSecond.toFixed(0)} records/s`);
  const slow = found.filter(({ bytes, loadMs }) => bytes > MAX_BYTES || loadMs > MAX_LOAD_MS);
  return slow.length === 0 && result.ratio >= MIN_RATIO && wayMs <= MAX_WAY_MS ? 0 : 1;
}

endWith(main());
