// npm run benchmark:report
// How long the HTML report of a platform with a thousand resources takes to be made, and to open in a browser; ends with 1 where it
// opens too slowly. Prints a table and writes benchmarks/results/html-report-<date>.json.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { htmlReport } from "../preflight/report/html";
import { CHROMIUM, launchBrowser } from "../tests/browser/browser";
import { largePlatform } from "../tests/browser/large-platform";
import { endWith, median } from "./measure";
import { optionsOf } from "./options";

const HELP = `Measures how long the HTML report of a platform with a thousand resources takes to be made, and to open in a browser.

  npm run benchmark:report

  --help   this text

Ends with 1 where the report opens too slowly. It takes Debian's chromium-headless-shell.
`;

const ROUNDS = 7;
/** Milliseconds from opening the file to the first paint of the page that says itself ready. */
const LIMIT = 1000;

/** When the page said itself ready, and when it was painted first, whichever came last. */
const OPENED = `Math.max(
  performance.getEntriesByName("ready")[0].startTime,
  ...performance.getEntriesByType("paint").map(({ startTime }) => startTime),
)`;

async function main(): Promise<number> {
  if (!optionsOf(HELP)) return 0;
  if (!existsSync(CHROMIUM)) throw new Error(`${CHROMIUM} is not there: apt-get install chromium-headless-shell`);
  const run = largePlatform();
  const folder = mkdtempSync(join(tmpdir(), "html-report-"));
  const file = join(folder, "report.html");
  const made: number[] = [];
  const opened: number[] = [];
  const browser = await launchBrowser();
  try {
    // The first round warms up and is not counted.
    for (let round = 0; round <= ROUNDS; round++) {
      const started = performance.now();
      const html = htmlReport(run);
      const makeMs = performance.now() - started;
      writeFileSync(file, html);
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
      const page = await context.newPage();
      await page.goto(`file://${file}`);
      await page.locator("html[data-ready]").waitFor({ state: "attached" });
      await page.evaluate("new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)))");
      const openMs = Number(await page.evaluate(OPENED));
      await context.close();
      if (round > 0) {
        made.push(makeMs);
        opened.push(openMs);
      }
    }
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
  const result = {
    date: new Date().toISOString(),
    cpu: `${cpus().length} × ${cpus()[0]?.model ?? "?"}`,
    resources: run.graph.resources.length,
    makeMs: median(made),
    openMs: median(opened),
    slowestOpenMs: Math.max(...opened),
    limitMs: LIMIT,
  };
  console.table(result);
  const results = resolve(__dirname, "results");
  mkdirSync(results, { recursive: true });
  writeFileSync(
    join(results, `html-report-${result.date.replace(/[:.]/g, "-")}.json`),
    `${JSON.stringify(result, null, 2)}\n`,
  );
  if (result.openMs > LIMIT) {
    console.error(`✗ The report opens in ${Math.round(result.openMs)} ms; at most ${LIMIT} ms are allowed.`);
    return 1;
  }
  return 0;
}

endWith(main());
