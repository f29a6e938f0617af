import { strict as assert } from "node:assert";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { runAfterUp } from "../../local/after-up";
import { findShop } from "../../local/shop/find";
import { type Account, makeShopper } from "../../local/shop/sign-in";
import { useSession } from "../local/stack";
import { useBrowser } from "./browser";
import { lowContrast } from "./contrast";

const ROOT = resolve(__dirname, "../..");
const SCREENSHOTS = join(ROOT, ".cache/screenshots");

/** The page of the dev stack in a browser, as `npm run local` serves it. */
describe("the shop's page", function () {
  this.timeout(180_000);
  const used = useSession({ directory: ROOT, stack: "dev" });
  const browser = useBrowser();
  let url = "";
  let account: Account;
  const contexts: BrowserContext[] = [];
  /** What the browser complained of, on any page. */
  const complaints: string[] = [];

  before("deploy", async () => {
    const { session, errors } = used();
    await session.deploy();
    await session.carryPipes();
    [url = ""] = Object.values(await session.servePages());
    await runAfterUp(session.state, session.provider, (message) => errors.push(message));
    const { shoppers } = findShop(session.state);
    assert.ok(shoppers);
    account = await makeShopper(session.provider, session.state, shoppers);
    mkdirSync(SCREENSHOTS, { recursive: true });
  });
  afterEach("close pages", async () => {
    for (const context of contexts.splice(0)) await context.close();
  });

  async function open(path = "/", options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser().newContext({ reducedMotion: "reduce", locale: "en-GB", ...options });
    contexts.push(context);
    const page = await context.newPage();
    page.on("console", (message) => {
      // The browser writes down each answer of 4xx, which the tests ask for.
      if (message.type() === "error" && !message.text().includes("status of 4")) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    await page.goto(`${url}${path}`);
    return page;
  }

  async function signedIn(path = "/", options: BrowserContextOptions = {}): Promise<Page> {
    const page = await open(path, options);
    await page.getByLabel("Email").fill(account.username);
    await page.getByLabel("Password").fill(account.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("button", { name: "Sign out" }).waitFor();
    return page;
  }

  async function place(page: Page, article: string, quantity = "1"): Promise<void> {
    await page.getByLabel(`Quantity of ${article}`).fill(quantity);
    await page.getByRole("button", { name: "Place order" }).click();
    await page.getByRole("heading", { level: 1, name: /^Order / }).waitFor();
  }

  it("signs a shopper in, places an order and shows its way until it is confirmed", async () => {
    const page = await signedIn();
    assert.equal(await page.getByText(account.username).count(), 1);
    await place(page, "Espresso cup", "2");
    const order = new URL(page.url()).pathname;
    assert.match(order, /^\/orders\/[0-9a-f-]{36}$/);
    await page.getByRole("status").filter({ hasText: "Your order is placed" }).waitFor();
    assert.equal(await page.locator('[aria-current="step"]').innerText(), "Placed now");
    await page.getByRole("button", { name: "Pay €29.80" }).click();
    await page.getByRole("status").filter({ hasText: "Your order is confirmed" }).waitFor({ timeout: 60_000 });
    assert.deepEqual(
      await page.getByRole("list", { name: "What has become of it" }).getByRole("listitem").allInnerTexts(),
      ["Placed done", "Payment requested done", "Confirmed done"],
    );
    // The address is the order's own: the page is found there again, by who is signed in.
    await page.reload();
    await page.getByText("Your order is confirmed").waitFor();
    await page.getByRole("link", { name: "Back to the shop" }).click();
    await page.getByRole("link", { name: "2 × Espresso cup" }).first().waitFor();
  });

  it("shows why an order was rejected, in the shop's own words", async () => {
    const page = await signedIn();
    await place(page, "Limited print");
    await page.getByRole("button", { name: /^Pay/ }).click();
    await page.getByRole("status").filter({ hasText: "could not be carried out" }).waitFor({ timeout: 60_000 });
    assert.match(await page.locator(".reason").innerText(), /^Reason: Out of stock$/);
    assert.match(await page.getByRole("list", { name: "What has become of it" }).innerText(), /Rejected ended here/);
  });

  it("cancels an order that is not paid", async () => {
    const page = await signedIn();
    await place(page, "Moka pot");
    await page.getByRole("button", { name: "Cancel the order" }).click();
    await page.getByRole("status").filter({ hasText: "Your order is cancelled" }).waitFor({ timeout: 30_000 });
    assert.equal(await page.getByRole("button", { name: /^Pay/ }).count(), 0);
  });

  it("needs no mouse, from signing in to a paid order", async () => {
    const page = await open();
    await page.getByLabel("Email").waitFor();
    const reach = async (name: string): Promise<void> => {
      for (let presses = 0; presses < 30; presses++) {
        await page.keyboard.press("Tab");
        const texts = await page.evaluate(
          "[document.activeElement, ...(document.activeElement.labels ?? [])].filter((one) => one !== document.body).map(({ innerText }) => innerText).join()",
        );
        if (String(texts).includes(name)) return;
      }
      throw new Error(`the keyboard does not get to ${name}`);
    };
    await reach("Email");
    await page.keyboard.type(account.username);
    await reach("Password");
    await page.keyboard.type(account.password);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "What would you like?" }).waitFor();
    await reach("Hand grinder");
    await page.keyboard.press("ArrowUp");
    await reach("Place order");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: /^Order / }).waitFor();
    await page.getByRole("button", { name: /^Pay/ }).waitFor();
    await reach("Pay €89.50");
    await page.keyboard.press("Space");
    await page.getByRole("status").filter({ hasText: "Your order is confirmed" }).waitFor({ timeout: 60_000 });
  });

  it("tells what Cognito and the API refuse, where a screen reader says it at once", async () => {
    const page = await open();
    await page.getByLabel("Email").fill(account.username);
    await page.getByLabel("Password").fill("wrong");
    await page.getByRole("button", { name: "Sign in" }).click();
    assert.match(
      await page.getByRole("alert").innerText(),
      /You could not be signed in\s+Incorrect username or password/,
    );
    await page.getByLabel("Password").fill(account.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("button", { name: "Place order" }).click();
    assert.match(await page.getByRole("alert").innerText(), /Nothing is chosen/);
    // A price that no shop of this name has: the API has the last word on what it takes.
    await page.route("**/api/orders", (route) =>
      route.continue({
        postData: route.request().postData()?.replace('"unitPriceCents":1490', '"unitPriceCents":99999999'),
      }),
    );
    await page.getByLabel("Quantity of Espresso cup").fill("99");
    await page.getByRole("button", { name: "Place order" }).click();
    const alert = page.getByRole("alert").filter({ hasText: "Unprocessable request" });
    assert.match(await alert.innerText(), /The order is [\d.]+ EUR, the largest 100000\./);
  });

  it("keeps the profile of who is signed in, and never over a change that was not shown", async () => {
    const page = await signedIn();
    await page.getByRole("link", { name: account.username }).click();
    await page.getByRole("heading", { name: "Your profile" }).waitFor();
    const save = async (of: Page): Promise<void> => {
      await of.getByRole("button", { name: "Save" }).click();
      await of.getByRole("status").filter({ hasText: "Your profile is saved." }).waitFor();
    };
    await page.getByLabel("Name").fill("Local Shopper");
    // Nothing was known: the page begins with what the shopper signs in by.
    assert.equal(await page.getByLabel("Email").inputValue(), account.username);
    await save(page);
    await page.reload();
    await page.getByLabel("Name").waitFor();
    assert.equal(await page.getByLabel("Name").inputValue(), "Local Shopper");
    const other = await signedIn("/profile");
    await other.getByLabel("Country").fill("DE");
    await other.getByLabel("Phone").fill("030 1234567");
    await save(other);
    await page.getByLabel("Name").fill("Somebody Else");
    await page.getByRole("button", { name: "Save" }).click();
    assert.match(await page.getByRole("alert").innerText(), /Precondition failed\s+Your profile has changed since/);
    await page.waitForFunction("document.getElementById('phone').value === '030 1234567'");
    assert.equal(await page.getByLabel("Name").inputValue(), "Local Shopper");
    await page.getByLabel("Phone").fill("call me");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("alert").filter({ hasText: "use a number with its country code" }).waitFor();
    await page.getByLabel("Phone").fill("");
    await save(page);
    await page.screenshot({ path: join(SCREENSHOTS, "profile.png") });
    assert.deepEqual(await lowContrast(page), []);
  });

  it("says of an order that is not there, or not the shopper's, that it is not there", async () => {
    const page = await signedIn("/orders/00000000-0000-4000-8000-000000000000");
    await page.getByRole("alert").waitFor();
    assert.match(await page.getByRole("alert").innerText(), /Not found\s+There is no such order\./);
  });

  it("signs out, and asks for the password again once a token is taken no more", async () => {
    const page = await signedIn();
    await page.evaluate(
      "sessionStorage.setItem('shop.session', sessionStorage.getItem('shop.session').replace(/\\.[^.\"]+\"/, '.x\"'))",
    );
    await page.reload();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    const other = await signedIn();
    await other.getByRole("button", { name: "Sign out" }).click();
    await other.getByRole("heading", { name: "Sign in" }).waitFor();
    assert.equal(await other.evaluate("sessionStorage.length"), 0);
  });

  it("renews a token that is about to expire, and goes on", async () => {
    const page = await signedIn();
    await page.evaluate(
      "sessionStorage.setItem('shop.session', JSON.stringify({ ...JSON.parse(sessionStorage.getItem('shop.session')), expiresAt: 1 }))",
    );
    await page.reload();
    await page.getByRole("heading", { name: "Your orders" }).waitFor();
    assert.equal(await page.getByRole("alert").count(), 0);
    assert.equal(
      await page.evaluate("JSON.parse(sessionStorage.getItem('shop.session')).expiresAt > Date.now()"),
      true,
    );
  });

  it("has one heading of the first level, a language, and a name for all that can be used", async () => {
    const page = await open();
    const look = async (): Promise<void> => {
      assert.equal(await page.locator("html").getAttribute("lang"), "en");
      assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1);
      assert.match(await page.title(), / – Shop$/);
      const nameless = await page.evaluate(`[...document.querySelectorAll("button, a, input")]
        .filter(({ innerText, labels }) => (innerText ?? "").trim() === "" && (labels ?? []).length === 0)
        .map(({ outerHTML }) => outerHTML)`);
      assert.deepEqual(nameless, []);
      const repeated = await page.evaluate(
        "[...document.querySelectorAll('[id]')].map(({ id }) => id).filter((id, index, all) => all.indexOf(id) !== index)",
      );
      assert.deepEqual(repeated, []);
      assert.equal(await page.locator("img:not([alt])").count(), 0);
      for (const landmark of ["banner", "main", "contentinfo"] as const) {
        assert.equal(await page.getByRole(landmark).count(), 1, landmark);
      }
    };
    await page.getByLabel("Email").waitFor();
    await look();
    await page.getByLabel("Email").fill(account.username);
    await page.getByLabel("Password").fill(account.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "What would you like?" }).waitFor();
    await look();
    await place(page, "Espresso cup");
    await look();
  });

  it("can be read in light and in dark, on a desk and on a phone", async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await open("/", { colorScheme });
      await page.getByLabel("Email").waitFor();
      await page.screenshot({ path: join(SCREENSHOTS, `sign-in-${colorScheme}.png`) });
      const shop = await signedIn("/", { colorScheme, viewport: { width: 1100, height: 900 } });
      await shop.getByRole("heading", { name: "Your orders" }).waitFor();
      await shop.screenshot({ path: join(SCREENSHOTS, `shop-${colorScheme}.png`) });
      await place(shop, "Limited print");
      await shop.getByRole("button", { name: /^Pay/ }).click();
      await shop.getByRole("status").filter({ hasText: "could not be" }).waitFor({ timeout: 60_000 });
      await shop.screenshot({ path: join(SCREENSHOTS, `order-${colorScheme}.png`) });
      await shop.setViewportSize({ width: 360, height: 740 });
      await shop.screenshot({ path: join(SCREENSHOTS, `phone-${colorScheme}.png`) });
      const wider = await shop.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
      assert.equal(wider, 0, "the page is wider than the phone");
      assert.deepEqual(await lowContrast(shop), [], colorScheme);
    }
  });

  it("is served with the headers and the cache rules that the stack asks CloudFront for", async () => {
    const page = await fetch(url);
    assert.match(page.headers.get("content-security-policy") ?? "", /^default-src 'none'; script-src 'self';/);
    assert.equal(page.headers.get("x-content-type-options"), "nosniff");
    assert.equal(page.headers.get("cache-control"), "no-cache");
    const [, script = ""] = /src="(\/assets\/main-[^"]+\.js)"/.exec(await page.text()) ?? [];
    const bundle = await fetch(`${url}${script}`);
    assert.equal(bundle.headers.get("cache-control"), "public, max-age=31536000, immutable");
    assert.equal(bundle.headers.get("content-type"), "text/javascript; charset=utf-8");
    assert.equal((await fetch(`${url}/orders/o-1`)).status, 200);
    assert.equal((await fetch(`${url}/assets/gone-ABCDEFGH.js`)).status, 404);
    // The API's own refusal, and not the page.
    const refused = await fetch(`${url}/api/orders`);
    assert.equal(refused.status, 401);
    assert.match(refused.headers.get("content-type") ?? "", /json/);
    assert.equal((await fetch(url, { method: "DELETE" })).status, 403);
  });

  after("no page complained, and no function had trouble", () => {
    assert.deepEqual(complaints, []);
    assert.deepEqual(used().errors, []);
  });
});
