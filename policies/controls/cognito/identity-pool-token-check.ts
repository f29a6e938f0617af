import { control } from "../../core";
import { identityPool } from "./clients";

/** Holds identity pools to users that are still signed in. */
export const identityPoolTokenCheck = control({
  id: "cognito-identity-pool-token-check",
  title: "Identity pools ask the user pool whether a token still holds",
  severity: "low",
  why: "Without asking, users that were signed out everywhere, or disabled, go on to get credentials until their token ends.",
  fix: "Set serverSideTokenCheck of each of cognitoIdentityProviders to true.",
  url: "https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_CognitoIdentityProvider.html",
  on: [identityPool],
  check: (pool) =>
    pool
      .list("cognitoIdentityProviders")
      .every((provider) => provider.boolean("serverSideTokenCheck").mustBeTrue({ absent: "AWS then takes false" })),
  remedy: (pool) =>
    pool.list("cognitoIdentityProviders").length === 1
      ? [{ path: "cognitoIdentityProviders.serverSideTokenCheck", value: true }]
      : [],
});
