import { cannotTell, control, notApplicable } from "../../core";

/** Names of what is meant to be kept secret. */
const confidential = /passw(?:or)?d|secret|token|credential|private[-_.]?key|api[-_.]?key/i;

/** Holds secrets among parameters to encryption. */
export const parameterSecure = control({
  id: "ssm-parameter-secure",
  title: "Parameters that are secret by their names are encrypted",
  severity: "medium",
  why: "Whoever may look at parameters at all reads a plain one in the console.",
  fix: "Set type to SecureString, or keep the value in Secrets Manager.",
  url: "https://docs.aws.amazon.com/systems-manager/latest/userguide/security-best-practices.html",
  on: ["aws:ssm/parameter:Parameter"],
  check: (parameter) => {
    const name = parameter.string("name");
    const known = `${name.value ?? ""} ${parameter.name}`;
    // The ARN, or the name, of a secret is none.
    if (!confidential.test(known) || /[-_/. ](?:arn|name|id)$/i.test((name.value ?? parameter.name).trim())) {
      return name.state === "unknown" && parameter.string("type").value !== "SecureString"
        ? cannotTell(name.reason, name.path)
        : notApplicable("it is no secret, by its name");
    }
    return parameter.string("type").equals("SecureString");
  },
});
