import { all, cannotTell, control, fail, pass, type Value, type Verdict } from "../../core";
import { lambdaFunctionType } from "./function";

/** Names of variables that hold a credential itself; `DB_PASSWORD_ARN` says where one is. */
const named =
  /(^|_)(password|passwd|pwd|passphrase|api_?key|access_?key|private_?key|secret_?key|client_?secret|(auth|access|api|bearer|refresh)_?token)$/i;

/** Credentials that are told by their looks: access keys, private keys, tokens of GitHub and Slack, passwords in addresses. */
const looks = [
  /\b(AKIA|ASIA)[0-9A-Z]{16}\b/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\bgh[pousr]_[A-Za-z0-9]{36}\b/,
  /\bxox[abprs]-[A-Za-z0-9-]{10,}/,
  /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]+:[^/\s@]+@/i,
];

/** What is none: where one is to be found (an ARN, the path of a parameter), and what is on or off. */
const harmless = /^(arn:|\/|\{\{resolve:|(true|false)$)/i;

/** Holds environments of functions to what may be read by everybody who may read the function. */
export const lambdaEnvironmentSecrets = control({
  id: "lambda-environment-secrets",
  title: "Environment variables of Lambda functions hold no credentials",
  severity: "high",
  why: "Whoever may look at the function's configuration reads them, as do its crash reports and all that it starts.",
  fix: "Put the credential into Secrets Manager, give the function the secret's ARN, and let its code read the value.",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html",
  on: [lambdaFunctionType],
  check: (fn) => {
    const variables = fn.at("environment.variables");
    return variables.state === "unknown"
      ? cannotTell(variables.reason, variables.path)
      : all(variables.entries().map(([name, value]) => variable(name, value)));
  },
});

function variable(name: string, value: Value): Verdict {
  const { value: text = "", state, reason, path } = value.string();
  const secret = named.test(name);
  // What is not known yet under another name comes from a resource, which gives its name, ARN or address.
  if (state === "unknown") return secret ? cannotTell(reason, path) : pass;
  const found = (secret && text !== "" && !harmless.test(text)) || looks.some((one) => one.test(text));
  return found ? fail({ path, found: "a credential in plain text", expected: "the ARN of a secret" }) : pass;
}
