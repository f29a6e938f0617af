import { Key } from "@pulumi/aws/kms";
import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks } from "../core";
import { accountAdministers, policyDocument, type Statement } from "../core";

/** Which key encrypts messages at rest. */
export interface EncryptionArgs {
  /**
   * Make a customer-managed KMS key, rotated every year, that only this account and the AWS services that deliver
   * messages may use. Excludes `kmsKeyArn`. @default false
   */
  customerKey?: boolean;
  /**
   * ARN of a KMS key that exists already. Its policy has to let the AWS services that deliver messages use it
   * (`kms:GenerateDataKey`, `kms:Decrypt`). Excludes `customerKey`. @default none
   */
  kmsKeyArn?: pulumi.Input<string>;
}

export function checkEncryption(checks: ArgumentChecks, args: EncryptionArgs): void {
  checks.exclusive({ customerKey: args.customerKey || undefined, kmsKeyArn: args.kmsKeyArn }, true);
  checks.arn("kmsKeyArn", args.kmsKeyArn, "kms", "a KMS key");
}

/** What a key is made from. */
export interface KeyInput {
  readonly name: string;
  readonly description: string;
  /** Service principals that encrypt and decrypt for this account, such as `sns.amazonaws.com`. */
  readonly services: readonly string[];
  /** Those of them that AWS says send no source, so that a condition on it would shut them out. @default none */
  readonly servicesWithoutSource?: readonly string[];
  readonly partition: pulumi.Output<string>;
  readonly accountId: pulumi.Output<string>;
  readonly tags: Record<string, pulumi.Input<string>>;
  readonly options: pulumi.CustomResourceOptions;
  /** @default the provider's */
  readonly region?: pulumi.Input<string>;
}

/** A key that the account administers and that the services may use on the account's behalf only. */
export function createKey(input: KeyInput): Key {
  const use: Statement[] = [...new Set(input.services)].map((service) => ({
    Effect: "Allow",
    Principal: { Service: service },
    Action: ["kms:GenerateDataKey*", "kms:Decrypt", "kms:DescribeKey"],
    Resource: "*",
    // Without it, another account could have the service use this key as a confused deputy.
    ...(!input.servicesWithoutSource?.includes(service) && {
      Condition: { StringEquals: { "aws:SourceAccount": input.accountId } },
    }),
  }));
  return new Key(
    input.name,
    {
      description: input.description,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: policyDocument(accountAdministers(input), ...use),
      region: input.region,
      tags: input.tags,
    },
    input.options,
  );
}
