import { control } from "../../core";
import { identityPool, securityHub } from "./clients";

/** Holds identity pools to users that signed in. */
export const identityPoolGuests = control({
  id: "cognito-identity-pool-guests",
  title: "Identity pools give no credentials to guests",
  severity: "medium",
  why: "Whoever knows the pool's id, which is in the page, gets credentials of this account.",
  fix: "Set allowUnauthenticatedIdentities to false.",
  url: `${securityHub}#cognito-2`,
  on: [identityPool],
  check: (pool) => pool.boolean("allowUnauthenticatedIdentities").mustBeFalse(),
});
