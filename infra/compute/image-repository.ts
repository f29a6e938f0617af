// Loading the module also registers the class of the repository that the awsx component hands back.
import * as ecr from "@pulumi/aws/ecr";
import { Repository } from "@pulumi/awsx/ecr/repository";
import * as pulumi from "@pulumi/pulumi";
import {
  type Grant,
  type Grantable,
  grantStatements,
  onAllResources,
  PlatformComponent,
  policyDocument,
  type Statement,
} from "../core";
import { checkImageRepository, type ImageLifecycleRule, type ImageRepositoryArgs } from "./image-repository-args";

/** What pulling an image takes. */
const PULL = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];

/** What pushing an image takes beside {@link PULL}: docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html */
const PUSH = ["ecr:CompleteLayerUpload", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart"];

/** Children of an {@link ImageRepository}, for reading and for tests. */
export interface ImageRepositoryNodes {
  repository: Repository;
  /** Undefined where no other account may pull. */
  policy: ecr.RepositoryPolicy | undefined;
}

/**
 * A registry for container images: scanned on push, tags that never move, encrypted with KMS, old images cleaned up.
 * The repository and its lifecycle policy are made by `awsx.ecr.Repository`, whose plugin Pulumi installs by itself.
 */
export class ImageRepository extends PlatformComponent {
  /** Name in the registry. */
  readonly repositoryName: string;
  /** ARN of the repository. */
  readonly arn: pulumi.Output<string>;
  /** Address to push to and to pull from, without a tag. */
  readonly url: pulumi.Output<string>;
  /** Children, for reading and for tests. */
  readonly nodes: ImageRepositoryNodes;
  private readonly logicalName: string;

  /** @throws ArgumentError where an argument is wrong. */
  constructor(name: string, args: ImageRepositoryArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("compute:ImageRepository", name, args, opts);
    this.logicalName = name;
    this.repositoryName = args.repositoryName ?? `${pulumi.getStack().toLowerCase()}/${name}`;
    checkImageRepository(this.checks(), args, this.repositoryName);
    const repository = new Repository(
      name,
      {
        name: this.repositoryName,
        encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: args.kmsKeyArn }],
        imageScanningConfiguration: { scanOnPush: !(args.withoutScanOnPush ?? false) },
        imageTagMutability: args.movableTags ? "IMMUTABLE_WITH_EXCLUSION" : "IMMUTABLE",
        imageTagMutabilityExclusionFilters: args.movableTags?.map((filter) => ({ filter, filterType: "WILDCARD" })),
        forceDelete: args.deleteImagesOnDestroy ?? false,
        lifecyclePolicy: {
          rules: [
            ...(args.lifecycle ?? []).map(taggedRule),
            {
              description: "Images that no tag points to",
              tagStatus: "untagged",
              maximumAgeLimit: args.untaggedDays ?? 7,
            },
          ],
        },
        tags: this.tags(name),
      },
      this.child(),
    );
    this.arn = pulumi.interpolate`arn:${this.partition}:ecr:${this.region}:${this.accountId}:repository/${this.repositoryName}`;
    this.url = repository.url;
    const shared = this.sharing(args);
    const policy =
      shared.length > 0
        ? new ecr.RepositoryPolicy(
            `${name}-policy`,
            { repository: this.repositoryName, policy: policyDocument(...shared) },
            this.child({ dependsOn: [repository] }),
          )
        : undefined;
    this.nodes = { repository, policy };
    this.registerOutputs({ repositoryName: this.repositoryName, arn: this.arn, url: this.url });
  }

  /** Lets `to` pull images, nothing else. @param granteeName what the grant is told from others by */
  grantPull(to: Grantable, granteeName: string): Grant {
    return this.grant("pull", to, granteeName, PULL);
  }

  /** Lets `to` push images, and pull them. @param granteeName what the grant is told from others by */
  grantPush(to: Grantable, granteeName: string): Grant {
    return this.grant("push", to, granteeName, [...PULL, ...PUSH]);
  }

  private grant(verb: string, to: Grantable, granteeName: string, actions: string[]): Grant {
    const { policy } = grantStatements(this, this.logicalName, verb, to, granteeName, [
      { Effect: "Allow", Action: actions, Resource: [this.arn] },
      onAllResources("RegistryLogin"),
    ]);
    return { actions: [...actions, "ecr:GetAuthorizationToken"], resources: [this.arn], policy };
  }

  private sharing(args: ImageRepositoryArgs): Statement[] {
    const { pullAccountIds = [], functionAccountIds = [] } = args;
    const statements: Statement[] = [];
    if (pullAccountIds.length > 0) {
      statements.push({
        Sid: "AccountsPull",
        Effect: "Allow",
        Principal: { AWS: pullAccountIds.map((id) => pulumi.interpolate`arn:${this.partition}:iam::${id}:root`) },
        Action: PULL,
      });
    }
    if (functionAccountIds.length > 0) {
      // docs.aws.amazon.com/lambda/latest/dg/images-create.html: Lambda itself pulls, on behalf of the function.
      statements.push({
        Sid: "FunctionsPull",
        Effect: "Allow",
        Principal: { Service: "lambda.amazonaws.com" },
        Action: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        Condition: {
          ArnLike: {
            "aws:SourceArn": functionAccountIds.map(
              (id) => pulumi.interpolate`arn:${this.partition}:lambda:${this.region}:${id}:function:*`,
            ),
          },
        },
      });
    }
    return statements;
  }
}

function taggedRule(rule: ImageLifecycleRule) {
  return {
    description: `Images tagged ${rule.tagPrefixes.join(" and ")}`,
    tagStatus: "tagged" as const,
    tagPrefixList: rule.tagPrefixes,
    ...(rule.keepNewest !== undefined && { maximumNumberOfImages: rule.keepNewest }),
    ...(rule.keepDays !== undefined && { maximumAgeLimit: rule.keepDays }),
  };
}
