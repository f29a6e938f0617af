import type { StackValidationPolicy } from "@pulumi/policy";
import { ageNote, defaultMaximumAge } from "../core/dated";
import type { ExemptionLedger } from "../exemptions/ledger";
import { exemptionSettingsOf, exemptionSettingsSchema } from "../exemptions/settings";
import { datedLists } from "../facts/facts";

/** Name of the policy whose settings are about the pack as a whole. */
export const upkeepName = "pack-upkeep";

/** The policy that tells what of the pack itself has aged. It comes last, once all others have used their exemptions. */
export function upkeepPolicy(ledgerNow: () => ExemptionLedger, now: () => Date): StackValidationPolicy {
  return {
    name: upkeepName,
    displayName: "Lists and exemptions of the pack are current",
    description:
      "Lists and exemptions of the pack are current. An old list refuses what is sound; an exemption that nobody needs hides what comes next.",
    severity: "low",
    enforcementLevel: "advisory",
    tags: ["pack"],
    remediationSteps: "Update the pack, and renew or remove the exemptions that are named.",
    configSchema: {
      properties: {
        ...exemptionSettingsSchema,
        maximumListAge: {
          type: "integer",
          minimum: 1,
          default: defaultMaximumAge,
          description: "Days that a list may be old.",
        },
      },
    },
    validateStack: (args, reportViolation) => {
      const ledger = ledgerNow();
      const configured = args.getConfig<Record<string, unknown>>();
      const { maximumListAge } = configured;
      const maximumAge = typeof maximumListAge === "number" ? maximumListAge : defaultMaximumAge;
      if (!ledger.isConfigured) {
        ledger.configure(exemptionSettingsOf(configured));
      }
      for (const [name, list] of Object.entries(datedLists)) {
        const old = ageNote(name, list, now(), maximumAge);
        if (old) {
          reportViolation(old);
        }
      }
      for (const { message, urn } of ledger.notes()) {
        reportViolation(message, urn);
      }
      const left = ledger.left();
      if (left.length > 0) {
        args.notApplicable(left.join("\n"));
      }
    },
  };
}
