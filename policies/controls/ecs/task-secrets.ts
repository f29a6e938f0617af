import { control, fail, pass, texts, type Value, type Verdict, when } from "../../core";
import { everyContainer, taskDefinition } from "./containers";

/** The names that AWS looks for, and those that say of themselves that a secret follows. */
const secretNames =
  /^(aws_access_key_id|aws_secret_access_key|ecs_engine_auth_data)$|(^|_)(password|passwd|passphrase|client_secret|secret_key|secret_access_key|api_?key|private_key|(auth|access|api|bearer|refresh)_token)$/i;

/** Access keys of AWS, private keys in PEM, and addresses with a password in them. */
const secretValues = [/\b(AKIA|ASIA)[A-Z0-9]{16}\b/, /-----BEGIN [A-Z ]*PRIVATE KEY-----/, /:\/\/[^/\s:@]+:[^/\s:@]+@/];

/** What names a secret, and is none: an ARN, or nothing at all. */
const harmless = /^(arn:[^:]*:(secretsmanager|ssm|kms):.*)?$/;

/** Holds tasks to secrets that ECS fetches. */
export const ecsTaskEnvironmentSecrets = control({
  id: "ecs-task-environment-secrets",
  title: "No secret stands in a container's environment",
  severity: "high",
  why: "Everyone who may describe a task definition reads its environment, in each of its revisions, for good.",
  fix: "Keep the value in Secrets Manager or a SecureString, and name it in the container's secrets.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-8",
  on: taskDefinition,
  config: {
    allowedNames: texts({ default: [], description: "Variables that are called like secrets and are none." }),
  },
  check: (task, { config }) =>
    everyContainer(task, (container) =>
      container.list("environment").every((variable) => isNoSecret(variable, config.allowedNames)),
    ),
});

function isNoSecret(variable: Value, allowedNames: readonly string[]): Verdict {
  const name = variable.string("name");
  const value = variable.string("value");
  if (allowedNames.includes(name.value ?? "")) return pass;
  const secret = fail({
    path: variable.path,
    found: `a secret in ${name.value ?? "a variable"}`,
    expected: "the secret in secrets, by ARN",
  });
  // A name says it whatever the value turns out to be, unless that turns out to be an ARN.
  return when(
    name.test((one) => secretNames.test(one), "a secret's name"),
    () =>
      when(
        value.test((one) => harmless.test(one), "an ARN", { absent: pass }),
        () => pass,
        () => secret,
      ),
    () => (secretValues.some((pattern) => pattern.test(value.value ?? "")) ? secret : pass),
  );
}
