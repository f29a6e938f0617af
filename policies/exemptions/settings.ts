import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";
import { exemptionsSetting, packExemptionsSchema } from "./exemption";

/** What the configuration of `pack-upkeep` says of exemptions. */
export interface ExemptionSettings {
  /** Unchecked. */
  readonly exemptions: readonly unknown[];
  readonly exemptionsFile?: string;
  /** How many may hold at the same time. */
  readonly mostExemptions?: number;
  /** Days from now within which each has to expire. */
  readonly longestExemption?: number;
  readonly ignoreExemptions: boolean;
}

/** Schema of these settings. */
export const exemptionSettingsSchema: Record<string, PolicyConfigJSONSchema> = {
  [exemptionsSetting]: packExemptionsSchema,
  exemptionsFile: {
    type: "string",
    minLength: 1,
    description: "YAML or JSON file with exemptions, absolute or relative to the folder of the policy pack.",
  },
  mostExemptions: { type: "integer", minimum: 0, description: "How many exemptions may hold at the same time." },
  longestExemption: { type: "integer", minimum: 1, description: "Days from today within which each has to expire." },
  ignoreExemptions: {
    type: "boolean",
    default: false,
    description: "Excuse nothing in this run, as an audit against a framework wants it.",
  },
};

/** Reads the settings; what is not of its type counts as not given. */
export function exemptionSettingsOf(configured: Readonly<Record<string, unknown>>): ExemptionSettings {
  const { exemptions, exemptionsFile, mostExemptions, longestExemption, ignoreExemptions } = configured;
  return {
    exemptions: Array.isArray(exemptions) ? exemptions : [],
    ...(typeof exemptionsFile === "string" && { exemptionsFile }),
    ...(typeof mostExemptions === "number" && { mostExemptions }),
    ...(typeof longestExemption === "number" && { longestExemption }),
    ignoreExemptions: ignoreExemptions === true,
  };
}
