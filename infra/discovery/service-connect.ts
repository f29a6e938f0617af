import { Role, RolePolicy } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument, type Statement, serviceTrust } from "../core";

/** What the role of certificates is made from. */
export interface CertificateRoleInput {
  readonly name: string;
  readonly certificateAuthorityArn: pulumi.Input<string>;
  readonly partition: pulumi.Output<string>;
  readonly region: pulumi.Output<string>;
  readonly accountId: pulumi.Output<string>;
  readonly tags: (name: string) => Record<string, pulumi.Input<string>>;
  readonly child: (more?: pulumi.CustomResourceOptions) => pulumi.CustomResourceOptions;
}

/**
 * Lets ECS make certificates by one authority and keep them as secrets of its own. As AWS's own policy, for this account,
 * region and authority alone:
 * docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonECSInfrastructureRolePolicyForServiceConnectTransportLayerSecurity.html
 */
export function createCertificateRole(from: CertificateRoleInput): { arn: pulumi.Output<string> } {
  const { partition, region, accountId } = from;
  const name = `${from.name}-tls`;
  const role = new Role(
    `${name}-role`,
    {
      description: `ECS for certificates of the mesh ${from.name}.`,
      assumeRolePolicy: serviceTrust("ecs.amazonaws.com", accountId),
      tags: from.tags(`${name}-role`),
    },
    from.child(),
  );
  const secrets = pulumi.interpolate`arn:${partition}:secretsmanager:${region}:${accountId}:secret:ecs-sc!*`;
  const statements: Statement[] = [
    {
      Effect: "Allow",
      Action: ["secretsmanager:CreateSecret", "secretsmanager:TagResource"],
      Resource: secrets,
      Condition: {
        ArnLike: {
          "aws:RequestTag/AmazonECSCreated": [
            pulumi.interpolate`arn:${partition}:ecs:${region}:${accountId}:service/*/*`,
            pulumi.interpolate`arn:${partition}:ecs:${region}:${accountId}:task-set/*/*`,
          ],
        },
        StringEquals: { "aws:RequestTag/AmazonECSManaged": "true" },
      },
    },
    {
      Effect: "Allow",
      Action: [
        "secretsmanager:DeleteSecret",
        "secretsmanager:GetSecretValue",
        "secretsmanager:PutSecretValue",
        "secretsmanager:RotateSecret",
        "secretsmanager:UpdateSecret",
        "secretsmanager:UpdateSecretVersionStage",
      ],
      Resource: secrets,
      Condition: { StringEquals: { "secretsmanager:ResourceTag/aws:secretsmanager:owningService": "ecs-sc" } },
    },
    { Effect: "Allow", Action: "secretsmanager:DescribeSecret", Resource: secrets },
    {
      Effect: "Allow",
      Action: [
        "acm-pca:DescribeCertificateAuthority",
        "acm-pca:GetCertificate",
        "acm-pca:GetCertificateAuthorityCertificate",
      ],
      Resource: from.certificateAuthorityArn,
    },
    {
      Effect: "Allow",
      Action: "acm-pca:IssueCertificate",
      Resource: from.certificateAuthorityArn,
      Condition: {
        StringEquals: {
          "acm-pca:TemplateArn": pulumi.interpolate`arn:${partition}:acm-pca:::template/EndEntityCertificate/V1`,
        },
      },
    },
  ];
  const policy = new RolePolicy(
    `${name}-policy`,
    { role: role.name, policy: policyDocument(...statements) },
    from.child(),
  );
  // Known as soon as the role is, and yet no service gets it before it can do anything.
  return { arn: pulumi.all([role.arn, policy.id]).apply(([arn]) => arn) };
}
