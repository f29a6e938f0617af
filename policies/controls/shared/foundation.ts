import { flag, notApplicable, type Options, type Verdict } from "../../core";

/** The setting of controls that hold a stack to what an account has once. */
export const foundationSetting = {
  foundation: flag({
    default: false,
    description: "This stack is an account's foundation. The stack tag foundation=true says the same.",
  }),
} satisfies Options;

/** Where such a control gets it from. */
export interface FoundationContext {
  readonly config: { readonly foundation: boolean };
  readonly stackTags: ReadonlyMap<string, string>;
}

/** Judges a stack that is an account's foundation; of others there is nothing to say. */
export function inFoundation({ config, stackTags }: FoundationContext, judge: () => Verdict): Verdict {
  return config.foundation || stackTags.get("foundation") === "true"
    ? judge()
    : notApplicable("the stack is not declared as an account's foundation");
}

/** What such a control says of single resources. */
export const asAWhole = notApplicable("the stack is judged as a whole");
