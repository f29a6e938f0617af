import { strict as assert } from "node:assert";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext, BrowserContextOptions, Locator, Page } from "playwright-core";
import type { RunResult } from "../../preflight/model";
import { htmlReport } from "../../preflight/report/html";
import { useBrowser } from "./browser";

/**
 * Opens HTML reports for a suite, from files. At its end no page may have complained of anything, or have asked for anything
 * beside itself.
 */
export function useReports(): (run: RunResult, options?: BrowserContextOptions) => Promise<Page> {
  const browser = useBrowser();
  const folder = mkdtempSync(join(tmpdir(), "html-report-"));
  const contexts: BrowserContext[] = [];
  const complaints: string[] = [];
  const requests: string[] = [];
  let pages = 0;

  afterEach("close pages", async () => {
    for (const context of contexts.splice(0)) await context.close();
  });
  after("no page complained, and none asked for anything", () => {
    rmSync(folder, { recursive: true, force: true });
    assert.deepEqual(complaints, []);
    assert.deepEqual(requests, []);
  });

  return async (run, options = {}) => {
    const file = join(folder, `report-${pages++}.html`);
    writeFileSync(file, htmlReport(run, { root: "/shop" }));
    const context = await browser().newContext({ reducedMotion: "reduce", locale: "en-GB", ...options });
    contexts.push(context);
    const page = await context.newPage();
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("dialog", (dialog) => complaints.push(`a dialog: ${dialog.message()}`));
    page.on("request", (request) => {
      if (request.url() !== `file://${file}`) requests.push(request.url());
    });
    await page.goto(`file://${file}`);
    await page.locator("html[data-ready]").waitFor({ state: "attached" });
    return page;
  };
}

/** Rows of the table of controls and resources. */
export function rows(page: Page): Locator {
  return page.locator("#controls tbody tr");
}
