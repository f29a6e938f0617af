import { getSecretVersionOutput } from "@pulumi/aws/secretsmanager";
import * as pulumi from "@pulumi/pulumi";
import { createGeneratedSecret } from "../data/generated-secret";
import type { BrokerUserArgs } from "./broker-args";

/** What users are made from. */
export interface BrokerUsersInput {
  readonly name: string;
  readonly users: Record<string, BrokerUserArgs>;
  readonly kmsKeyArn: pulumi.Input<string> | undefined;
  readonly component: pulumi.ComponentResource;
  readonly tags: (name: string) => Record<string, pulumi.Input<string>>;
  readonly options: pulumi.CustomResourceOptions;
}

/** A user as a broker wants it, and the secret with its password. */
export interface BrokerUser {
  readonly username: string;
  readonly password: pulumi.Output<string>;
  readonly secretArn: pulumi.Output<string>;
  readonly consoleAccess: boolean | undefined;
  readonly groups: string[] | undefined;
}

/** The password in a secret's text: the key `password` of JSON, else all of it. */
export function passwordIn(text: string): string {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === "object" && parsed !== null && "password" in parsed && typeof parsed.password === "string") {
      return parsed.password;
    }
  } catch {
    // No JSON: the text is the password.
  }
  return text;
}

/** Makes or reads the secret of each user. */
export function createBrokerUsers(input: BrokerUsersInput): BrokerUser[] {
  return Object.entries(input.users).map(([username, user]) => {
    const { arn, text } =
      user.secretArn === undefined ? generate(input, username, user) : read(user.secretArn, input.component);
    const { consoleAccess, groups } = user;
    return { username, password: pulumi.secret(text.apply(passwordIn)), secretArn: arn, consoleAccess, groups };
  });
}

function generate(input: BrokerUsersInput, username: string, user: BrokerUserArgs) {
  const name = `${input.name}-user-${username}`;
  return createGeneratedSecret(
    {
      name,
      description: `User ${username} of the broker ${input.name}.`,
      generation: user.passwordGeneration ?? 1,
      kmsKeyArn: input.kmsKeyArn,
      tags: input.tags(name),
      options: input.options,
    },
    (password) => JSON.stringify({ username, password }),
  );
}

function read(secretArn: pulumi.Input<string>, parent: pulumi.ComponentResource) {
  const version = getSecretVersionOutput({ secretId: secretArn }, { parent });
  return { arn: pulumi.output(secretArn), text: pulumi.secret(version.secretString) };
}
