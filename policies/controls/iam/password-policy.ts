import { all, control, integer } from "../../core";

const policy = ["aws:iam/accountPasswordPolicy:AccountPasswordPolicy"];
const page = "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html";

/** Holds passwords to a length. */
export const passwordLength = control({
  id: "iam-password-length",
  title: "Passwords of users are long",
  severity: "medium",
  why: "Short passwords are guessed.",
  fix: "Set minimumPasswordLength to 14 or more.",
  url: `${page}#iam-15`,
  on: policy,
  config: {
    minimumLength: integer({ default: 14, minimum: 6, description: "Least number of characters." }),
  },
  check: (one, { config }) =>
    one.number("minimumPasswordLength").atLeast(config.minimumLength, { absent: "AWS then takes 6" }),
  remedy: (_, { config }) => [{ path: "minimumPasswordLength", value: config.minimumLength }],
});

/** Holds passwords to being new. */
export const passwordReuse = control({
  id: "iam-password-reuse",
  title: "Passwords of users are not taken up again",
  severity: "low",
  why: "A password that was found out once works again.",
  fix: "Set passwordReusePrevention to 24.",
  url: `${page}#iam-16`,
  on: policy,
  check: (one) => one.number("passwordReusePrevention").atLeast(24, { absent: "AWS then allows it" }),
  remedy: [{ path: "passwordReusePrevention", value: 24 }],
});

const characters = [
  "requireLowercaseCharacters",
  "requireUppercaseCharacters",
  "requireNumbers",
  "requireSymbols",
] as const;

/** Holds passwords to characters of all kinds. */
export const passwordCharacters = control({
  id: "iam-password-characters",
  title: "Passwords of users have characters of all kinds",
  severity: "medium",
  why: "Passwords of small letters alone are guessed.",
  fix: "Set requireLowercaseCharacters, requireUppercaseCharacters, requireNumbers and requireSymbols to true.",
  url: `${page}#iam-7`,
  on: policy,
  check: (one) => all(characters.map((kind) => one.boolean(kind).mustBeTrue({ absent: "AWS then takes false" }))),
  remedy: characters.map((path) => ({ path, value: true })),
});
