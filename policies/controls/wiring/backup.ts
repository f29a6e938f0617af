import { all, cannotTell, fail, pass, type Resource, stackControl, tokens, type Verdict } from "../../core";
import { type Graph, given, Unclear } from "../../graph";
import { choiceOf } from "../../graph/backup-selections";
import { backedUpTypes } from "../../graph/backups";
import {
  arnOf,
  type Edge,
  keyTakesIn,
  needs,
  partOf,
  type Receiver,
  receivers,
  roleActs,
  roleActsOn,
  type Use,
  withKeyAt,
} from "../../graph/wiring";
import { byRole, type RoleSender, somewhere } from "./shared";

const service = "backup.amazonaws.com";
const vaultTypes = ["aws:backup/vault:Vault"];
const { bucket, table } = receivers;

interface BackedUp {
  readonly receiver: Receiver;
  readonly uses: readonly Use[];
}

/** Stores that only a backup knows of: their own policies and keys are none of the role's. */
function store(noun: string, type: string, service: string, action: string): [string, BackedUp] {
  return [type, { receiver: { noun, types: [type], service }, uses: [{ actions: [[action]] }] }];
}

/**
 * What backing up takes, by the type of what is backed up: the statements of AWSBackupServiceRolePolicyForBackup and
 * AWSBackupServiceRolePolicyForS3Backup, docs.aws.amazon.com/aws-managed-policy/latest/reference, versions 29 and 5; and
 * docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html of keys.
 */
const backedUp = new Map<string, BackedUp>([
  [
    "aws:dynamodb/table:Table",
    {
      receiver: table,
      uses: [{ actions: [["dynamodb:StartAwsBackupJob", "dynamodb:CreateBackup"]], keyActions: ["kms:Decrypt"] }],
    },
  ],
  store("database", "aws:rds/cluster:Cluster", "rds", "rds:CreateDBClusterSnapshot"),
  store("database", "aws:docdb/cluster:Cluster", "rds", "rds:CreateDBClusterSnapshot"),
  store("database", "aws:neptune/cluster:Cluster", "rds", "rds:CreateDBClusterSnapshot"),
  store("database", "aws:rds/instance:Instance", "rds", "rds:CreateDBSnapshot"),
  store("file system", "aws:efs/fileSystem:FileSystem", "elasticfilesystem", "elasticfilesystem:Backup"),
  ...tokens.bucket.map((type): [string, BackedUp] => [
    type,
    {
      receiver: bucket,
      uses: [
        {
          actions: [
            ["s3:GetBucketVersioning"],
            ["s3:ListBucketVersions"],
            ["s3:PutInventoryConfiguration"],
            ["s3:PutBucketNotification"],
          ],
        },
        { actions: [["s3:GetObjectVersion"]], keyActions: ["kms:Decrypt"], suffixes: ["/object"] },
      ],
    },
  ]),
]);

/** The same by the ARN of what is not in the stack: docs.aws.amazon.com/service-authorization/latest/reference has their forms. */
const byArn: readonly [RegExp, readonly Use[]][] = [
  [/^arn:[^:]*:dynamodb:[^:]*:[^:]*:table\//, usesOf("aws:dynamodb/table:Table")],
  [/^arn:[^:]*:rds:[^:]*:[^:]*:cluster:/, usesOf("aws:rds/cluster:Cluster")],
  [/^arn:[^:]*:rds:[^:]*:[^:]*:db:/, usesOf("aws:rds/instance:Instance")],
  [/^arn:[^:]*:elasticfilesystem:[^:]*:[^:]*:file-system\//, usesOf("aws:efs/fileSystem:FileSystem")],
  [/^arn:[^:]*:s3:::/, usesOf("aws:s3/bucket:Bucket")],
  [/^arn:[^:]*:ec2:[^:]*:[^:]*:volume\//, [{ actions: [["ec2:CreateSnapshot"]] }]],
  [/^arn:[^:]*:ec2:[^:]*:[^:]*:instance\//, [{ actions: [["ec2:CreateImage"]] }]],
];

function usesOf(type: string): readonly Use[] {
  return backedUp.get(type)?.uses ?? [];
}

/** What restoring takes, by AWS Backup's name of the type: AWSBackupServiceRolePolicyForRestores, version 25, and …ForS3Restore, 2. */
const restored = new Map<string, readonly string[]>([
  ["DynamoDB", ["dynamodb:RestoreTableFromAwsBackup", "dynamodb:RestoreTableFromBackup"]],
  ["Aurora", ["rds:RestoreDBClusterFromSnapshot", "rds:RestoreDBClusterToPointInTime"]],
  ["DocumentDB", ["rds:RestoreDBClusterFromSnapshot"]],
  ["Neptune", ["rds:RestoreDBClusterFromSnapshot"]],
  [
    "RDS",
    [
      "rds:RestoreDBInstanceFromDBSnapshot",
      "rds:RestoreDBInstanceToPointInTime",
      "rds:RestoreDBClusterFromSnapshot",
      "rds:RestoreDBClusterToPointInTime",
    ],
  ],
  ["EFS", ["elasticfilesystem:Restore"]],
  ["EC2", ["ec2:RunInstances"]],
  ["EBS", ["ec2:CreateVolume"]],
  ["S3", ["s3:PutObject"]],
]);

export const backupWiring = stackControl({
  id: "wiring-backup",
  title: "AWS Backup may back up what its selections name, into their vaults",
  severity: "high",
  why: "A backup job without leave fails at night, and a bucket's succeeds without the objects that it may not decrypt.",
  fix: "Let backup.amazonaws.com take the role on; attach AWSBackupServiceRolePolicyForBackup, and …ForS3Backup for buckets; leave the keys of vaults to the account.",
  url: "https://docs.aws.amazon.com/aws-backup/latest/devguide/iam-service-roles.html",
  on: ["aws:backup/selection:Selection"],
  check: (selection, { graph }) => {
    const from = `selection ${selection.name}`;
    const path = "iamRoleArn";
    const sender = { resource: selection, rolePath: path, service };
    const { stores, external, unclear } = choiceOf(graph, selection, backedUpTypes);
    return all(
      byRole(graph, { from, to: "its role", path }, sender, () => pass),
      stores.map(({ store: one, truth }) => {
        const verdict = backsUp(graph, { from, to: nameOf(one), path: "resources" }, sender, one);
        return verdict.kind === "fail" && truth instanceof Unclear
          ? cannotTell(`${from}: whether it chooses ${nameOf(one)}: ${truth.reasons.join("; ")}`, "conditions")
          : verdict;
      }),
      external.map((arn) => backsUpElsewhere(graph, selection, { from, to: arn, path: "resources" }, sender)),
      unclear.map((reason) => cannotTell(`${from}: ${reason}`, "resources")),
      intoVaults(graph, from, sender),
    );
  },
});

function nameOf(resource: Resource): string {
  return `${backedUp.get(resource.type)?.receiver.noun ?? "store"} ${resource.name}`;
}

function backsUp(graph: Graph, edge: Edge, sender: RoleSender, resource: Resource): Verdict {
  const kind = backedUp.get(resource.type);
  return kind
    ? byRole(graph, edge, sender, (role) =>
        all(
          kind.uses.map((use) =>
            roleActs(graph, edge, role, { receiver: kind.receiver, resource, arn: arnOf(resource) }, use),
          ),
        ),
      )
    : pass;
}

/**
 * What an ARN alone tells of what is not in the stack: what its type takes, and whose it is. Whether it exists, which key
 * encrypts it, and its tags, that is, whether conditions choose it, are told elsewhere.
 */
function backsUpElsewhere(graph: Graph, selection: Resource, edge: Edge, sender: RoleSender): Verdict {
  const arn = edge.to;
  const owner = arn.split(":")[4] ?? "";
  // A role is handed on within an account.
  const own = selection.string("iamRoleArn").value?.split(":")[4];
  const narrowed = given(graph, selection, "conditions").list().length !== 0;
  if (own !== undefined && owner !== "" && owner !== own) {
    return fail({
      path: edge.path,
      found: `${edge.from} → ${arn} of the account ${owner}, where the plan looks in ${own} alone`,
      expected: "resources of the plan's own account",
    });
  }
  const [, uses] = byArn.find(([form]) => form.test(arn)) ?? [];
  if (!uses) {
    return cannotTell(`${edge.from} → ${arn}: what backing it up takes is not known here`, edge.path);
  }
  const verdict = byRole(graph, edge, sender, (role) =>
    all(uses.map((use) => roleActsOn(graph, edge, role, { arn }, use))),
  );
  return verdict.kind === "fail" && narrowed
    ? cannotTell(`${edge.from} → ${arn}: whether it chooses it: its tags are not in this stack`, "conditions")
    : verdict;
}

/** The keys of the vaults that a selection's plan keeps backups in, and copies of them, leave the role in. */
function intoVaults(graph: Graph, from: string, sender: RoleSender): Verdict {
  const plan = graph.follow(sender.resource, "planId", ["aws:backup/plan:Plan"]);
  if (plan.kind !== "resource") {
    return cannotTell(`${from}: its plan is not in this stack or not known`, "planId");
  }
  const rules = plan.resource.list("rules");
  if (rules.state === "unknown") {
    return cannotTell(`${from}: ${rules.reason}`, "planId");
  }
  const names = rules.items.flatMap((rule) => [
    rule.string("targetVaultName"),
    ...rule.list("copyActions").items.map((copy) => copy.string("destinationVaultArn")),
  ]);
  const sources = names.some(({ state }) => state === "unknown") ? graph.dependenciesOf(plan.resource, "rules") : [];
  const vaults = [
    ...names.flatMap(({ value }) => vaultsNamed(graph, plan.resource, value)),
    ...sources.filter(({ type }) => vaultTypes.includes(type)),
  ];
  return all(
    [...new Set(vaults)].map((vault) => {
      const edge = { from, to: `vault ${vault.name}`, path: "iamRoleArn" };
      return withKeyAt(graph, edge, vault, "kmsKeyArn", (key) =>
        key.kind === "managed"
          ? pass
          : byRole(graph, edge, sender, (role) =>
              needs(
                edge,
                keyTakesIn(graph, key.key, role),
                `a policy of the key ${key.key.name} that admits role ${role.name}`,
                "the account's root, or the role, as an AWS principal in the key's policy",
              ),
            ),
      );
    }),
  );
}

/** Names of vaults are one of a kind in a region only, and a plan names those of its own. */
function vaultsNamed(graph: Graph, plan: Resource, name: string | undefined): Resource[] {
  const found = name === undefined ? [] : graph.named(name, vaultTypes);
  const region = partOf(arnOf(plan), "region");
  const near = found.filter((vault) => partOf(arnOf(vault), "region") === region);
  return near.length > 0 ? near : found;
}

export const restoreTestWiring = stackControl({
  id: "wiring-restore-test",
  title: "AWS Backup may restore what is tested",
  severity: "medium",
  why: "A restore test without leave fails each time, and says nothing of whether the backups are any good.",
  fix: "Let backup.amazonaws.com take the role on, and attach AWSBackupServiceRolePolicyForRestores, and …ForS3Restore for buckets.",
  url: "https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html",
  on: ["aws:backup/restoreTestingSelection:RestoreTestingSelection"],
  check: (selection, { graph }) => {
    const sender = { resource: selection, rolePath: "iamRoleArn", service };
    const type = selection.string("protectedResourceType");
    const edge = {
      from: `restore test ${selection.name}`,
      to: `restored ${type.value ?? "resources"}`,
      path: "iamRoleArn",
    };
    const actions = restored.get(type.value ?? "");
    return all(
      byRole(graph, edge, sender, () => pass),
      actions ? somewhere(graph, edge, sender, ...actions) : pass,
      type.state === "unknown" ? cannotTell(`${edge.from}: ${type.reason}`, type.path) : pass,
    );
  },
});
