import * as v from "valibot";

const list = v.union([v.string(), v.array(v.string())]);
const Statement = v.looseObject({
  Sid: v.optional(v.string()),
  Effect: v.picklist(["Allow", "Deny"]),
  Principal: v.optional(v.unknown()),
  Action: v.optional(list),
  Resource: v.optional(list),
  Condition: v.optional(v.record(v.string(), v.record(v.string(), v.unknown()))),
});
const Document = v.looseObject({
  Version: v.optional(v.string()),
  Statement: v.union([
    v.array(Statement),
    v.pipe(
      Statement,
      v.transform((one) => [one]),
    ),
  ]),
});

/** A statement of a resource policy. */
export type PolicyStatement = v.InferOutput<typeof Statement>;
/** A resource policy; its statements always a list. */
export type PolicyDocument = v.InferOutput<typeof Document>;

/** What a method of the API asks of its callers, for the decision which statements a new policy needs. */
export interface Guarded {
  readonly path: string;
  readonly httpMethod: string;
  /** NONE, AWS_IAM, CUSTOM or COGNITO_USER_POOLS. */
  readonly authorization: string;
}

/**
 * Reads the policy that GetRestApi returns: JSON whose quotes are escaped once more than JSON in JSON is
 * (`{\"Version\":…`), or plain JSON.
 * @throws Error where it is neither.
 */
export function parsePolicy(value: string): PolicyDocument {
  for (const candidate of [value, value.replace(/\\(["\\/])/g, "$1")]) {
    try {
      return v.parse(Document, JSON.parse(candidate));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  throw new Error(`The API's resource policy is not JSON: ${value.slice(0, 200)}`);
}

const items = (value: string | string[] | undefined) => (typeof value === "string" ? [value] : (value ?? []));
const wholeApi = /^(\*|execute-api:(\/\*)+|arn:[^:]*:execute-api:[^:]*:[^:]*:[^/]+(\/\*)+)$/;
const invoke = new Set(["*", "execute-api:*", "execute-api:invoke"]);

/** Whether a policy refuses every call to the whole API that did not come over TLS. */
export function deniesPlainHttp(policy: PolicyDocument | undefined): boolean {
  return policy?.Statement.some(refusesPlainHttp) ?? false;
}

function refusesPlainHttp(statement: PolicyStatement): boolean {
  const everybody =
    statement.Principal === "*" ||
    (v.is(v.object({ AWS: list }), statement.Principal) && items(statement.Principal.AWS).includes("*"));
  // A second condition would narrow the refusal down.
  const [operator, ...others] = Object.entries(statement.Condition ?? {});
  const [key, ...otherKeys] = Object.entries(operator?.[1] ?? {});
  const values = Array.isArray(key?.[1]) ? key[1] : [key?.[1]];
  return (
    statement.Effect === "Deny" &&
    everybody &&
    items(statement.Action).some((action) => invoke.has(action.toLowerCase())) &&
    items(statement.Resource).some((resource) => wholeApi.test(resource)) &&
    others.length === 0 &&
    otherKeys.length === 0 &&
    /^Bool(IfExists)?$/.test(operator?.[0] ?? "") &&
    key?.[0].toLowerCase() === "aws:securetransport" &&
    values.length === 1 &&
    String(values[0]) === "false"
  );
}

const DENY: PolicyStatement = {
  Sid: "DenyPlainHttp",
  Effect: "Deny",
  Principal: "*",
  Action: "execute-api:Invoke",
  Resource: "execute-api:/*",
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};

/** The policy to set, or why only people can decide on it. */
export type PolicyPlan = { readonly policy: PolicyDocument } | { readonly unresolved: string };

/**
 * The policy with the refusal of plain HTTP added, every other statement as it was.
 *
 * An API without a policy lets callers in by its methods' authorization alone; with one, methods without authorization and
 * those with a Cognito authorizer need an Allow. For methods with IAM or Lambda authorization an Allow would by itself let
 * everybody of the account in (docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html),
 * so that they get none; where the two can't be told apart by path, people decide.
 */
export function withTlsOnly(policy: PolicyDocument | undefined, methods: readonly Guarded[]): PolicyPlan {
  if (policy) return { policy: { ...policy, Statement: [...policy.Statement, DENY] } };
  const open = methods.filter(({ authorization }) => needsAllow(authorization));
  const guarded = methods.filter(({ authorization }) => !needsAllow(authorization));
  const clash = open.flatMap((one) => guarded.filter((other) => overlaps(one, other)).map((other) => [one, other]))[0];
  if (clash) {
    const [one, other] = clash.map((method) => `${method.httpMethod} ${method.path}`);
    return {
      unresolved: `A first resource policy must allow ${one} and must not allow ${other}, whose paths overlap in a policy.`,
    };
  }
  const resources =
    guarded.length === 0 ? ["execute-api:/*"] : open.map((method) => `execute-api:/*/${pattern(method)}`);
  const allow: PolicyStatement[] =
    open.length === 0 && guarded.length > 0
      ? []
      : [{ Sid: "AllowCallers", Effect: "Allow", Principal: "*", Action: "execute-api:Invoke", Resource: resources }];
  return { policy: { Version: "2012-10-17", Statement: [...allow, DENY] } };
}

function needsAllow(authorization: string): boolean {
  return authorization === "NONE" || authorization === "COGNITO_USER_POOLS";
}

function pattern({ httpMethod, path }: Guarded): string {
  return `${httpMethod === "ANY" ? "*" : httpMethod}${path.replace(/\{[^}]+\}/g, "*")}`;
}

/** Whether the Allow for `open` could match a call of `guarded`. `*` in a policy matches slashes as well. */
function overlaps(open: Guarded, guarded: Guarded): boolean {
  const anyVerb = open.httpMethod === "ANY" || guarded.httpMethod === "ANY";
  if (!anyVerb && open.httpMethod !== guarded.httpMethod) return false;
  const [one, other] = [literal(open.path), literal(guarded.path)];
  if (!one.open && !other.open) return open.path === guarded.path;
  return (one.open && other.prefix.startsWith(one.prefix)) || (other.open && one.prefix.startsWith(other.prefix));
}

function literal(path: string): { prefix: string; open: boolean } {
  const at = path.indexOf("{");
  return at < 0 ? { prefix: path, open: false } : { prefix: path.slice(0, at), open: true };
}
