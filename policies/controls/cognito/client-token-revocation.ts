import { control, pass } from "../../core";
import { userPoolClients } from "./clients";

/** Holds clients to tokens that can be taken back. */
export const clientTokenRevocation = control({
  id: "cognito-client-token-revocation",
  title: "Tokens of user pools' clients can be revoked",
  severity: "medium",
  why: "A refresh token that was stolen, and can't be revoked, gives out new tokens until it ends by itself.",
  fix: "Leave enableTokenRevocation out, or set it to true.",
  url: "https://docs.aws.amazon.com/cognito/latest/developerguide/token-revocation.html",
  on: userPoolClients,
  check: (client) => client.boolean("enableTokenRevocation").mustBeTrue({ absent: pass }),
  remedy: [{ path: "enableTokenRevocation", value: true }],
});
