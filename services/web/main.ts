import { Api } from "./api";
import { loadConfig } from "./config";
import { Customers } from "./customers";
import { alertOf, button, h } from "./dom";
import { Orders } from "./orders";
import { asProblem } from "./problem";
import { Session } from "./session";
import type { MakeView, Shop } from "./view";
import { orderView } from "./views/order";
import { profileView } from "./views/profile";
import { shelfView } from "./views/shelf";
import { signInView } from "./views/sign-in";

const app = document.getElementById("app") ?? document.body;
const account = document.getElementById("account") ?? document.body;

/** The page of a path. */
function viewOf(path: string): MakeView {
  if (path === "/profile") return profileView;
  const [, orderId] = /^\/orders\/([^/]+)$/.exec(path) ?? [];
  return orderId === undefined ? shelfView : orderView(decodeURIComponent(orderId));
}

/** Shows the page of the address, and another one when the address changes. */
function start(session: Session, orders: Orders, customers: Customers): void {
  let leave = new AbortController();
  const shop: Shop = {
    session,
    orders,
    customers,
    go: (path) => {
      if (path !== location.pathname) history.pushState(undefined, "", path);
      show(true);
    },
  };
  const show = (moveFocus: boolean): void => {
    leave.abort();
    leave = new AbortController();
    const make = session.isSignedIn ? viewOf(location.pathname) : signInView;
    const { title, contents } = make(shop, leave.signal);
    const heading = h("h1", { tabindex: -1 }, title);
    document.title = `${title} – Shop`;
    app.replaceChildren(heading, ...contents);
    account.replaceChildren(...(session.isSignedIn ? signedIn() : []));
    // A screen reader and the keyboard go on at the new page's beginning, as after any link.
    if (moveFocus) heading.focus();
  };
  const signedIn = (): HTMLElement[] => [
    h("a", { class: "who", href: "/profile" }, session.name),
    button(
      "Sign out",
      async () => {
        await session.signOut();
        shop.go("/");
      },
      { class: "quiet" },
    ),
  ];
  addEventListener("popstate", () => show(true));
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!link || !plain || link.origin !== location.origin || link.hash !== "") return;
    event.preventDefault();
    shop.go(link.pathname);
  });
  show(false);
}

try {
  const config = await loadConfig();
  const session = new Session(config);
  const api = new Api(config, session);
  start(session, new Orders(api, session), new Customers(api));
} catch (error) {
  app.replaceChildren(h("h1", {}, "Shop"), alertOf(asProblem(error)));
}
