import { strict as assert } from "node:assert";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import type { RunResult } from "../../preflight/model";
import { htmlReport } from "../../preflight/report/html";
import { finding, policy, resource, result, shop } from "../preflight/report/sample";
import { useBrowser } from "./browser";
import { lowContrast, lowContrastInDrawing } from "./contrast";
import { largePlatform } from "./large-platform";

const SCREENSHOTS = resolve(__dirname, "../../.cache/screenshots");

/** A balancer, a service and a database in a row, with a finding that prints the way from one to the other. */
function reachable(): RunResult {
  const balancer = resource("aws:lb/loadBalancer:LoadBalancer", "web-balancer");
  const service = resource("aws:ecs/service:Service", "web");
  const database = resource("aws:rds/cluster:Cluster", "orders-db");
  const aside = resource("aws:sqs/queue:Queue", "aside");
  const message =
    "reachable: internet -> web-balancer (443/tcp) -> web -> orders-db, expected no way from the internet";
  return result(
    [balancer, service, database, aside],
    [finding("no-way-in", database, { severity: "critical", message })],
  );
}

describe("the HTML report in a browser", function () {
  this.timeout(60_000);
  const browser = useBrowser();
  const folder = mkdtempSync(join(tmpdir(), "html-report-"));
  const contexts: BrowserContext[] = [];
  /** What the browser complained of, and what it asked for beside the page, on any page. */
  const complaints: string[] = [];
  const requests: string[] = [];
  let pages = 0;

  before(() => mkdirSync(SCREENSHOTS, { recursive: true }));
  afterEach("close pages", async () => {
    for (const context of contexts.splice(0)) await context.close();
  });

  async function open(run: RunResult, options: BrowserContextOptions = {}): Promise<Page> {
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
  }

  const rows = (page: Page) => page.locator("#controls tbody tr");
  const shape = (page: Page, name: RegExp) => page.locator("#architecture").getByRole("button", { name });
  const labels = (page: Page, selector: string): Promise<string[]> =>
    page.evaluate(
      `[...document.querySelectorAll("${selector}")].map((one) => one.getAttribute("aria-label").split(",")[0]).sort()`,
    );
  const activeLabel = (page: Page) =>
    page.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent");

  it("shows the outcome, the counts, and each part under a heading of its own", async () => {
    const page = await open(shop());
    assert.deepEqual(await page.getByRole("heading", { level: 1 }).allInnerTexts(), ["shop dev"]);
    assert.equal(await page.locator(".outcome").innerText(), "✗ 3 mandatory violations");
    assert.deepEqual(await page.getByRole("heading", { level: 2 }).allInnerTexts(), [
      "Summary",
      "Architecture",
      "Controls and resources",
      "Exemptions",
      "What could not be told",
      "Changes and logs",
    ]);
    assert.match(await page.locator("#exemptions").innerText(), /exports is exempt until 2027-01-31/);
    assert.match(
      await page.locator("#undecided").innerText(),
      /orders-dlq[\s\S]*string value at \.policy[\s\S]*getAmi: needs the EC2 API \(2 times\)/,
    );
    const critical = page.getByRole("region", { name: "By severity" }).getByRole("row", { name: /^critical/ });
    assert.deepEqual(await critical.getByRole("cell").allInnerTexts(), ["1", "0", "0", "0", "0"]);
  });

  it("is searched and filtered", async () => {
    const page = await open(shop());
    // What is sound is not shown before it is asked for.
    assert.equal(await rows(page).count(), 6);
    await page.getByLabel("Search").fill("securetransport");
    assert.deepEqual(await rows(page).locator(".name").allInnerTexts(), ["exports"]);
    assert.match(await page.locator("#controls .status").innerText(), /^1 row of \d+$/);
    await page.getByLabel("Search").fill("no such thing");
    assert.equal(await page.locator("#controls .status").innerText(), "No row matches.");
    await page.getByRole("button", { name: "Show all" }).click();
    assert.ok((await rows(page).count()) > 10);
    await page.getByLabel("Severity", { exact: true }).selectOption("critical");
    assert.deepEqual(await rows(page).locator(".name").allInnerTexts(), ["payments-igw"]);
    await page.getByRole("button", { name: "Show all" }).click();
    await page.getByRole("checkbox", { name: /^advisory/ }).uncheck();
    assert.equal(await rows(page).filter({ hasText: "s3-bucket-versioned" }).count(), 0);
    await page.getByRole("link", { name: "fsbp-1.0.0" }).click();
    assert.deepEqual(
      await rows(page).locator("code").filter({ hasText: "-" }).first().innerText(),
      "s3-bucket-policy-denies-http",
    );
    assert.equal(await rows(page).count(), 2);
  });

  it("shows what held where nothing was found", async () => {
    const sound = resource("aws:sns/topic:Topic", "sound");
    const pack = { catalogue: [policy("encrypted"), policy("other")], held: { encrypted: [sound.urn] } };
    const page = await open(result([sound], [], {}, pack));
    assert.equal(await page.locator(".outcome").innerText(), "✓ Nothing mandatory is violated");
    assert.deepEqual(await rows(page).locator(".name").allInnerTexts(), ["sound"]);
  });

  it("is sorted by its columns", async () => {
    const page = await open(shop());
    const heading = page.locator("#controls").getByRole("columnheader", { name: "Resource" });
    await heading.getByRole("button").click();
    assert.equal(await heading.getAttribute("aria-sort"), "ascending");
    const names = await rows(page).locator(".name").allInnerTexts();
    await heading.getByRole("button").click();
    assert.deepEqual(await rows(page).locator(".name").first().innerText(), "payments-igw");
    assert.equal(names.at(-1), "payments-igw");
  });

  it("needs no mouse: search, rows, details, the drawing and back", async () => {
    const page = await open(shop());
    await page.keyboard.press("Tab");
    assert.equal(await activeLabel(page), "Skip to the controls");
    await page.keyboard.press("/");
    await page.keyboard.type("exports");
    const found = await rows(page).count();
    assert.equal(found, 3);
    const reach = async (name: string): Promise<void> => {
      for (let presses = 0; presses < 40; presses++) {
        await page.keyboard.press("Tab");
        if (String(await activeLabel(page)).includes(name)) return;
      }
      throw new Error(`the keyboard does not get to ${name}`);
    };
    const titles = await rows(page).locator("button.title").allInnerTexts();
    await reach(titles[0] ?? "");
    await page.keyboard.press("ArrowDown");
    assert.equal(await activeLabel(page), titles[1]);
    await page.keyboard.press("End");
    assert.equal(await activeLabel(page), titles[2]);
    await page.keyboard.press("Home");
    await page.keyboard.press("Enter");
    const details = page.getByRole("complementary", { name: "Details" });
    assert.match(await details.innerText(), /exports[\s\S]*SecureTransport[\s\S]*To put right: Add a Deny statement/);
    await page.keyboard.press("Escape");
    assert.equal(await details.isVisible(), false);
    assert.equal(await activeLabel(page), titles[0]);
    const first = await page.locator('svg [tabindex="0"]').getAttribute("aria-label");
    await page.getByRole("button", { name: "Fit" }).focus();
    await page.keyboard.press("Tab");
    assert.equal(await activeLabel(page), first);
    await page.keyboard.press("ArrowDown");
    assert.notEqual(await activeLabel(page), first);
    await page.keyboard.press("Enter");
    const name = String(await activeLabel(page)).split(",")[0] ?? "";
    assert.equal(await details.getByRole("heading", { level: 3 }).innerText(), name);
    assert.equal(await page.locator("svg .chosen").count(), 1);
    const outline = await page.evaluate("getComputedStyle(document.activeElement.querySelector('.edge')).strokeWidth");
    assert.equal(outline, "4px");
  });

  it("marks what is violated, lights up what is chosen and what it is connected to", async () => {
    const page = await open(largePlatform());
    await shape(page, /× 0\.Service|× shop/)
      .first()
      .click();
    const stack = page.locator('svg [aria-expanded="true"]');
    await stack.first().waitFor();
    const worker = page.locator('svg .box[aria-label^="worker-0,"]');
    await worker.click();
    assert.equal(await worker.getAttribute("aria-pressed"), "true");
    const lit = await labels(page, "svg .near");
    assert.deepEqual(lit, ["database", "queue-0", "table-0"]);
    assert.equal(await page.locator("svg .light .wire.lit").count(), 3);
    assert.equal(await page.locator('svg .box[aria-label^="queue-0,"] .badge').textContent(), "✗ 1");
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("svg .light .wire").count(), 0);
  });

  it("lights up the path that a finding prints, step by step, when it is clicked", async () => {
    const page = await open(reachable());
    await rows(page).first().click();
    assert.equal(await page.locator("svg .light .wire.path").count(), 2);
    assert.deepEqual(await page.locator("svg .light .step").allTextContents(), ["1", "2", "3"]);
    const names = await labels(page, "svg .near, svg .chosen");
    assert.deepEqual(names, ["orders-db", "web", "web-balancer"]);
    const steps = page.getByRole("complementary", { name: "Details" }).locator("ol li button");
    assert.deepEqual(await steps.allInnerTexts(), ["web-balancer", "web", "orders-db"]);
    await page.getByRole("button", { name: "Show in the drawing" }).click();
    assert.equal(await activeLabel(page), "orders-db, rds.Cluster, 1 violation");
    await steps.first().click();
    assert.equal(await page.locator("svg .light .wire.path").count(), 0);
    assert.equal(await page.locator("svg .chosen").getAttribute("aria-label"), "web-balancer, lb.LoadBalancer");
  });

  it("has a name for all that can be used, no id twice, and headings in order", async () => {
    const page = await open(shop());
    const nameless =
      await page.evaluate(`[...document.querySelectorAll("button, a, input, select, [role=button], [role=region]")]
      .filter((one) => !(one.textContent.trim() || one.getAttribute("aria-label") || one.getAttribute("aria-labelledby") || one.labels?.length))
      .map(({ outerHTML }) => outerHTML)`);
    assert.deepEqual(nameless, []);
    const repeated = await page.evaluate(
      "[...document.querySelectorAll('[id]')].map(({ id }) => id).filter((id, index, all) => all.indexOf(id) !== index)",
    );
    assert.deepEqual(repeated, []);
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
    for (const landmark of ["banner", "main", "contentinfo", "navigation"] as const) {
      assert.equal(await page.getByRole(landmark).count(), 1, landmark);
    }
    const levels = await page.evaluate(
      "[...document.querySelectorAll('main h2, main h3, main h4')].map(({ tagName }) => Number(tagName[1]))",
    );
    assert.ok(Array.isArray(levels) && levels.every((level, i) => level - (levels[i - 1] ?? 1) <= 1));
  });

  it("can be read in light and in dark, on a desk and on a phone", async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await open(shop(), { colorScheme, viewport: { width: 1440, height: 900 } });
      await page.getByRole("button", { name: "Show all" }).click();
      await rows(page).first().click();
      await page.screenshot({ path: join(SCREENSHOTS, `html-report-${colorScheme}.png`), fullPage: true });
      assert.deepEqual(await lowContrast(page), [], colorScheme);
      assert.deepEqual(await lowContrastInDrawing(page), [], colorScheme);
      await page.keyboard.press("Escape");
      await page.setViewportSize({ width: 360, height: 740 });
      await page.screenshot({ path: join(SCREENSHOTS, `html-report-phone-${colorScheme}.png`), fullPage: true });
      const wider = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
      assert.equal(wider, 0, "the page is wider than the phone");
    }
  });

  it("prints in light colours, with how findings are put right and the drawing on one page", async () => {
    const page = await open(largePlatform(), { colorScheme: "dark" });
    await page.locator("svg .stack").first().click();
    await page.locator("svg .box").first().click();
    await page.getByRole("button", { name: "Larger" }).click();
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.evaluate("getComputedStyle(document.body).color"), "rgb(23, 32, 51)");
    assert.match(await rows(page).first().innerText(), /To put right: Set a key\.$/);
    for (const part of [".filters", "#details", ".tools", "nav"])
      assert.equal(await page.locator(part).isVisible(), false, part);
    const [width, height] = Object.values((await page.locator("svg.diagram[role]").boundingBox()) ?? {}).slice(2);
    // Of an A4 sheet within its margins, at 96 dots an inch.
    assert.ok((height ?? 0) <= (273 / 25.4) * 96 && (width ?? 0) > 300, `${width} by ${height}`);
    const pdf = await page.pdf({ preferCSSPageSize: true, path: join(SCREENSHOTS, "html-report.pdf") });
    assert.ok(pdf.length > 20_000);
    await page.emulateMedia({ media: "screen" });
    assert.doesNotMatch(await rows(page).first().innerText(), /To put right/);
  });

  it("prints every finding, however many are shown on the screen", async () => {
    const queues = Array.from({ length: 150 }, (_, i) => resource("aws:sqs/queue:Queue", `q${i}`));
    const page = await open(
      result(
        queues,
        queues.map((queue) => finding("encrypted", queue)),
      ),
    );
    assert.equal(await rows(page).count(), 100);
    await page.emulateMedia({ media: "print" });
    await rows(page).nth(149).waitFor();
    assert.equal(await rows(page).count(), 150);
  });

  it("is opened with a thousand resources, and shows more rows when it is asked to", async () => {
    const page = await open(largePlatform());
    assert.equal(await page.locator(".tile dd").first().innerText(), "1,004");
    await page.getByRole("button", { name: "Show all" }).click();
    assert.equal(await rows(page).count(), 100);
    await page.getByRole("button", { name: /^Show more/ }).click();
    assert.equal(await rows(page).count(), 600);
    assert.equal(await rows(page).nth(100).locator("button.title:focus").count(), 1);
  });

  it("runs and shows nothing of what hostile names want", async () => {
    const hostile = [
      "</script><script>alert(1)</script>",
      '"><img src="http://127.0.0.1:9/x" onerror=alert(1)>',
      "\u001b[31mred\u202e",
      "two\nlines",
    ];
    const resources = hostile.map((name) =>
      resource("aws:s3/bucket:Bucket", name, undefined, { source: { file: `/shop/${name}`, line: 1 } }),
    );
    const findings = resources.map((one) =>
      finding(one.name, one, { message: `${one.name} -> ${one.name}`, url: "javascript:alert(1)" }),
    );
    const page = await open(result(resources, findings, { project: hostile[0], stack: hostile[1] }));
    assert.equal(await page.locator("img").count(), 0);
    assert.equal(await page.locator("script").count(), 2);
    assert.equal(await page.locator('a[href^="javascript:"]').count(), 0);
    const names = await rows(page).locator(".name").allInnerTexts();
    const shown = [hostile[0], hostile[1], "\\u001b[31mred\\u202e", "two\\nlines"];
    assert.deepEqual(names.sort(), shown.sort());
    const first = await rows(page).first().locator(".name").innerText();
    await rows(page).first().click();
    assert.equal(
      await page.getByRole("complementary", { name: "Details" }).getByRole("heading", { level: 3 }).innerText(),
      first,
    );
  });

  after("no page complained, and none asked for anything", () => {
    rmSync(folder, { recursive: true, force: true });
    assert.deepEqual(complaints, []);
    assert.deepEqual(requests, []);
  });
});
