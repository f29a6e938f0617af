import { strict as assert } from "node:assert";
import type { Page } from "playwright-core";
import type { RunResult } from "../../preflight/model";
import { finding, policy, resource, result, shop } from "../preflight/report/sample";
import { largePlatform } from "./large-platform";
import { rows, useReports } from "./report-page";

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
  const open = useReports();

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

  it("is opened with a thousand resources, and shows more rows when it is asked to", async () => {
    const page = await open(largePlatform());
    assert.equal(await page.locator(".tile dd").first().innerText(), "1,004");
    await page.getByRole("button", { name: "Show all" }).click();
    assert.equal(await rows(page).count(), 100);
    await page.getByRole("button", { name: /^Show more/ }).click();
    assert.equal(await rows(page).count(), 600);
    assert.equal(await rows(page).nth(100).locator("button.title:focus").count(), 1);
  });
});
