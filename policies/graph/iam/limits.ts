import type { ConditionTest } from "./document";
import { both, type Truth } from "./truth";

/**
 * Condition keys whose values say who calls, on whose behalf, or from whose network:
 * docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html, and of services their own. Not among them
 * is aws:VpcSourceIp: every account has VPCs with such addresses.
 */
const callers = new Set([
  "aws:principalaccount",
  "aws:principalarn",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:principalservicename",
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourceorgid",
  "aws:sourceorgpaths",
  "aws:sourceowner",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:userid",
  "kms:calleraccount",
  "lambda:eventsourcetoken",
  "s3:dataaccesspointaccount",
  "s3:dataaccesspointarn",
  "vpc-lattice-svcs:sourcevpc",
  "vpc-lattice-svcs:sourcevpcowneraccount",
]);

/** Keys whose values say where requests come from, whoever sends them. */
const places = new Set([
  "aws:sourceip",
  "elasticfilesystem:accessedviamounttarget",
  "elasticfilesystem:accesspointarn",
]);

/** Operators by which a value limits: negated ones, and those that hold where nothing is sent, don't. */
const positive =
  /^(?:ForAnyValue:)?(?:StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike|IpAddress|Bool)$/i;

/** What a condition has to name for it to keep others out. */
export type Named = "callers" | "callers or places";

/** A condition lets in those alone that its values name; each value has to. */
export function limits({ operator, key, values }: ConditionTest, by: Named): Truth {
  const name = key.toLowerCase();
  if (!positive.test(operator) || !(callers.has(name) || (by === "callers or places" && places.has(name)))) {
    return false;
  }
  const something = values.known.length > 0 || values.unclear !== undefined;
  const telling = name === "aws:sourceip" ? isNarrow : names;
  return both(something, values.known.every(telling), ...(values.unclear ? [values.unclear] : []));
}

/**
 * Whether a range of addresses is one that S3 does not take for the public:
 * docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
function isNarrow(range: string): boolean {
  const [address = "", bits] = range.split("/");
  return bits === undefined ? names(range) : Number(bits) >= (address.includes(":") ? 32 : 8);
}

/** Whether a value names something: it is more than wildcards, and of an ARN either the account or the resource is. */
function names(value: string): boolean {
  const parts = value.split(":");
  const telling = parts.length >= 6 && parts[0] === "arn" ? [parts[4] ?? "", parts.slice(5).join(":")] : [value];
  return value !== "false" && telling.some((part) => /[^*?]/.test(part));
}
