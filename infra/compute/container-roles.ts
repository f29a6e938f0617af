import { RolePolicy } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { onAllResources, policyDocument, type Statement } from "../core";

/** Repository of a private ECR registry, as an image's address has it. */
const ECR = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.[^/]+\/([^:@]+)/;

/** Whether ECS may have to log in to a registry of ECR to pull the image: certain only of an address that is known. */
export function mayBeInEcr(image: pulumi.Input<string>): boolean {
  return typeof image !== "string" || ECR.test(image);
}

/** ARN of the repository of an image; undefined where it is in no registry of ECR. */
export function repositoryOf(image: string, partition: string): string | undefined {
  const [, account, region, repository] = ECR.exec(image) ?? [];
  return repository && `arn:${partition}:ecr:${region}:${account}:repository/${repository}`;
}

/** ARN of the secret or parameter itself, with no JSON key and version behind it. */
export function secretOf(arn: string): string {
  return arn.includes(":secretsmanager:") ? arn.split(":").slice(0, 7).join(":") : arn;
}

/** What the execution role's policies are made from. */
export interface ExecutionInput {
  readonly name: string;
  readonly role: pulumi.Input<string>;
  readonly images: pulumi.Input<string>[];
  readonly logGroupArn: pulumi.Input<string>;
  readonly secrets: pulumi.Input<string>[];
  readonly environmentFiles: pulumi.Input<string>[];
  readonly kmsKeyArns: pulumi.Input<string>[];
  readonly partition: pulumi.Output<string>;
  readonly region: pulumi.Output<string>;
  readonly child: () => pulumi.CustomResourceOptions;
}

/** Lets ECS start the tasks, and no more: one policy a purpose, so that what is known early is not held up. */
export function createExecutionPolicies(from: ExecutionInput): RolePolicy[] {
  const make = (purpose: string, policy: pulumi.Input<string>) =>
    new RolePolicy(`${from.name}-execution-${purpose}`, { role: from.role, policy }, from.child());
  const policies = [
    make(
      "logs",
      policyDocument({
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: pulumi.interpolate`${from.logGroupArn}:*`,
      }),
    ),
  ];
  const images = from.images.filter(mayBeInEcr);
  if (images.length > 0) policies.push(make("images", imagePolicy(images, from.partition)));
  if (from.secrets.length > 0 || from.environmentFiles.length > 0) policies.push(make("secrets", secretPolicy(from)));
  return policies;
}

/** docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html */
function imagePolicy(images: pulumi.Input<string>[], partition: pulumi.Output<string>): pulumi.Output<string> {
  return pulumi.all([pulumi.all(images), partition]).apply(([all, where]) => {
    const repositories = [...new Set(all.flatMap((image) => repositoryOf(image, where) ?? []))];
    const pull: Statement = {
      Sid: "Pull",
      Effect: "Allow",
      Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      Resource: repositories,
    };
    return policyDocument(...(repositories.length > 0 ? [pull] : []), onAllResources("RegistryLogin"));
  });
}

function secretPolicy(from: ExecutionInput): pulumi.Output<string> {
  const { secrets, environmentFiles: files, kmsKeyArns, region } = from;
  return pulumi
    .all([pulumi.all(secrets), pulumi.all(files), pulumi.all(kmsKeyArns), region])
    .apply(([arns, fileArns, keys, where]) => {
      const read = [...new Set(arns.map(secretOf))];
      const kept = read.filter((arn) => arn.includes(":secretsmanager:"));
      const parameters = read.filter((arn) => arn.includes(":ssm:"));
      const statements: Statement[] = [];
      const allow = (Action: string, Resource: string[], Condition?: Statement["Condition"]) => {
        if (Resource.length > 0)
          statements.push({ Effect: "Allow", Action, Resource, ...(Condition && { Condition }) });
      };
      allow("secretsmanager:GetSecretValue", kept);
      allow("ssm:GetParameters", parameters);
      allow("s3:GetObject", fileArns);
      allow("s3:GetBucketLocation", [...new Set(fileArns.map((arn) => arn.split("/")[0] ?? arn))]);
      const services = Object.entries({ secretsmanager: kept, ssm: parameters, s3: fileArns })
        .filter(([, used]) => used.length > 0)
        .map(([service]) => `${service}.${where}.amazonaws.com`);
      allow("kms:Decrypt", keys, { StringEquals: { "kms:ViaService": services } });
      return policyDocument(...statements);
    });
}

/** What the task itself needs for ECS Exec: docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html */
export function executeCommandStatements(
  kmsKeyArn: pulumi.Input<string>,
  logGroupArn: pulumi.Input<string> | undefined,
): Statement[] {
  const logs: Statement[] =
    logGroupArn === undefined
      ? []
      : [
          {
            Effect: "Allow",
            Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
            Resource: [logGroupArn, pulumi.interpolate`${logGroupArn}:*`],
          },
          onAllResources("ShellLogGroups"),
        ];
  return [onAllResources("ShellSessions"), { Effect: "Allow", Action: "kms:Decrypt", Resource: kmsKeyArn }, ...logs];
}
