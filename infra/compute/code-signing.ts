import { CodeSigningConfig } from "@pulumi/aws/lambda";
import { BucketObjectv2 } from "@pulumi/aws/s3";
import { SigningJob } from "@pulumi/aws/signer";
import * as pulumi from "@pulumi/pulumi";
import type { Archive } from "@pulumi/pulumi/asset";
import type { ArgumentChecks } from "../core";

/** What Lambda does with code that nobody of the profile signed. Values from the provider's `CodeSigningConfigPolicies`. */
export const UntrustedCode = { Enforce: "Enforce", Warn: "Warn" } as const;
export type UntrustedCode = (typeof UntrustedCode)[keyof typeof UntrustedCode];

/** Who signs the code. */
export interface CodeSigningArgs {
  /** Name of the AWS Signer profile, of platform `AWSLambda-SHA384-ECDSA`. */
  profileName: pulumi.Input<string>;
  /** ARN of that profile's version. */
  profileVersionArn: pulumi.Input<string>;
  /** Bucket with versions, which keeps the code before and after it is signed. */
  bucketName: pulumi.Input<string>;
  /** Profile versions that may have signed it beside that one, at most 19. @default none */
  trustedProfileVersionArns?: pulumi.Input<string>[];
  /** What becomes of code that nobody trusted has signed. @default "Enforce": it does not run */
  onUntrusted?: UntrustedCode;
}

export function checkCodeSigning(checks: ArgumentChecks, args: CodeSigningArgs): void {
  checks
    .required("codeSigning.profileName", args.profileName, "name the AWS Signer profile")
    .matches(
      "codeSigning.profileVersionArn",
      args.profileVersionArn,
      /^arn:[^:]+:signer:/,
      "use the ARN of a profile's version, arn:aws:signer:…",
    )
    .required("codeSigning.bucketName", args.bucketName, "name a bucket with versions")
    // 20 at most: docs.aws.amazon.com/lambda/latest/api/API_AllowedPublishers.html
    .length("codeSigning.trustedProfileVersionArns", args.trustedProfileVersionArns, 0, 19)
    .oneOf("codeSigning.onUntrusted", args.onUntrusted, Object.values(UntrustedCode));
}

/** What signing is made from. */
export interface CodeSigningInput {
  readonly name: string;
  readonly args: CodeSigningArgs;
  readonly code: pulumi.Input<Archive>;
  readonly tags: (name: string) => Record<string, pulumi.Input<string>>;
  readonly child: (more?: pulumi.CustomResourceOptions) => pulumi.CustomResourceOptions;
}

/** Has the code signed; gives the inputs by which a function runs it, and nothing that is not signed. */
export function signCode(input: CodeSigningInput) {
  const { name, args, tags, child } = input;
  const config = new CodeSigningConfig(
    `${name}-signing`,
    {
      description: `Code of the function ${name}.`,
      allowedPublishers: {
        signingProfileVersionArns: [args.profileVersionArn, ...(args.trustedProfileVersionArns ?? [])],
      },
      policies: { untrustedArtifactOnDeployment: args.onUntrusted ?? UntrustedCode.Enforce },
      tags: tags(`${name}-signing`),
    },
    child(),
  );
  const unsigned = new BucketObjectv2(
    `${name}-unsigned`,
    { bucket: args.bucketName, key: `${name}/unsigned.zip`, source: input.code, tags: tags(`${name}-unsigned`) },
    child(),
  );
  const job = new SigningJob(
    `${name}-signing-job`,
    {
      profileName: args.profileName,
      source: { s3: { bucket: args.bucketName, key: unsigned.key, version: unsigned.versionId } },
      destination: { s3: { bucket: args.bucketName, prefix: `${name}/signed-` } },
    },
    child(),
  );
  const signed = job.signedObjects.apply((objects) => {
    const place = objects[0]?.s3s[0];
    if (place === undefined) throw new pulumi.RunError(`the signing job of ${name} names no signed object`);
    return place;
  });
  return {
    s3Bucket: signed.apply(({ bucket }) => bucket),
    s3Key: signed.apply(({ key }) => key),
    codeSigningConfigArn: config.arn,
  };
}
