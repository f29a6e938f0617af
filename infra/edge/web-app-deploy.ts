import { Role, RolePolicy } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { type Grant, type Grantable, policyDocument, type Statement } from "../core";
import type { GithubDeployArgs } from "./web-app-args";
import type { WebAppOwner } from "./web-app-domain";

const GITHUB = "token.actions.githubusercontent.com";

/** Which files are deployed where. */
export interface DeployTarget {
  readonly bucketArn: pulumi.Input<string>;
  readonly distributionArn: pulumi.Input<string>;
}

/** Lets a role put files, take them away, and have CloudFront ask for them again. The bucket keeps what was before. */
export function allowDeploy(
  owner: Pick<WebAppOwner, "name" | "child">,
  target: DeployTarget,
  to: Grantable,
  granteeName: string,
): Grant {
  const { bucketArn, distributionArn } = target;
  const statements: Statement[] = [
    { Effect: "Allow", Action: ["s3:ListBucket"], Resource: bucketArn },
    {
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
      Resource: pulumi.interpolate`${bucketArn}/*`,
    },
    {
      Effect: "Allow",
      Action: ["cloudfront:CreateInvalidation", "cloudfront:GetInvalidation"],
      Resource: distributionArn,
    },
  ];
  const policy = new RolePolicy(
    `${owner.name}-deploy-${granteeName}`,
    { role: to.role.name, policy: policyDocument(...statements) },
    owner.child(),
  );
  return {
    actions: statements.flatMap(({ Action }) => Action),
    resources: [bucketArn, pulumi.interpolate`${bucketArn}/*`, distributionArn],
    policy,
  };
}

/**
 * A role for GitHub Actions of one repository, on one branch or of one environment:
 * docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
 */
export function createGithubRole(
  { repository, branch = "main", environment }: GithubDeployArgs,
  place: { readonly partition: pulumi.Output<string>; readonly accountId: pulumi.Output<string> },
  { name, tags, child }: WebAppOwner,
): Role {
  const from = environment === undefined ? `ref:refs/heads/${branch}` : `environment:${environment}`;
  return new Role(
    `${name}-deployer`,
    {
      description: `Deploys ${name} from ${repository}.`,
      assumeRolePolicy: policyDocument({
        Effect: "Allow",
        Principal: {
          Federated: pulumi.interpolate`arn:${place.partition}:iam::${place.accountId}:oidc-provider/${GITHUB}`,
        },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            [`${GITHUB}:aud`]: "sts.amazonaws.com",
            [`${GITHUB}:sub`]: `repo:${repository}:${from}`,
          },
        },
      }),
      maxSessionDuration: 3600,
      tags: tags(`${name}-deployer`),
    },
    child(),
  );
}
