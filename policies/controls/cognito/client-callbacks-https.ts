import { all, control, type Value, type Verdict } from "../../core";
import { userPoolClients } from "./clients";

/** On the developer's own machine there is nobody on the way; and apps have schemes of their own. */
const plainHttp = /^http:\/\/(?!(localhost|127\.0\.0\.1|\[::1\])([:/]|$))/i;

/** Holds clients to handing over codes on HTTPS. */
export const clientCallbacksHttps = control({
  id: "cognito-client-callbacks-https",
  title: "Clients of user pools send users back over HTTPS",
  severity: "high",
  why: "The code that is good for a user's tokens is in that address: plain HTTP shows it to everyone on the way.",
  fix: "Begin callbackUrls, logoutUrls and defaultRedirectUri with https://.",
  url: "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html",
  on: userPoolClients,
  check: (client) =>
    all(
      client.list("callbackUrls").every(overHttps),
      client.list("logoutUrls").every(overHttps),
      client.list("defaultRedirectUri").every(overHttps),
    ),
});

function overHttps(url: Value): Verdict {
  return url.string().test((text) => !plainHttp.test(text), "an address that begins with https://");
}
