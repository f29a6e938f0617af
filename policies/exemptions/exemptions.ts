import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";

/** A team's decision to live with a violation for a time. */
export interface Exemption {
  /** Name or URN of the resource; `*` stands for any text. */
  readonly resource: string;
  /** Who answers for it: a person or a team. */
  readonly owner: string;
  /** Why it is right for now. */
  readonly reason: string;
  /** Last day on which it holds, `YYYY-MM-DD`, UTC. */
  readonly expires: string;
}

/** Name of the setting of every control that holds its exemptions. */
export const exemptionsSetting = "exemptions";

const day = /^\d{4}-\d{2}-\d{2}$/;

/** Schema of the setting. */
export const exemptionsSchema: PolicyConfigJSONSchema = {
  type: "array",
  description:
    "Resources that may violate this control for a time. Expired and unused ones are reported by pack-upkeep.",
  items: {
    type: "object",
    required: ["resource", "owner", "reason", "expires"],
    additionalProperties: false,
    properties: {
      resource: { type: "string", minLength: 1, description: "Name or URN of the resource; * stands for any text." },
      owner: { type: "string", minLength: 1, description: "Who answers for it." },
      reason: { type: "string", minLength: 1, description: "Why it is right for now." },
      expires: { type: "string", pattern: day.source, description: "Last day on which it holds, YYYY-MM-DD, UTC." },
    },
  },
};

/** Exemptions that a run has seen, and which of them excused something. */
export class ExemptionLedger {
  private readonly seen = new Map<string, { control: string; exemption: Exemption; used: boolean }>();
  private readonly invalid = new Set<string>();

  constructor(private readonly now: () => Date) {}

  /**
   * The exemptions that are configured for a control; what is no exemption is noted as such and excuses nothing.
   *
   * @param configured the control's setting, as it came
   */
  read(control: string, configured: unknown): Exemption[] {
    const records = Array.isArray(configured) ? configured : configured === undefined ? [] : [configured];
    return records.filter((record): record is Exemption => {
      const valid = isExemption(record);
      if (!valid) {
        this.invalid.add(`${control}: an exemption needs resource, owner, reason and expires (YYYY-MM-DD)`);
      } else if (!this.seen.has(keyOf(control, record))) {
        this.seen.set(keyOf(control, record), { control, exemption: record, used: false });
      }
      return valid;
    });
  }

  /** The exemption that excuses a violation of the control by the resource, if there is one that has not expired. */
  excuse(control: string, exemptions: readonly Exemption[], name: string, urn: string): Exemption | undefined {
    const exemption = exemptions.find(
      (candidate) =>
        !this.hasExpired(candidate) && (matches(candidate.resource, name) || matches(candidate.resource, urn)),
    );
    const entry = exemption && this.seen.get(keyOf(control, exemption));
    if (entry) {
      entry.used = true;
    }
    return exemption;
  }

  /** What there is to say of exemptions: those that are no records, have expired, or excused nothing in this run. */
  notes(): string[] {
    const notes = [...this.seen.values()].flatMap(({ control, exemption, used }) => {
      const { resource, owner, expires } = exemption;
      if (this.hasExpired(exemption)) {
        return [`${control}: the exemption of ${resource} (${owner}) expired on ${expires}: renew it or remove it`];
      }
      return used ? [] : [`${control}: the exemption of ${resource} (${owner}) excused nothing: remove it`];
    });
    return [...this.invalid, ...notes];
  }

  private hasExpired({ expires }: Exemption): boolean {
    // ISO dates compare as text.
    return expires < this.now().toISOString().slice(0, 10);
  }
}

function matches(pattern: string, text: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s").test(text);
}

function isExemption(record: unknown): record is Exemption {
  if (typeof record !== "object" || record === null) {
    return false;
  }
  const texts = ["resource", "owner", "reason", "expires"].map((key): unknown => Reflect.get(record, key));
  return texts.every((value) => typeof value === "string" && value !== "") && day.test(String(texts[3]));
}

function keyOf(control: string, { resource, owner, expires }: Exemption): string {
  return JSON.stringify([control, resource, owner, expires]);
}
