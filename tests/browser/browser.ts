import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** Debian's package chromium-headless-shell. */
export const CHROMIUM = "/usr/bin/chromium-headless-shell";

const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: QUIET });
}

/** A browser for the suite. Where there is none the suite is skipped; in CI it fails. */
export function useBrowser(): () => Browser {
  let open: Browser | undefined;
  before("start the browser", async function () {
    this.timeout(60_000);
    if (!existsSync(CHROMIUM) && !process.env.CI) {
      console.log(`      skipped: ${CHROMIUM} is not there: apt-get install chromium-headless-shell`);
      this.skip();
    }
    open = await launchBrowser();
  });
  after("stop the browser", () => open?.close());
  return () => {
    if (!open) throw new Error("the browser is started by the suite's before hook: use it inside of a test");
    return open;
  };
}
