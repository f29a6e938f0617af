import { randomBytes } from "node:crypto";
import { Secret, SecretVersion } from "@pulumi/aws/secretsmanager";
import * as pulumi from "@pulumi/pulumi";

/** A password that was made here, and the secret that clients read it from. */
export interface GeneratedSecret {
  readonly arn: pulumi.Output<string>;
  /** The secret's text, as a Pulumi secret. */
  readonly text: pulumi.Output<string>;
}

/** What a generated secret is made from. */
export interface GeneratedSecretInput {
  readonly name: string;
  readonly description: string;
  /** Raise it to have another password made. */
  readonly generation: number;
  readonly kmsKeyArn: pulumi.Input<string> | undefined;
  readonly tags: Record<string, pulumi.Input<string>>;
  readonly options: pulumi.CustomResourceOptions;
}

/**
 * Makes a password of 256 random bits and keeps it in Secrets Manager; `format` turns it into the secret's text.
 *
 * Each run of the program makes another one, and all but the first are ignored: what is used is what the secret's version
 * was created with. The state has it as an encrypted Pulumi secret. It can't do without: Amazon MQ and ElastiCache take
 * passwords as inputs, and Pulumi keeps inputs, "write-only" ones too.
 */
export function createGeneratedSecret(
  input: GeneratedSecretInput,
  format: (password: string) => string = (password) => password,
): GeneratedSecret {
  const secret = new Secret(
    input.name,
    { description: input.description, kmsKeyId: input.kmsKeyArn, recoveryWindowInDays: 30, tags: input.tags },
    input.options,
  );
  const version = new SecretVersion(
    `${input.name}-v${input.generation}`,
    { secretId: secret.id, secretString: pulumi.secret(format(randomBytes(32).toString("hex"))) },
    pulumi.mergeOptions(input.options, { ignoreChanges: ["secretString"] }),
  );
  return { arn: secret.arn, text: pulumi.secret(version.secretString.apply((text) => text ?? "")) };
}
