import { control } from "../../core";
import { userPoolClients } from "./clients";

/** Holds clients to tokens that are in no address. */
export const clientOauthFlows = control({
  id: "cognito-client-no-implicit-flow",
  title: "Clients of user pools get their tokens for a code, not in the address",
  severity: "medium",
  why: "The implicit flow writes tokens into the address, and so into histories, logs and whatever script looks at it.",
  fix: 'Take "implicit" out of allowedOauthFlows, and use "code" with PKCE.',
  url: "https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints-oauth-grants.html",
  on: userPoolClients,
  check: (client) => client.list("allowedOauthFlows").every((flow) => flow.string().notEquals("implicit")),
});
