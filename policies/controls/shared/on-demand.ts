import { flag, notApplicable, type Options, type Verdict } from "../../core";

/** The setting of a control that is a matter of cost or of the team's way, and says nothing until a team asks for it. */
export function onDemand(what: string) {
  return {
    required: flag({ default: false, description: `Whether ${what}. Off, the control says nothing.` }),
  } satisfies Options;
}

/** What `judge` says, where a team has asked for the control. */
export function ifRequired({ config }: { config: { readonly required: boolean } }, judge: () => Verdict): Verdict {
  return config.required ? judge() : notApplicable("no team has asked for it: set required to true");
}
