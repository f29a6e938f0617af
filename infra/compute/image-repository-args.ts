import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks, PlatformArgs } from "../core";

/** Which tagged images are kept. Give one of `keepNewest` and `keepDays`. */
export interface ImageLifecycleRule {
  /** What the tags start with, such as `pr-`; an image has to have all of them. */
  tagPrefixes: string[];
  /** Keep this many of the newest, at least 1. */
  keepNewest?: number;
  /** Keep for this many days after the push, at least 1. */
  keepDays?: number;
}

/** Arguments of {@link ImageRepository}. */
export interface ImageRepositoryArgs extends PlatformArgs {
  /** Name of the repository in the registry. Changing it replaces the repository. @default `<stack>/<component's name>` */
  repositoryName?: string;
  /** KMS key of the layers. Changing it replaces the repository. @default the account's `aws/ecr` key */
  kmsKeyArn?: pulumi.Input<string>;
  /**
   * Tags that may be moved to another image, such as `latest` or `dev-*`: at most 5 patterns, each with at most two `*`.
   * Everything that runs should be named by a tag that never moves. @default none
   */
  movableTags?: string[];
  /** Do not look for known vulnerabilities when an image is pushed. @default false */
  withoutScanOnPush?: boolean;
  /** Days that an image is kept once no tag points to it, at least 1. @default 7 */
  untaggedDays?: number;
  /** Which tagged images expire; the first rule that matches counts. @default none: tagged images stay */
  lifecycle?: ImageLifecycleRule[];
  /** Accounts, 12 digits each, whose roles may pull, where their own IAM lets them. @default none */
  pullAccountIds?: string[];
  /** Accounts, 12 digits each, whose Lambda functions may run these images. @default none */
  functionAccountIds?: string[];
  /** Let `pulumi destroy` delete the repository with its images. @default false: a repository with images stays */
  deleteImagesOnDestroy?: boolean;
}

/** docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
const REPOSITORY_NAME = /^(?=.{2,256}$)[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/;

/** From the provider's documentation of `RepositoryImageTagMutabilityExclusionFilter.filter`. */
const TAG_PATTERN = /^(?=.{1,128}$)[A-Za-z0-9._-]*(\*[A-Za-z0-9._-]*){0,2}$/;

/** Exclusion filters of one repository: docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
const MAX_MOVABLE_TAGS = 5;

const ACCOUNT_ID = /^\d{12}$/;

/** Checks the arguments of an image repository that will be called `repositoryName` in the registry. */
export function checkImageRepository(checks: ArgumentChecks, args: ImageRepositoryArgs, repositoryName: string): void {
  checks.matches(
    "repositoryName",
    repositoryName,
    REPOSITORY_NAME,
    "use 2 to 256 lower-case letters, digits and single / . _ - between them",
  );
  checks.length("movableTags", args.movableTags, 1, MAX_MOVABLE_TAGS);
  for (const tag of args.movableTags ?? []) {
    checks.matches(
      "movableTags",
      tag,
      TAG_PATTERN,
      "use 1 to 128 letters, digits and . _ -, with at most two * for any text",
    );
  }
  checks.integer("untaggedDays", args.untaggedDays, 1, 3650, "days");
  for (const [index, rule] of (args.lifecycle ?? []).entries()) {
    const where = `lifecycle[${index}]`;
    checks.length(`${where}.tagPrefixes`, rule.tagPrefixes, 1, 100);
    checks.exclusive({ [`${where}.keepNewest`]: rule.keepNewest, [`${where}.keepDays`]: rule.keepDays });
    checks.integer(`${where}.keepNewest`, rule.keepNewest, 1, 100_000, "images");
    checks.integer(`${where}.keepDays`, rule.keepDays, 1, 3650, "days");
  }
  for (const list of ["pullAccountIds", "functionAccountIds"] as const) {
    for (const id of args[list] ?? []) checks.matches(list, id, ACCOUNT_ID, "use the account's 12 digits");
  }
  checks.done();
}
