import { FIELDS, type Field, type Known } from "../customers";
import { alertOf, busy, field, h } from "../dom";
import { asProblem } from "../problem";
import type { Shop, View } from "../view";

const INPUTS: Record<Field, [label: string, attributes: Record<string, string | number | boolean>]> = {
  name: ["Name", { autocomplete: "name", maxlength: 200, required: true }],
  email: ["Email", { type: "email", autocomplete: "email", maxlength: 254, required: true }],
  phone: ["Phone", { type: "tel", autocomplete: "tel", maxlength: 40 }],
  postcode: ["Post code", { autocomplete: "postal-code", maxlength: 16 }],
  country: ["Country, by its two letters", { autocomplete: "country", pattern: "[A-Z]{2}", maxlength: 2 }],
};

/** The page of who is signed in: what the shop knows of them, for them to change. */
export function profileView(shop: Shop, gone: AbortSignal): View {
  const page = new ProfilePage(shop, gone);
  void page.load();
  return { title: "Your profile", contents: page.contents };
}

class ProfilePage {
  private readonly fields = FIELDS.map(
    (name) => [name, ...field(INPUTS[name][0], { name, ...INPUTS[name][1] })] as const,
  );
  private readonly submit = h("button", { type: "submit" }, "Save");
  private readonly told = h("p", { role: "status", class: "small" });
  private readonly trouble = h("div");
  private readonly form: HTMLFormElement;
  private known: Known | undefined;

  constructor(
    private readonly shop: Shop,
    private readonly gone: AbortSignal,
  ) {
    const elements = this.fields.map(([, element]) => element);
    this.form = h("form", { class: "card narrow", hidden: true }, ...elements, this.submit);
    this.form.addEventListener("input", () => this.told.replaceChildren());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void busy(this.submit, () => this.tryTo(() => this.save()));
    });
  }

  get contents(): Node[] {
    return [this.trouble, this.form, this.told, h("p", {}, h("a", { href: "/" }, "Back to the shop"))];
  }

  load(): Promise<void> {
    return this.tryTo(async () => {
      this.show(await this.shop.customers.own());
      this.form.hidden = false;
    });
  }

  private async save(): Promise<void> {
    const profile = Object.fromEntries(this.fields.map(([name, , input]) => [name, input.value]));
    this.show(await this.shop.customers.keep(profile, this.known?.tag));
    this.told.replaceChildren("Your profile is saved.");
  }

  private show(known: Known | undefined): void {
    this.known = known;
    // Whoever has no profile yet begins with what they sign in by.
    const profile = known?.profile ?? { email: this.shop.session.name };
    for (const [name, , input] of this.fields) input.value = profile[name] ?? "";
  }

  private async tryTo(work: () => Promise<void>): Promise<void> {
    this.trouble.replaceChildren();
    try {
      await work();
    } catch (error) {
      if (this.gone.aborted) return;
      const problem = asProblem(error);
      this.trouble.replaceChildren(alertOf(problem));
      if (!this.shop.session.isSignedIn) return this.shop.go(location.pathname);
      // Changed elsewhere, in another tab or by the shop: what there is now is shown, to be changed anew.
      if (problem.status === 412 || problem.status === 428)
        this.show(await this.shop.customers.own().catch(() => this.known));
    }
  }
}
