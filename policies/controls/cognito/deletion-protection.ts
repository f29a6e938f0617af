import { control } from "../../core";
import { disposableSettings, unlessDisposable } from "../shared/disposable";
import { securityHub, userPool } from "./clients";

/** Holds user pools to staying. */
export const poolDeletionProtection = control({
  id: "cognito-deletion-protection",
  title: "User pools are protected from deletion",
  severity: "medium",
  why: "Accounts and passwords of a pool that was deleted are gone: nobody can export the passwords of one before.",
  fix: 'Set deletionProtection to "ACTIVE".',
  url: `${securityHub}#cognito-6`,
  on: [userPool],
  config: disposableSettings,
  check: (pool, context) =>
    unlessDisposable(context, () =>
      pool.string("deletionProtection").equals("ACTIVE", { absent: "AWS then takes INACTIVE" }),
    ),
  remedy: [{ path: "deletionProtection", value: "ACTIVE" }],
});
