import { control, notApplicable, when } from "../../core";
import { userPool } from "./clients";

/** Holds the role that sends a pool's messages to this pool. */
export const poolSmsExternalId = control({
  id: "cognito-sms-external-id",
  title: "User pools show an external id to the role that sends their text messages",
  severity: "low",
  why: "Without it, a pool of another account that names the role sends its messages at this account's cost.",
  fix: "Set smsConfiguration.externalId, and ask for it in the role's trust policy.",
  url: "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SmsConfigurationType.html",
  on: [userPool],
  check: (pool) =>
    when(
      pool.mustBeSet("smsConfiguration", "settings"),
      () => pool.mustBeSet("smsConfiguration.externalId", "an external id"),
      () => notApplicable("the pool sends no text messages"),
    ),
});
