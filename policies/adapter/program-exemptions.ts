import type { ResourceValidation, ResourceValidationPolicy } from "@pulumi/policy";
import { Resource } from "../core/resource";
import type { ExemptionLedger } from "../exemptions/ledger";
import { declaredBy, exemptionType, stashType } from "../exemptions/program";

/**
 * The policy that takes in what the program declares. It comes first, so that an exemption holds for every resource that is
 * registered after it, and is a policy of its own, so that one that counts for nothing is told at the place where it stands.
 */
export function programExemptionsPolicy(ledger: () => ExemptionLedger): ResourceValidationPolicy {
  const types = new Set([exemptionType, stashType]);
  const validateResource: ResourceValidation = (args, reportViolation) => {
    if (!types.has(args.type)) {
      args.notApplicable(`Applies to resources of type ${[...types].join(", ")}`);
    }
    const declared = declaredBy(new Resource(args.type, args.name, args.urn, args.props));
    if (declared === undefined) {
      return args.notApplicable("It declares no exemption");
    }
    const problem = ledger().declare(args.urn, declared);
    if (problem) {
      reportViolation(problem);
    }
  };
  return {
    name: "pack-exemptions",
    displayName: "Exemptions in the program are complete",
    description:
      "Exemptions in the program are complete. One that is not excuses nothing, and its resource is reported all the same.",
    severity: "low",
    enforcementLevel: "advisory",
    tags: ["pack"],
    remediationSteps:
      "Give control, resource, owner, reason, ticket and expires (YYYY-MM-DD) as plain text, and an approver for a critical control.",
    validateResource,
  };
}
