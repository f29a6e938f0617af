import {
  CreateAliasCommand,
  CreateKeyCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  KMSClient,
  ScheduleKeyDeletionCommand,
} from "@aws-sdk/client-kms";
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import {
  DeleteParameterCommand,
  GetParameterCommand,
  ParameterType,
  PutParameterCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { type Context, found, type Handlers, type ResourceHandler, unlessGone } from "../handler";
import type { Inputs, Props } from "../values";

const key: ResourceHandler = {
  replaceOn: ["keyUsage", "multiRegion"],
  ignored: [
    "policy",
    "description",
    "enableKeyRotation",
    "rotationPeriodInDays",
    "deletionWindowInDays",
    "bypassPolicyLockoutSafetyCheck",
    "tags",
  ],
  create: async ({ inputs }, context) => {
    const { KeyMetadata } = await context
      .client(KMSClient)
      .send(new CreateKeyCommand({ Description: inputs.maybe("description"), Policy: inputs.maybe("policy") }));
    const { KeyId = "", Arn = "" } = KeyMetadata ?? {};
    return { id: KeyId, outputs: { keyId: KeyId, arn: Arn } };
  },
  exists: async ({ id }, context) => {
    try {
      const { KeyMetadata } = await context.client(KMSClient).send(new DescribeKeyCommand({ KeyId: id }));
      return KeyMetadata?.KeyState !== "PendingDeletion";
    } catch (error) {
      if (error instanceof Error && error.name === "NotFoundException") return false;
      throw error;
    }
  },
  delete: ({ id }, context) =>
    unlessGone(context.client(KMSClient).send(new ScheduleKeyDeletionCommand({ KeyId: id, PendingWindowInDays: 7 }))),
};

const alias: ResourceHandler = {
  create: async ({ name: logical, inputs }, context) => {
    const AliasName = inputs.maybe("name") ?? `alias/${logical}`;
    const TargetKeyId = inputs.text("targetKeyId");
    await context.client(KMSClient).send(new CreateAliasCommand({ AliasName, TargetKeyId }));
    const { partition, region, account } = context;
    const prefix = `arn:${partition}:kms:${region}:${account}`;
    const targetKeyArn = TargetKeyId.startsWith("arn:") ? TargetKeyId : `${prefix}:key/${TargetKeyId}`;
    return { id: AliasName, outputs: { name: AliasName, arn: `${prefix}:${AliasName}`, targetKeyArn } };
  },
  delete: ({ id }, context) => unlessGone(context.client(KMSClient).send(new DeleteAliasCommand({ AliasName: id }))),
};

const secret: ResourceHandler = {
  autoName: { property: "name", max: 512 },
  replaceOn: ["name", "namePrefix"],
  ignored: [
    "policy",
    "kmsKeyId",
    "description",
    "recoveryWindowInDays",
    "forceOverwriteReplicaSecret",
    "replicas",
    "tags",
  ],
  create: async ({ inputs }, context) => {
    const { ARN = "" } = await context
      .client(SecretsManagerClient)
      .send(new CreateSecretCommand({ Name: inputs.text("name"), Description: inputs.maybe("description") }));
    return { id: ARN, outputs: { arn: ARN } };
  },
  exists: async ({ id }, context) => {
    try {
      const { DeletedDate } = await context
        .client(SecretsManagerClient)
        .send(new DescribeSecretCommand({ SecretId: id }));
      return DeletedDate === undefined;
    } catch (error) {
      if (error instanceof Error && error.name === "ResourceNotFoundException") return false;
      throw error;
    }
  },
  delete: ({ id }, context) =>
    unlessGone(
      context
        .client(SecretsManagerClient)
        .send(new DeleteSecretCommand({ SecretId: id, ForceDeleteWithoutRecovery: true })),
    ),
};

async function putSecret(inputs: Inputs, context: Context): Promise<{ id: string; outputs: Props }> {
  const client = context.client(SecretsManagerClient);
  const SecretId = inputs.text("secretId");
  const SecretString = inputs.maybe("secretString") ?? inputs.text("secretStringWo");
  const { VersionId = "", ARN = "" } = await client.send(new PutSecretValueCommand({ SecretId, SecretString }));
  return { id: `${ARN}|${VersionId}`, outputs: { arn: ARN, versionId: VersionId } };
}

function parameterArn(name: string, { partition, region, account }: Context): string {
  return `arn:${partition}:ssm:${region}:${account}:parameter${name.startsWith("/") ? "" : "/"}${name}`;
}

async function putParameter(inputs: Inputs, context: Context): Promise<Props> {
  const Name = inputs.text("name");
  const { Version = 1 } = await context.client(SSMClient).send(
    new PutParameterCommand({
      Name,
      Value: inputs.maybe("value") ?? inputs.text("insecureValue"),
      Type: inputs.oneOf("type", ParameterType) ?? ParameterType.STRING,
      Description: inputs.maybe("description"),
      Overwrite: true,
    }),
  );
  return { arn: parameterArn(Name, context), version: Version };
}

const parameter: ResourceHandler = {
  autoName: { property: "name", max: 1011 },
  replaceOn: ["name"],
  ignored: ["keyId", "tags", "tier", "allowedPattern"],
  volatile: ["version"],
  create: async ({ inputs }, context) => ({ id: inputs.text("name"), outputs: await putParameter(inputs, context) }),
  update: ({ inputs }, context) => putParameter(inputs, context),
  exists: ({ id }, context) => found(context.client(SSMClient).send(new GetParameterCommand({ Name: id }))),
  delete: ({ id }, context) => unlessGone(context.client(SSMClient).send(new DeleteParameterCommand({ Name: id }))),
};

/** Keys, secrets and parameters. */
export const handlers: Handlers = {
  "aws:kms/key:Key": key,
  "aws:kms/alias:Alias": alias,
  "aws:secretsmanager/secret:Secret": secret,
  "aws:secretsmanager/secretVersion:SecretVersion": {
    create: ({ inputs }, context) => putSecret(inputs, context),
    update: async ({ inputs }, context) => (await putSecret(inputs, context)).outputs,
    replaceOn: ["secretId"],
    volatile: ["versionId"],
  },
  "aws:ssm/parameter:Parameter": parameter,
};
