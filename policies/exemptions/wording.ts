import type { Exemption } from "./exemption";

/** What was excused; the stack as a whole where there is no URN. */
export interface Excused {
  readonly control: string;
  readonly name: string;
  readonly urn?: string;
}

/**
 * What a policy says of a violation that it excuses, on one line:
 * `web is exempt until 2027-05-31 (control "elb-zones", owner "shop", ticket "SHOP-12", urn "urn:…"): moves in May`.
 * The texts in quotes are JSON's, so that a report can take the line apart whatever is in them.
 */
export function exemptLine({ control, name, urn }: Excused, exemption: Exemption): string {
  const { expires, owner, ticket, approver, evidence, reason } = exemption;
  const details = Object.entries({ control, owner, ticket, approver, evidence, urn })
    .filter(([, text]) => text !== undefined && text !== "")
    .map(([key, text]) => `${key} ${JSON.stringify(text)}`);
  return `${oneLine(name)} is exempt until ${expires} (${details.join(", ")}): ${oneLine(reason)}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
