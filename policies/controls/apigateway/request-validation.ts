import {
  all,
  any,
  cannotTell,
  control,
  notApplicable,
  pass,
  type Resource,
  tokens,
  type Value,
  type Verdict,
} from "../../core";
import { bodyOf } from "./body";
import { operationsOf } from "./operations";

const method = "aws:apigateway/method:Method";
const validator = "x-amazon-apigateway-request-validator";
/** Methods whose requests have a body. */
const withBody = ["POST", "PUT", "PATCH"];

/** Holds REST APIs to refusing requests that are not as described. */
export const apiRequestValidation = control({
  id: "apigateway-request-validation",
  title: "REST APIs validate requests before their backends see them",
  severity: "medium",
  why: "What API Gateway could have refused runs code, costs, and finds that code's mistakes.",
  fix: `Set the method's requestValidatorId; in a document, ${validator}, for all of it or by operation.`,
  url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html",
  on: [method, ...tokens.api],
  check: (resource) => {
    switch (resource.type) {
      case method:
        return methodVerdict(resource);
      case "aws:apigateway/restApi:RestApi":
        return document(bodyOf(resource));
      default:
        return notApplicable("HTTP APIs validate no requests, and WebSocket APIs by their routes");
    }
  },
});

function methodVerdict(resource: Resource): Verdict {
  const verb = resource.string("httpMethod");
  const described =
    resource.at("requestParameters").keys().length > 0 || resource.at("requestModels").keys().length > 0;
  // The id of a validator that the program makes is not known before the deployment, but it can't turn out to be nothing.
  const validates = resource.mustBeSet("requestValidatorId", "the id of a RequestValidator", { unknown: "set" });
  if (described || withBody.includes(verb.value ?? "")) return validates;
  return verb.state === "unknown"
    ? any([validates, cannotTell(verb.reason, verb.path)])
    : notApplicable("there is nothing to validate in its requests");
}

function document(body: Value): Verdict {
  if (body.state === "unknown") return cannotTell(body.reason, body.path);
  const described = operationsOf(body).filter(
    ({ method: verb, definition }) =>
      withBody.includes(verb.toUpperCase()) ||
      definition.has("requestBody") === true ||
      definition.has("parameters") === true,
  );
  const overall = body.mustBeSet([validator], "the name of a validator");
  return described.length === 0
    ? notApplicable("there is nothing to validate in its requests")
    : all(
        described.map(({ definition }) =>
          overall.kind === "pass" ? pass : definition.mustBeSet([validator], "the name of a validator"),
        ),
      );
}
