import type { StackValidationPolicy } from "@pulumi/policy";
import { ageNote, defaultMaximumAge } from "../core/dated";
import type { ExemptionLedger } from "../exemptions/exemptions";
import { datedLists } from "../facts/facts";

/** The policy that tells what of the pack itself has aged. It comes last, once all others have used their exemptions. */
export function upkeepPolicy(ledger: ExemptionLedger, now: () => Date): StackValidationPolicy {
  return {
    name: "pack-upkeep",
    displayName: "Lists and exemptions of the pack are current",
    description:
      "Lists and exemptions of the pack are current. An old list refuses what is sound; an exemption that nobody needs hides what comes next.",
    severity: "low",
    enforcementLevel: "advisory",
    tags: ["pack"],
    remediationSteps: "Update the pack, and renew or remove the exemptions that are named.",
    configSchema: {
      properties: {
        maximumListAge: {
          type: "integer",
          minimum: 1,
          default: defaultMaximumAge,
          description: "Days that a list may be old.",
        },
      },
    },
    validateStack: (args, reportViolation) => {
      const configured = args.getConfig<{ maximumListAge?: unknown }>().maximumListAge;
      const maximumAge = typeof configured === "number" ? configured : defaultMaximumAge;
      const old = Object.entries(datedLists).map(([name, list]) => ageNote(name, list, now(), maximumAge));
      for (const note of [...old.filter((text) => text !== undefined), ...ledger.notes()]) {
        reportViolation(note);
      }
    },
  };
}
