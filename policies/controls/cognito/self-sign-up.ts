import { control } from "../../core";
import { ifRequired, onDemand } from "../shared/on-demand";
import { userPool } from "./clients";

/** Holds user pools to users that somebody let in. */
export const poolSelfSignUp = control({
  id: "cognito-self-sign-up",
  title: "Users of user pools are made by administrators",
  severity: "medium",
  why: "Where everybody may sign up, being signed in says nothing of who it is.",
  fix: "Set adminCreateUserConfig.allowAdminCreateUserOnly to true.",
  url: "https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html",
  on: [userPool],
  config: onDemand("users must not sign up by themselves, as in a program for employees"),
  check: (pool, context) =>
    ifRequired(context, () =>
      pool
        .boolean("adminCreateUserConfig.allowAdminCreateUserOnly")
        .mustBeTrue({ absent: "AWS then lets everybody sign up" }),
    ),
  remedy: [{ path: "adminCreateUserConfig.allowAdminCreateUserOnly", value: true }],
});
