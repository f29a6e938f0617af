import { control, notApplicable, tokens, when } from "../../core";

const anyOrigin = ["*", "https://*", "http://*"];

/** Holds HTTP APIs to naming the pages that may call with a user's credentials. */
export const apiCorsOrigins = control({
  id: "apigateway-cors-origins",
  title: "HTTP APIs that take credentials from browsers name the origins that may call",
  severity: "medium",
  why: "With credentials allowed for every origin, each page that a user opens can call the API in the user's name.",
  fix: "Set corsConfiguration.allowOrigins to the origins of your own pages.",
  url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html",
  on: tokens.api,
  check: (api) =>
    when(
      api.boolean("corsConfiguration.allowCredentials").mustBeTrue(),
      () => api.list("corsConfiguration.allowOrigins").every((origin) => origin.string().noneOf(anyOrigin)),
      () => notApplicable("no page calls it with credentials"),
    ),
});
