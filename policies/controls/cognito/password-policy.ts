import { all, control, integer } from "../../core";
import { securityHub, userPool } from "./clients";

const characters = ["requireLowercase", "requireUppercase", "requireNumbers", "requireSymbols"];

/** Holds user pools to passwords that are hard to guess. */
export const poolPasswordPolicy = control({
  id: "cognito-password-policy",
  title: "User pools ask for strong passwords",
  severity: "medium",
  why: "Short passwords of one kind of characters are guessed, and those that were handed out and never changed are found.",
  fix: "Set passwordPolicy: minimumLength, all four of requireLowercase, requireUppercase, requireNumbers and requireSymbols, and temporaryPasswordValidityDays.",
  url: `${securityHub}#cognito-3`,
  on: [userPool],
  config: {
    minimumLength: integer({ default: 8, minimum: 6, description: "Least number of characters." }),
    temporaryDays: integer({
      default: 7,
      minimum: 1,
      description: "Most days for which a password is good that an administrator handed out.",
    }),
  },
  check: (pool, { config }) =>
    all(
      pool.number("passwordPolicy.minimumLength").atLeast(config.minimumLength),
      characters.map((kind) => pool.boolean(`passwordPolicy.${kind}`).mustBeTrue()),
      // AWS takes 7 days where a program says nothing.
      pool.number("passwordPolicy.temporaryPasswordValidityDays").atMost(config.temporaryDays, {
        absent: config.temporaryDays >= 7 ? all() : "AWS then takes 7 days",
      }),
    ),
  remedy: (pool, { config }) => {
    const length = pool.number("passwordPolicy.minimumLength").value ?? 0;
    const days = pool.number("passwordPolicy.temporaryPasswordValidityDays").value ?? config.temporaryDays;
    return [
      { path: "passwordPolicy.minimumLength", value: Math.max(length, config.minimumLength) },
      ...characters.map((kind) => ({ path: `passwordPolicy.${kind}`, value: true })),
      { path: "passwordPolicy.temporaryPasswordValidityDays", value: Math.min(days, config.temporaryDays) },
    ];
  },
});
