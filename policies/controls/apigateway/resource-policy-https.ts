import { notApplicable, stackControl, tokens, type Value } from "../../core";
import { judgePolicy } from "../shared/policies";
import { deniesPlainHttp } from "../shared/secure-transport";
import { bodyOf } from "./body";

const none = notApplicable("the API has no resource policy; API Gateway serves over HTTPS only");
/** The whole API: `execute-api:/*`, which is relative to it, or an ARN of which everything after the API's id is `*`. */
export const wholeApi =
  /^(\*|(execute-api:|arn:[^:]*:execute-api:[^:]*:[^:]*:[^/]+)(\/\*)+|arn:[^:]*:execute-api:([^:]*:[^:]*:)?\*)$/;

/** Holds the resource policies of REST APIs to refusing plain HTTP. */
export const resourcePolicyHttps = stackControl({
  id: "apigateway-resource-policy-https",
  title: "Resource policies of REST APIs refuse plain HTTP",
  severity: "medium",
  why: "A policy that says who may call, and not how, leaves it to the service's present behaviour that calls are encrypted.",
  fix: 'Add a statement that denies "execute-api:Invoke" on "execute-api:/*" to "*" where aws:SecureTransport is "false".',
  url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-aws-condition-keys.html",
  on: tokens.api,
  enforcement: "mandatory",
  check: (api, { graph }) => {
    if (api.type !== "aws:apigateway/restApi:RestApi") {
      return notApplicable("HTTP and WebSocket APIs have no resource policies");
    }
    const judge = (policy: Value) =>
      deniesPlainHttp(policy, { action: "execute-api:Invoke", resources: { "the whole API": wholeApi } });
    const separate = { types: ["aws:apigateway/restApiPolicy:RestApiPolicy"], path: "restApiId" };
    const inBody = bodyOf(api).json(["x-amazon-apigateway-policy"]).judge(judge, { absent: none });
    return judgePolicy(graph, api, separate, judge, inBody);
  },
});
