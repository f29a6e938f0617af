/** A value that looks like a secret. */
export interface SuspectedSecret {
  /** Where it is, such as `database.password`. */
  readonly path: string;
  /** What gave it away; never the value. */
  readonly reason: string;
}

/** Words in the name of a key whose text is a secret. */
const SECRET_KEY =
  /pass(word|wd|phrase)|^pwd$|secret|credential|^token$|[a-z0-9_-]token$|api[-_]?key|(private|access|signing|encryption|account|auth)[-_]?key|connection[-_]?string/i;

/** Endings of names whose text says where a secret is, or something about it. */
const REFERENCE_KEY =
  /(arn|name|path|url|uri|endpoint|issuer|audience|prefix|header|format|type|policy|algorithm|alias|version|ttl|seconds|minutes|hours|days|id)$/i;

/** References that services resolve when they need the secret. */
const REFERENCE_VALUE = /^(arn:[^:]+:(secretsmanager|ssm|kms):|\{\{resolve:(secretsmanager|ssm-secure):)/;

/** Text that is a secret whatever its key is called. */
const SECRET_VALUES: [RegExp, string][] = [
  [/\b(AKIA|ASIA)[A-Z0-9]{16}\b/, "an AWS access key id"],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, "a private key"],
  [/\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]+/, "a JSON web token"],
  [/^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s@]+@/i, "a password in a URL"],
  [/\b(ghp|gho|ghu|ghs|ghr)_[A-Za-z0-9]{30,}\b|\bgithub_pat_\w{20,}/, "a GitHub token"],
  [/\bxox[abprs]-[\w-]{10,}/, "a Slack token"],
  [/\b(sk|rk)_(live|test)_[A-Za-z0-9]{10,}/, "a Stripe key"],
];

/**
 * Values of a configuration that look like secrets: text under a key that is named like one, and text that has the form
 * of one. Numbers, switches and references to where a secret lies are none.
 * @param harmless paths to leave out
 */
export function suspectedSecrets(value: unknown, harmless: readonly string[] = [], path = ""): SuspectedSecret[] {
  if (harmless.includes(path)) return [];
  if (typeof value === "string") {
    const reason = suspicion(
      path
        .split(".")
        .filter((part) => !/^\d+$/.test(part))
        .pop() ?? "",
      value,
    );
    return reason === undefined ? [] : [{ path, reason }];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    suspectedSecrets(inner, harmless, path === "" ? key : `${path}.${key}`),
  );
}

function suspicion(key: string, text: string): string | undefined {
  if (text === "") return undefined;
  for (const [pattern, reason] of SECRET_VALUES) {
    if (pattern.test(text)) return `it holds ${reason}`;
  }
  if (REFERENCE_VALUE.test(text) || REFERENCE_KEY.test(key)) return undefined;
  return SECRET_KEY.test(key) ? "it is named like a secret" : undefined;
}
