import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";

/** A team's decision to live with a violation for a time. */
export interface Exemption {
  /** Id of the control; `*` stands for any text. */
  readonly control: string;
  /** Name or URN of the resource; `*` stands for any text. */
  readonly resource: string;
  /** Who answers for it: a person or a team. */
  readonly owner: string;
  /** Why it is right for now. */
  readonly reason: string;
  /** Where it was asked for and will be ended. */
  readonly ticket?: string;
  /** Who allowed it; without one, no critical control is exempted. */
  readonly approver?: string;
  /** Where it is shown what stands in for the control: an address, or the name of a document. */
  readonly evidence?: string;
  /** Last day on which it holds, `YYYY-MM-DD`, UTC. */
  readonly expires: string;
}

type Field = keyof Exemption;

const day = /^\d{4}-\d{2}-\d{2}$/;

const fields: Record<Field, PolicyConfigJSONSchema> = {
  control: { type: "string", minLength: 1, description: "Id of the control; * stands for any text." },
  resource: { type: "string", minLength: 1, description: "Name or URN of the resource; * stands for any text." },
  owner: { type: "string", minLength: 1, description: "Who answers for it." },
  reason: { type: "string", minLength: 1, description: "Why it is right for now." },
  ticket: { type: "string", minLength: 1, description: "Where it was asked for and will be ended." },
  approver: { type: "string", minLength: 1, description: "Who allowed it; needed to exempt a critical control." },
  evidence: { type: "string", minLength: 1, description: "Where it is shown what stands in for the control." },
  expires: { type: "string", pattern: day.source, description: "Last day on which it holds, YYYY-MM-DD, UTC." },
};

/** What an exemption has to have that names its control; one in a control's own setting needs no ticket. */
const requiredFields: readonly Field[] = ["control", "resource", "owner", "reason", "ticket", "expires"];
const requiredOfControl = requiredFields.filter((field) => field !== "control" && field !== "ticket");

/** Name of the setting, of each control and of `pack-upkeep`, that holds exemptions. */
export const exemptionsSetting = "exemptions";

/** Schema of a control's own exemptions. */
export const controlExemptionsSchema: PolicyConfigJSONSchema = {
  type: "array",
  description:
    "Resources that may violate this control for a time. Expired and unused ones are reported by pack-upkeep.",
  items: itemSchema(requiredOfControl, ({ control, ...others }) => others),
};

/** Schema of the exemptions from all controls. */
export const packExemptionsSchema: PolicyConfigJSONSchema = {
  type: "array",
  description: "Resources that may violate controls for a time. Expired and unused ones are reported.",
  items: itemSchema(requiredFields, (all) => all),
};

function itemSchema(
  required: readonly Field[],
  choose: (all: Record<Field, PolicyConfigJSONSchema>) => Record<string, PolicyConfigJSONSchema>,
): PolicyConfigJSONSchema {
  return { type: "object", required: [...required], additionalProperties: false, properties: choose(fields) };
}

/**
 * An exemption as it came from a file, a configuration or a program; or what is wrong with it, as the end of a sentence.
 *
 * @param control the control whose own setting it stands in, for one that names none
 */
export function exemptionOf(record: unknown, control?: string): Exemption | string {
  if (typeof record !== "object" || record === null || Array.isArray(record)) {
    return "is no record";
  }
  const given = new Map<string, unknown>(Object.entries(record));
  const unknown = [...given.keys()].filter((key) => !(key in fields) || (key === "control" && control !== undefined));
  if (unknown.length > 0) {
    return `has ${unknown.map((key) => `"${key}"`).join(", ")}, which no exemption has`;
  }
  const missing = (control === undefined ? requiredFields : requiredOfControl).filter((key) => !isText(given.get(key)));
  if (missing.length > 0) {
    return `needs ${missing.join(", ")}`;
  }
  const odd = (["ticket", "approver", "evidence"] as const).find((key) => given.has(key) && !isText(given.get(key)));
  if (odd) {
    return `has no text as its ${odd}`;
  }
  const text = (key: Field): string => String(given.get(key));
  const expires = text("expires");
  if (!day.test(expires) || Number.isNaN(Date.parse(expires)) || !new Date(expires).toISOString().startsWith(expires)) {
    return `expires on "${expires}", which is no day: write it as YYYY-MM-DD`;
  }
  return {
    control: control ?? text("control"),
    resource: text("resource"),
    owner: text("owner"),
    reason: text("reason"),
    ...(given.has("ticket") && { ticket: text("ticket") }),
    ...(given.has("approver") && { approver: text("approver") }),
    ...(given.has("evidence") && { evidence: text("evidence") }),
    expires,
  };
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value.trim() !== "";
}
