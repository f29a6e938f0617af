import { Instance, ParameterGroup } from "@pulumi/aws/rds";
import * as pulumi from "@pulumi/pulumi";
import { createGeneratedSecret } from "./generated-secret";
import {
  BACKUP_WINDOW,
  commonSettings,
  createLogGroups,
  createMonitoring,
  createSubnetGroup,
  type DatabaseInput,
  type DatabaseParts,
  databaseParameters,
  finalSnapshot,
  MAINTENANCE_WINDOW,
} from "./relational-database-parts";

const CLASS = "db.t4g.medium";
const GIB = 20;

/** An RDS instance, and its standby in another zone. */
export function createInstance(input: DatabaseInput): DatabaseParts {
  const { name, args, child, identifier, tags } = input;
  const subnets = createSubnetGroup(input);
  const parameters = new ParameterGroup(
    `${name}-parameters`,
    {
      description: `Parameters of the database ${name}.`,
      ...databaseParameters(input),
      tags: tags(`${name}-parameters`),
    },
    child(),
  );
  const logs = createLogGroups(input);
  const gib = args.storage?.gib ?? GIB;
  const master = args.blueGreenUpdate ? createMaster(input) : undefined;
  const instance = new Instance(
    name,
    {
      ...commonSettings(input),
      identifier,
      instanceClass: args.instanceClass ?? CLASS,
      multiAz: !args.singleInstance,
      publiclyAccessible: false,
      allocatedStorage: gib,
      maxAllocatedStorage: args.storage?.maximumGib ?? Math.min(Math.max(100, 5 * gib), 65_536),
      storageType: "gp3",
      dbSubnetGroupName: subnets.name,
      parameterGroupName: parameters.name,
      dbName: args.databaseName,
      username: args.masterUsername ?? "dbadmin",
      ...(master
        ? { password: master.password, blueGreenUpdate: { enabled: true } }
        : { manageMasterUserPassword: true, masterUserSecretKmsKeyId: args.secretKmsKeyArn }),
      backupWindow: args.backupWindow ?? BACKUP_WINDOW,
      maintenanceWindow: args.maintenanceWindow ?? MAINTENANCE_WINDOW,
      ...finalSnapshot(input),
      enabledCloudwatchLogsExports: logs.types,
      ...createMonitoring(input),
    },
    child({ dependsOn: logs.groups }),
  );
  return {
    arn: instance.arn,
    endpoint: instance.address,
    readerEndpoint: undefined,
    resourceId: instance.resourceId,
    secretArn: master?.arn ?? instance.masterUserSecrets.apply((secrets) => secrets?.[0]?.secretArn ?? ""),
    subnetGroupName: subnets.name,
    target: { instanceId: instance.identifier },
    members: [instance],
  };
}

/**
 * A password made here: docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html has blue/green deployments
 * among what excludes that RDS manages it. MySQL and MariaDB take 41 characters at most.
 */
function createMaster({ name, args, child, tags }: DatabaseInput) {
  const secretName = `${name}-master`;
  const username = args.masterUsername ?? "dbadmin";
  const secret = createGeneratedSecret(
    {
      name: secretName,
      description: `Master user of the database ${name}.`,
      generation: 1,
      kmsKeyArn: args.secretKmsKeyArn,
      tags: tags(secretName),
      options: child(),
    },
    (random) => JSON.stringify({ username, password: random.slice(0, 40) }),
  );
  const password = pulumi.secret(secret.text.apply((text) => passwordIn(text)));
  return { arn: secret.arn, password };
}

function passwordIn(text: string): string {
  const parsed: unknown = text === "" ? {} : JSON.parse(text);
  if (typeof parsed !== "object" || parsed === null || !("password" in parsed)) return "";
  return typeof parsed.password === "string" ? parsed.password : "";
}
