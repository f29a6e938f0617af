import { all, cannotTell, pass, type Resource, stackControl, type Value, type Verdict } from "../../core";
import { type Graph, type Reference, Unclear } from "../../graph";
import { either, type Truth } from "../../graph/iam";
import { arnOf, findReceiver, needs, receivers, serviceSends } from "../../graph/wiring";
import { distributionTypes, passesFunction, signsAt } from "./origins";
import { keys, outside } from "./shared";

const { lambdaFunction } = receivers;
const urlTypes = ["aws:lambda/functionUrl:FunctionUrl"];
const service = "cloudfront.amazonaws.com";

/** https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html */
const urlHost = /^([a-z0-9]+)\.lambda-url\.[a-z0-9-]+\.on\.aws$/i;

/**
 * Both actions: new URLs ask for the two since October 2025, docs.aws.amazon.com/lambda/latest/dg/urls-auth.html, and those
 * of accounts that had some before since November 2026, as AWS wrote to their owners (github.com/serverless/serverless/issues/13147).
 */
const calls = { actions: [["lambda:InvokeFunctionUrl"], ["lambda:InvokeFunction"]] };

export const distributionFunctionWiring = stackControl({
  id: "wiring-distribution-function",
  title: "CloudFront may call the function URLs that its distributions ask",
  severity: "high",
  why: "A URL of AWS_IAM answers every viewer with 403 where CloudFront does not sign its requests, or lacks one of two permissions; the function logs nothing.",
  fix: "Give the origin an OriginAccessControl of type lambda that signs, and the function two permissions for cloudfront.amazonaws.com with the ARN of the distribution: lambda:InvokeFunctionUrl, and lambda:InvokeFunction with invokedViaFunctionUrl.",
  url: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-lambda.html",
  on: distributionTypes,
  check: (distribution, { graph }) => {
    const origins = distribution.list("origins");
    return origins.state === "unknown"
      ? pass
      : all(origins.items.map((origin) => judgeOrigin(graph, distribution, origin)));
  },
});

function judgeOrigin(graph: Graph, distribution: Resource, origin: Value): Verdict {
  const signed = signsAt(graph, distribution, origin, "lambda");
  const path = `${origin.path}.domainName`;
  const from = `distribution ${distribution.name}`;
  const url = urlAt(graph, distribution, origin, signed);
  switch (url.kind) {
    case "absent":
      return pass;
    case "unclear":
      return cannotTell(`${from}: ${url.reason}`, path);
    case "external":
      return outside({ from, to: url.value, path });
    case "resource": {
      const verdict = judgeUrl(graph, distribution, origin, signed, url.resource);
      const auth = url.resource.string("authorizationType");
      return verdict.kind === "fail" && auth.state === "unknown"
        ? cannotTell(`${from}: whether the URL ${url.resource.name} asks for signed requests: ${auth.reason}`, path)
        : verdict;
    }
  }
}

/** The function URL that an origin is, if it is one. */
function urlAt(graph: Graph, distribution: Resource, origin: Value, signed: Truth): Reference {
  const path = `${origin.path}.domainName`;
  const host = distribution.string(path).value;
  if (host !== undefined) {
    const id = urlHost.exec(host)?.[1];
    const own = graph.ofType(urlTypes).find((url) => hostOf(url) === host.toLowerCase());
    return own
      ? { kind: "resource", resource: own }
      : id === undefined
        ? { kind: "absent" }
        : { kind: "external", value: `function URL ${id}` };
  }
  const candidates = graph.dependenciesOf(distribution, "origins").filter(({ type }) => urlTypes.includes(type));
  // Buckets have no such configuration; function URLs have to.
  if (candidates.length === 0 || origin.has("customOriginConfig") === false) {
    return { kind: "absent" };
  }
  return signed === true
    ? graph.follow(distribution, path, urlTypes)
    : {
        kind: "unclear",
        reason: `whether ${origin.path} is the URL of ${candidates[0]?.name ?? "a function"} is not known before the deployment`,
        candidates,
        open: true,
      };
}

function hostOf(url: Resource): string | undefined {
  return /^https:\/\/([^/]+)/.exec(url.string("functionUrl").value?.toLowerCase() ?? "")?.[1];
}

/** Whoever calls a URL of NONE is let in by a permission that AWS makes beside it. */
function judgeUrl(graph: Graph, distribution: Resource, origin: Value, signed: Truth, url: Resource): Verdict {
  const auth = url.string("authorizationType");
  if (auth.value === "NONE") {
    return pass;
  }
  const path = `${origin.path}.domainName`;
  const from = `distribution ${distribution.name}`;
  const found = findReceiver(graph, url, "functionName", [lambdaFunction]);
  if (found.kind === "unclear") {
    return cannotTell(`${from}: ${url.name}: ${found.reason}`, path);
  }
  if (found.kind !== "found") {
    return outside({ from, to: `the function of the URL ${url.name}`, path });
  }
  const { receiver, resource, arn } = found.found;
  const edge = { from, to: `URL of function ${resource.name}`, path };
  const byFunction = signed !== true && passesFunction(distribution, origin);
  return all(
    needs(
      edge,
      either(signed, byFunction ? Unclear.because("a function at the edge may sign them") : false),
      "a signature on its requests, which the URL asks for (AWS_IAM)",
      "originAccessControlId of an OriginAccessControl of type lambda with signingBehavior always",
    ),
    byFunction
      ? pass
      : serviceSends(
          graph,
          edge,
          {
            service,
            sourceArn: arnOf(distribution),
            context: keys({ "lambda:functionurlauthtype": "AWS_IAM", "lambda:invokedviafunctionurl": "true" }),
          },
          { receiver, resource, arn: qualified(url, arn) },
          calls,
        ),
  );
}

/** What a URL calls: the function, or one of its aliases. */
function qualified(url: Resource, arn: string | Unclear): string | Unclear {
  const qualifier = url.string("qualifier");
  if (qualifier.state === "absent" || arn instanceof Unclear) {
    return arn;
  }
  return qualifier.value === undefined
    ? Unclear.because(`${url.name}: ${qualifier.reason}`)
    : `${arn}:${qualifier.value}`;
}
