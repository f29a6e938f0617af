import { choice, control, notApplicable, when } from "../../core";
import { securityHub, userPool } from "./clients";

/** Holds user pools to a second factor. */
export const poolMfa = control({
  id: "cognito-mfa",
  title: "User pools have a second factor",
  severity: "medium",
  why: "A password that was stolen elsewhere is all that it takes to be somebody else.",
  fix: 'Set mfaConfiguration to "ON", or to "OPTIONAL" where users decide, with softwareTokenMfaConfiguration.enabled true.',
  url: `${securityHub}#cognito-5`,
  on: [userPool],
  config: {
    mode: choice(["optional", "required"], {
      default: "optional",
      description:
        "optional takes pools whose users decide for themselves; required takes those only where all have to.",
    }),
  },
  check: (pool, { config }) =>
    when(
      pool
        .list("signInPolicy.allowedFirstAuthFactors")
        .some((factor) => factor.string().notEquals("PASSWORD"), "a factor that is no password"),
      () => notApplicable("users may sign in without a password, which is one factor less to steal"),
      () =>
        pool
          .string("mfaConfiguration")
          .oneOf(config.mode === "required" ? ["ON"] : ["ON", "OPTIONAL"], { absent: "AWS then takes OFF" }),
    ),
});
