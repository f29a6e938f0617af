import { alertOf, busy, field, h } from "../dom";
import { asProblem } from "../problem";
import { type Asked, Challenge } from "../session";
import type { Shop, View } from "../view";

/** The page for who is not signed in: the password, and what Cognito asks for besides. */
export function signInView(shop: Shop): View {
  const place = h("div");
  passwordForm(shop, place);
  return { title: "Sign in", contents: [place] };
}

function passwordForm(shop: Shop, place: HTMLElement): void {
  const [emailField, email] = field("Email", {
    name: "email",
    type: "email",
    autocomplete: "username",
    required: true,
  });
  const [passwordField, password] = field("Password", {
    name: "password",
    type: "password",
    autocomplete: "current-password",
    required: true,
  });
  const form = formOf("Sign in", [emailField, passwordField], async () =>
    next(shop, place, await shop.session.signIn(email.value.trim(), password.value)),
  );
  place.replaceChildren(form);
}

function next(shop: Shop, place: HTMLElement, asked: Asked | undefined): void {
  if (!asked) {
    shop.go(location.pathname);
    return;
  }
  const isCode = asked.challenge === Challenge.Code;
  const [wrapper, input] = isCode
    ? field("Code of your authenticator app", {
        name: "code",
        inputmode: "numeric",
        autocomplete: "one-time-code",
        pattern: "[0-9]{6}",
        required: true,
      })
    : field("New password", { name: "new-password", type: "password", autocomplete: "new-password", required: true });
  const why = isCode ? undefined : h("p", {}, "Your password is for the first time only. Choose one of your own.");
  const form = formOf("Go on", [why, wrapper], async () =>
    next(shop, place, await shop.session.answer(asked, input.value)),
  );
  place.replaceChildren(form);
  input.focus();
}

function formOf(
  action: string,
  fields: readonly (HTMLElement | undefined)[],
  work: () => Promise<void>,
): HTMLFormElement {
  const submit = h("button", { type: "submit" }, action);
  const trouble = h("div");
  const form = h("form", { class: "card narrow" }, ...fields, trouble, submit);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void busy(submit, async () => {
      trouble.replaceChildren();
      try {
        await work();
      } catch (error) {
        trouble.replaceChildren(alertOf(asProblem(error)));
      }
    });
  });
  return form;
}
