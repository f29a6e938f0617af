import { control, notApplicable, when } from "../../core";
import { lambdaUrl } from "./function";

/** Holds URLs of functions to callers that sign. */
export const lambdaUrlAuth = control({
  id: "lambda-url-auth",
  title: "URLs of Lambda functions ask who calls",
  severity: "high",
  why: "A URL without IAM runs the function for everybody who finds it, past every firewall.",
  fix: 'Set authorizationType to "AWS_IAM", and let CloudFront sign for browsers.',
  url: "https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html",
  on: [lambdaUrl],
  check: (url) => url.string("authorizationType").equals("AWS_IAM"),
});

/** Holds URLs of functions to naming the pages that may call with a user's credentials. */
export const lambdaUrlCors = control({
  id: "lambda-url-cors",
  title: "URLs of Lambda functions that take credentials from browsers name the origins that may call",
  severity: "medium",
  why: "With credentials allowed for every origin, each page that a user opens can call the function in the user's name.",
  fix: "Set cors.allowOrigins to the origins of your own pages.",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html",
  on: [lambdaUrl],
  check: (url) =>
    when(
      url.boolean("cors.allowCredentials").mustBeTrue(),
      () => url.list("cors.allowOrigins").every((origin) => origin.string().noneOf(["*", "https://*", "http://*"])),
      () => notApplicable("no page calls it with credentials"),
    ),
});
