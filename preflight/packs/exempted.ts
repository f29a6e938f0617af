/** A violation that an exemption excused, as far as a reason tells of it. */
export interface Excuse {
  /** The policy that was violated, where it is another than the one that tells. */
  policy?: string;
  urn?: string;
  /** The pack's own words. */
  reason: string;
}

const words = " is exempt until ";

/**
 * How the pack of this package words it, a line a violation:
 * `orders is exempt until 2027-01-31 (control "sqs-encrypted", owner "shop", urn "urn:…"): moves in May`. The texts in
 * quotes are JSON's; what is in brackets may be another's words.
 */
const line = new RegExp(`\\S${words}\\d{4}-\\d{2}-\\d{2}\\b(?: \\((.*))?`);
const detail = /^(\w+) ("(?:[^"\\]|\\.)*")(?:, )?/;

/** False where no reason in a pack's answer has {@link excusesIn | excuses}: told without reading them. */
export function mentionsExemption(response: Buffer): boolean {
  return response.includes(words);
}

/** What exemptions excused, from the reason why a policy was not applicable. */
export function excusesIn(reason: string): Excuse[] {
  return reason.split("\n").flatMap((text) => {
    const match = line.exec(text);
    if (!match) {
      return [];
    }
    const { control, urn } = detailsIn(match[1] ?? "");
    return [{ ...(control && { policy: control }), ...(urn && { urn }), reason: text }];
  });
}

function detailsIn(text: string): Record<string, string> {
  const details: Record<string, string> = {};
  let rest = text;
  for (let match = detail.exec(rest); match; match = detail.exec(rest)) {
    const [whole, key = "", quoted = '""'] = match;
    details[key] = unquoted(quoted);
    rest = rest.slice(whole.length);
  }
  return details;
}

/** The text that a JSON string is; empty for what only looks like one. */
function unquoted(json: string): string {
  try {
    return String(JSON.parse(json));
  } catch {
    return "";
  }
}
