import { flag, notApplicable, type Options, type Verdict } from "../../core";

/** The setting of controls on what costs, or is in the way, in a stack that is there to be thrown away. */
export const disposableSettings = {
  disposable: flag({
    default: false,
    description: "This stack is there to be thrown away. The stack tag disposable=true says the same.",
  }),
} satisfies Options;

/** What `judge` says, of a stack that is there to stay. */
export function unlessDisposable(
  context: { readonly config: { readonly disposable: boolean }; readonly stackTags: ReadonlyMap<string, string> },
  judge: () => Verdict,
): Verdict {
  return context.config.disposable || context.stackTags.get("disposable") === "true"
    ? notApplicable("the stack is there to be thrown away")
    : judge();
}
