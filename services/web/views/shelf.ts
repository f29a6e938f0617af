import { alertOf, busy, h } from "../dom";
import { money } from "../money";
import type { Line, Order } from "../orders";
import { asProblem, Problem } from "../problem";
import { nameOf, PRODUCTS, type Product } from "../products";
import type { Shop, View } from "../view";

const NEWEST = 10;

/** The page to order on, with the newest orders below. */
export function shelfView(shop: Shop, gone: AbortSignal): View {
  const history = h("section", { "aria-labelledby": "history" });
  void showHistory(shop, history, gone);
  return { title: "What would you like?", contents: [orderForm(shop), history] };
}

function orderForm(shop: Shop): HTMLElement {
  const quantities = new Map<string, HTMLInputElement>();
  const total = h("output", { class: "total", for: PRODUCTS.map(({ sku }) => sku).join(" ") });
  const trouble = h("div");
  const submit = h("button", { type: "submit" }, "Place order");
  const lines = (): Line[] =>
    PRODUCTS.flatMap(({ sku, priceCents }) => {
      const quantity = quantities.get(sku)?.valueAsNumber ?? 0;
      return quantity > 0 ? [{ sku, quantity, unitPriceCents: priceCents }] : [];
    });
  const showTotal = (): void => {
    total.value = money(lines().reduce((sum, { quantity, unitPriceCents }) => sum + quantity * unitPriceCents, 0));
  };
  // The same key until an order is placed: who sends again because no answer came gets the same order.
  let key = crypto.randomUUID();
  const form = h(
    "form",
    {},
    h("ul", { class: "shelf" }, ...PRODUCTS.map((product) => card(product, quantities))),
    trouble,
    h("p", { class: "sum" }, h("span", {}, "Total ", total), submit),
  );
  form.addEventListener("input", () => {
    key = crypto.randomUUID();
    showTotal();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void busy(submit, async () => {
      trouble.replaceChildren();
      try {
        const chosen = lines();
        if (chosen.length === 0)
          throw new Problem(0, "Nothing is chosen", "Choose how many you would like of something.");
        shop.go(`/orders/${await shop.orders.place(chosen, key)}`);
      } catch (error) {
        trouble.replaceChildren(alertOf(asProblem(error)));
        if (!shop.session.isSignedIn) shop.go(location.pathname);
      }
    });
  });
  showTotal();
  return form;
}

function card({ sku, name, about, priceCents }: Product, quantities: Map<string, HTMLInputElement>): HTMLElement {
  const input = h("input", {
    id: sku,
    type: "number",
    min: 0,
    max: 99,
    step: 1,
    value: 0,
    inputmode: "numeric",
    required: true,
  });
  quantities.set(sku, input);
  return h(
    "li",
    { class: "card" },
    h("h2", {}, name),
    h("p", { class: "about" }, about),
    h("p", { class: "price" }, money(priceCents)),
    h(
      "p",
      { class: "quantity" },
      h("label", { for: sku }, "Quantity", h("span", { class: "hidden" }, ` of ${name}`)),
      input,
    ),
  );
}

async function showHistory(shop: Shop, section: HTMLElement, gone: AbortSignal): Promise<void> {
  const title = h("h2", { id: "history" }, "Your orders");
  try {
    const orders = await shop.orders.newest(NEWEST);
    if (gone.aborted) return;
    const list = orders.length > 0 ? h("ul", { class: "orders" }, ...orders.map(entry)) : h("p", {}, "None so far.");
    section.replaceChildren(title, list);
  } catch (error) {
    if (gone.aborted) return;
    section.replaceChildren(title, alertOf(asProblem(error)));
    if (!shop.session.isSignedIn) shop.go(location.pathname);
  }
}

function entry({ orderId, status, lines, totalCents, currency, placedAt }: Order): HTMLElement {
  const what = lines.map(({ sku, quantity }) => `${quantity} × ${nameOf(sku)}`).join(", ");
  const when =
    placedAt === undefined ? undefined : h("time", { datetime: placedAt }, new Date(placedAt).toLocaleString());
  return h(
    "li",
    {},
    h("a", { href: `/orders/${orderId}` }, what),
    h("span", { class: `badge ${status}` }, status),
    h("span", { class: "small" }, when ?? "", ` · ${money(totalCents, currency)}`),
  );
}
