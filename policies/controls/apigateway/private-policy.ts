import {
  cannotTell,
  fail,
  notApplicable,
  pass,
  stackControl,
  tokens,
  type Value,
  type Verdict,
  when,
} from "../../core";
import { given } from "../../graph";
import { matchesGlob, type PolicyStatement, readPolicy, Unclear } from "../../graph/iam";
import { judgePolicy } from "../shared/policies";
import { bodyOf } from "./body";
import { wholeApi } from "./resource-policy-https";
import { isPrivate } from "./stage";

const sources = ["aws:sourcevpce", "aws:sourcevpc"];

/** Holds private APIs to the VPCs and endpoints that they are for. */
export const apiPrivatePolicy = stackControl({
  id: "apigateway-private-policy",
  title: "Private REST APIs admit the VPCs or VPC endpoints that they name",
  severity: "high",
  why: "A private API whose policy admits everybody is open to every VPC of every account with an endpoint for API Gateway.",
  fix: 'Deny "execute-api:Invoke" on "execute-api:/*" to "*" where aws:SourceVpce is not (StringNotEquals) one of your endpoints.',
  url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-api-create.html",
  on: tokens.api,
  check: (api, { graph }) => {
    if (api.type !== "aws:apigateway/restApi:RestApi")
      return notApplicable("HTTP and WebSocket APIs are never private");
    const separate = { types: ["aws:apigateway/restApiPolicy:RestApiPolicy"], path: "restApiId" };
    const none = notApplicable("without a policy, nobody can call a private API");
    return when(
      isPrivate(given(graph, api, "endpointConfiguration")),
      () =>
        judgePolicy(
          graph,
          api,
          separate,
          limited,
          bodyOf(api).json(["x-amazon-apigateway-policy"]).judge(limited, { absent: none }),
        ),
      () => notApplicable("the API is not private"),
    );
  },
});

/** Others than the named ones are denied, or nobody but them is allowed. */
function limited(policy: Value): Verdict {
  const { statements, unclear } = readPolicy(policy, "the resource policy");
  if (statements.some(deniesOthers)) return pass;
  const doubt = unclear ?? statements.map(doubtOf).find((one) => one !== undefined);
  if (doubt) return cannotTell(doubt.reasons.join("; "), policy.path);
  return statements.some((one) => one.effect !== "Deny" && admitsEverybody(one) && !names(one, /^String(Equals|Like)/i))
    ? fail({
        path: policy.path,
        found: "an Allow for everybody",
        expected: "a condition on aws:SourceVpce or aws:SourceVpc, or a Deny for the others",
      })
    : pass;
}

/** What of a statement can't be read. */
function doubtOf({ effect, principal, unclear }: PolicyStatement): Unclear | undefined {
  return effect instanceof Unclear ? effect : (unclear ?? principal?.unclear);
}

function admitsEverybody({ principal }: PolicyStatement): boolean {
  return principal !== undefined && (principal.everyone || principal.negated);
}

function deniesOthers(statement: PolicyStatement): boolean {
  const { effect, principal, action, conditions, resource, unclear } = statement;
  return (
    effect === "Deny" &&
    principal?.everyone === true &&
    !principal.negated &&
    action?.negated === false &&
    action.known.some((pattern) => matchesGlob(pattern, "execute-api:invoke")) &&
    resource?.negated === false &&
    resource.known.some((pattern) => wholeApi.test(pattern)) &&
    // A further condition would let some of the others through.
    conditions.length === 1 &&
    unclear === undefined &&
    names(statement, /^StringNot(Equals|Like)/i)
  );
}

/** The statement compares the source with names. */
function names({ conditions }: PolicyStatement, operator: RegExp): boolean {
  return conditions.some(
    (test) =>
      operator.test(test.operator) && sources.includes(test.key.toLowerCase()) && !test.values.known.includes("*"),
  );
}
