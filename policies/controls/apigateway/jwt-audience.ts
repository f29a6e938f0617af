import { control, notApplicable, when } from "../../core";

/** Holds authorizers to tokens that were issued for their API. */
export const apiJwtAudience = control({
  id: "apigateway-jwt-audience",
  title: "JWT authorizers of HTTP APIs name the audience of their tokens",
  severity: "medium",
  why: "Without an audience, a token that the same issuer gave out for any other application opens this API.",
  fix: "Set jwtConfiguration.audiences to the ids of the clients that the API is for.",
  url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html",
  on: ["aws:apigatewayv2/authorizer:Authorizer"],
  check: (authorizer) =>
    when(
      authorizer.string("authorizerType").equals("JWT"),
      () => authorizer.list("jwtConfiguration.audiences").lengthAtLeast(1, { absent: "ids of clients" }),
      () => notApplicable("a function decides, which reads the audience itself"),
    ),
});
