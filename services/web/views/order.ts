import { alertOf, button, h } from "../dom";
import { money } from "../money";
import type { Order } from "../orders";
import { asProblem } from "../problem";
import { nameOf } from "../products";
import type { Shop, View } from "../view";
import { isOver, Status, type StepState, sentenceOf, wayOf, wordsOf } from "../way";

/** How often the order is asked after: the read model follows within a second or so. */
const FIRST_MS = 700;
const SLOWEST_MS = 5000;

const SAID: Record<StepState, string> = { done: "done", current: "now", ahead: "not yet", failed: "ended here" };

/** The page of one order: its way, as far as it is, until it is over. */
export function orderView(orderId: string): (shop: Shop, gone: AbortSignal) => View {
  return (shop, gone) => {
    const page = new OrderPage(shop, orderId, gone);
    void page.follow();
    return { title: `Order ${orderId.slice(0, 8)}`, contents: page.contents };
  };
}

class OrderPage {
  private readonly way = h("ol", { class: "way", "aria-label": "What has become of it" });
  // Said aloud when it changes, and only then.
  private readonly told = h("p", { role: "status", class: "told" }, "Asking after your order …");
  private readonly reason = h("div");
  private readonly actions = h("p", { class: "actions" });
  private readonly trouble = h("div");
  private readonly details = h("div");
  private readonly paymentKey = crypto.randomUUID();
  private shown = "";
  /** What the API said it would be, which the read model does not know yet. */
  private awaited: string | undefined;
  private pace = FIRST_MS;

  constructor(
    private readonly shop: Shop,
    private readonly orderId: string,
    private readonly gone: AbortSignal,
  ) {}

  get contents(): Node[] {
    const { way, told, reason, actions, trouble, details } = this;
    const back = h("p", {}, h("a", { href: "/" }, "Back to the shop"));
    return [h("div", { class: "card" }, told, way, reason, trouble, actions), details, back];
  }

  /** Asks after the order until it is over; what it is told of errors it shows, and goes on. */
  async follow(): Promise<void> {
    while (!this.gone.aborted) {
      try {
        const order = await this.shop.orders.find(this.orderId);
        if (this.gone.aborted) return;
        if (this.shown === "") this.trouble.replaceChildren();
        this.show(order);
        if (isOver(order.status)) return;
      } catch (error) {
        if (this.gone.aborted) return;
        const problem = asProblem(error);
        this.trouble.replaceChildren(alertOf(problem));
        if (problem.status === 401) return this.shop.go(location.pathname);
        if (problem.status === 404) return this.told.replaceChildren("There is nothing to show.");
      }
      await new Promise((resume) => setTimeout(resume, this.pace));
      this.pace = Math.min(this.pace * 1.3, SLOWEST_MS);
    }
  }

  private show(order: Order): void {
    const isBehind = this.awaited !== undefined && order.status === Status.Placed;
    const status = isBehind ? (this.awaited ?? order.status) : order.status;
    if (status === this.shown) return;
    this.shown = status;
    this.told.replaceChildren(sentenceOf(status));
    this.way.replaceChildren(
      ...wayOf(status).map(({ title, state }) =>
        h(
          "li",
          { class: state, "aria-current": state === "current" ? "step" : undefined },
          title,
          h("span", { class: "small" }, ` ${SAID[state]}`),
        ),
      ),
    );
    this.reason.replaceChildren(...(order.reason === undefined ? [] : [reasonOf(order.reason)]));
    this.details.replaceChildren(detailsOf(order));
    this.actions.replaceChildren(...(status === Status.Placed ? this.buttons(order) : []));
  }

  private buttons({ totalCents, currency }: Order): HTMLElement[] {
    const { orders } = this.shop;
    const pay = button(`Pay ${money(totalCents, currency)}`, () =>
      this.ask(() => orders.pay(this.orderId, this.paymentKey), Status.Paying),
    );
    const cancel = button("Cancel the order", () => this.ask(() => orders.cancel(this.orderId), Status.Cancelled), {
      class: "quiet",
    });
    return [pay, cancel];
  }

  private async ask(work: () => Promise<void>, awaited: string): Promise<void> {
    this.trouble.replaceChildren();
    try {
      await work();
      this.awaited = awaited;
      this.pace = FIRST_MS;
      // The buttons are gone with the next step: the keyboard goes on where that is told.
      this.told.tabIndex = -1;
      this.told.focus();
      this.show(await this.shop.orders.find(this.orderId));
    } catch (error) {
      this.trouble.replaceChildren(alertOf(asProblem(error)));
    }
  }
}

function reasonOf(reason: string): HTMLElement {
  return h("p", { class: "reason" }, h("strong", {}, "Reason: "), wordsOf(reason));
}

function detailsOf({ lines, totalCents, currency }: Order): HTMLElement {
  const rows = lines.map(({ sku, quantity, unitPriceCents }) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, nameOf(sku)),
      h("td", {}, String(quantity)),
      h("td", {}, money(unitPriceCents, currency)),
      h("td", {}, money(quantity * unitPriceCents, currency)),
    ),
  );
  const head = ["Article", "Quantity", "Price", "Sum"].map((title) => h("th", { scope: "col" }, title));
  const foot = h("tr", {}, h("th", { scope: "row", colspan: 3 }, "Total"), h("td", {}, money(totalCents, currency)));
  return h(
    "table",
    {},
    h("caption", { class: "hidden" }, "What was ordered"),
    h("thead", {}, h("tr", {}, ...head)),
    h("tbody", {}, ...rows),
    h("tfoot", {}, foot),
  );
}
