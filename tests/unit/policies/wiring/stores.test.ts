import { acceleratorWiring } from "../../../../policies/controls/wiring/accelerator";
import { backupWiring, restoreTestWiring } from "../../../../policies/controls/wiring/backup";
import { databaseMonitoringWiring } from "../../../../policies/controls/wiring/roles-for-logs";
import { describeControl, sample, UNKNOWN } from "../../../support/policies";
import {
  account,
  allow,
  arn,
  bucket,
  document,
  granted,
  grantedBy,
  key,
  keyWith,
  role,
  rootOfAccount,
  table,
} from "./samples";

describe("what DAX asks for", () => {
  const taken = role("accelerator", "dax.amazonaws.com");
  const cluster = (props: Record<string, unknown> = {}) =>
    sample("aws:dax/cluster:Cluster", "c", { iamRoleArn: taken.props.arn, ...props });

  describeControl(acceleratorWiring, {
    compliant: {
      "a table that it may read": {
        subject: cluster(),
        others: [taken, granted(taken, allow("dynamodb:Query", arn("dynamodb", "table/t")))],
      },
      "tables that it may write": { subject: cluster(), others: [taken, granted(taken, allow("dynamodb:*"))] },
    },
    violating: {
      "a role without policies": {
        subject: cluster(),
        others: [taken],
        at: "iamRoleArn",
        saying: /accelerator c → its tables without a policy of role accelerator/,
      },
      "a role that may describe alone": {
        subject: cluster(),
        others: [taken, granted(taken, allow("dynamodb:DescribeTable"))],
        at: "iamRoleArn",
      },
      "a role that DAX may not take on": {
        subject: cluster(),
        others: [role("accelerator", "lambda.amazonaws.com"), granted(taken, allow("dynamodb:*"))],
        at: "iamRoleArn",
        saying: /trust policy/,
      },
      "no role": { subject: cluster({ iamRoleArn: undefined }), at: "iamRoleArn" },
    },
    undecided: {
      "a policy that is not known yet": {
        subject: cluster(),
        others: [taken, grantedBy(taken, UNKNOWN)],
        because: /accelerator-policy/,
      },
    },
  });
});

describe("what RDS writes", () => {
  const watcher = role("watcher", "monitoring.rds.amazonaws.com", { StringEquals: { "aws:SourceAccount": account } });
  const database = (props: Record<string, unknown> = {}) =>
    sample("aws:rds/instance:Instance", "d", {
      arn: arn("rds", "db:d"),
      monitoringInterval: 60,
      monitoringRoleArn: watcher.props.arn,
      ...props,
    });
  const stream = arn("logs", "log-group:RDSOSMetrics:log-stream:*");
  const writes = granted(watcher, allow(["logs:CreateLogStream", "logs:PutLogEvents"], stream));
  const managed = sample("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "a", {
    role: "watcher",
    policyArn: "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
  });

  describeControl(databaseMonitoringWiring, {
    compliant: {
      "a role that may write": { subject: database(), others: [watcher, writes] },
      "a role with AWS's policy": { subject: database(), others: [watcher, managed] },
      "no monitoring": { subject: database({ monitoringInterval: 0 }), others: [watcher] },
    },
    violating: {
      "a role without policies": {
        subject: database(),
        others: [watcher],
        at: "monitoringRoleArn",
        saying: /database d → its log group without a policy of role watcher that allows logs:CreateLogStream/,
      },
      "a role for another log group": {
        subject: database(),
        others: [
          watcher,
          granted(watcher, allow(["logs:CreateLogStream", "logs:PutLogEvents"], arn("logs", "log-group:x:*"))),
        ],
        at: "monitoringRoleArn",
      },
      "a role that RDS's monitoring may not take on": {
        subject: database(),
        others: [role("watcher", "rds.amazonaws.com"), writes],
        at: "monitoringRoleArn",
        saying: /trust policy/,
      },
    },
    undecided: {
      "a policy that is not known yet": {
        subject: database(),
        others: [watcher, grantedBy(watcher, UNKNOWN)],
        because: /watcher-policy/,
      },
      "a database whose ARN is not known yet": {
        subject: database({ arn: UNKNOWN }),
        others: [watcher, writes],
        because: /ARN of d is not known/,
      },
    },
    mayBeDropped: {
      monitoringInterval: "a database that is not monitored needs no role",
      monitoringRoleArn: "AWS refuses monitoring without a role",
      arn: "AWS's policy is for all regions",
    },
  });
});

describe("what AWS Backup does", () => {
  const BACKUP = "backup.amazonaws.com";
  const keeper = role("keeper", BACKUP);
  const own = key("k", rootOfAccount);
  const orders = table("orders");
  const database = sample("aws:rds/cluster:Cluster", "db", { arn: arn("rds", "cluster:db") });
  const files = bucket("files");
  const vault = (name: string, region: string, kmsKeyArn: unknown) =>
    sample("aws:backup/vault:Vault", name, {
      id: "v",
      name: "v",
      arn: `arn:aws:backup:${region}:${account}:backup-vault:v`,
      kmsKeyArn,
    });
  const near = vault("near", "eu-central-1", own.props.arn);
  const abroad = {
    ...own,
    name: "abroad",
    props: { ...own.props, arn: `arn:aws:kms:eu-west-1:${account}:key/a`, id: "a", keyId: "a" },
  };
  const far = vault("far", "eu-west-1", abroad.props.arn);
  const plan = (props: Record<string, unknown> = {}) =>
    sample("aws:backup/plan:Plan", "p", {
      id: "p1",
      arn: arn("backup", "backup-plan:p1"),
      rules: [{ targetVaultName: "v", copyActions: [{ destinationVaultArn: far.props.arn }] }],
      ...props,
    });
  const selection = (resources: unknown, props: Record<string, unknown> = {}) =>
    sample("aws:backup/selection:Selection", "s", {
      planId: "p1",
      iamRoleArn: keeper.props.arn,
      resources,
      ...props,
    });
  const attached = (name: string) =>
    sample("aws:iam/rolePolicyAttachment:RolePolicyAttachment", name, {
      role: "keeper",
      policyArn: `arn:aws:iam::aws:policy/${name}`,
    });
  const stores = attached("service-role/AWSBackupServiceRolePolicyForBackup");
  const buckets = attached("AWSBackupServiceRolePolicyForS3Backup");
  const vaults = [plan(), near, far, own, abroad];
  const encryption = sample(
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "e",
    { bucket: "files", rules: [{ applyServerSideEncryptionByDefault: { kmsMasterKeyId: own.props.arn } }] },
  );
  const bucketActions = [
    "s3:GetBucketVersioning",
    "s3:ListBucketVersions",
    "s3:PutInventoryConfiguration",
    "s3:PutBucketNotification",
  ];
  const ofTable = selection([orders.props.arn]);
  const tagged = table("tagged", { tags: { backup: "no" } });
  const conditions = (operator: string, key: string, value: unknown) => ({
    conditions: [{ [operator]: [{ key, value }] }],
  });

  describeControl(backupWiring, {
    compliant: {
      "a table and a database, by AWS's policy": {
        subject: selection([orders.props.arn, database.props.arn]),
        others: [keeper, orders, database, stores, ...vaults],
      },
      "a bucket with a key, by AWS's policy": {
        subject: selection([files.props.arn]),
        others: [keeper, files, encryption, buckets, ...vaults],
      },
      "a table by its tag": {
        subject: selection(undefined, { selectionTags: [{ type: "STRINGEQUALS", key: "backup", value: "yes" }] }),
        others: [
          keeper,
          table("orders", { tags: { backup: "yes" } }),
          table("other"),
          granted(keeper, allow("dynamodb:CreateBackup", arn("dynamodb", "table/orders"))),
          ...vaults,
        ],
      },
      "a vault under AWS's own key": {
        subject: ofTable,
        others: [keeper, orders, stores, plan(), vault("near", "eu-central-1", "alias/aws/backup"), far, abroad],
      },
      "a vault that has the name of another in another region, whose key keeps the account out": {
        subject: ofTable,
        others: [
          keeper,
          orders,
          stores,
          plan({ rules: [{ targetVaultName: "v" }] }),
          near,
          own,
          far,
          { ...abroad, props: { ...abroad.props, policy: document() } },
        ],
      },
      "vaults whose names are not known yet": {
        subject: ofTable,
        others: [
          keeper,
          orders,
          stores,
          sample(
            "aws:backup/plan:Plan",
            "p",
            { id: "p1", arn: arn("backup", "backup-plan:p1"), rules: [{ targetVaultName: UNKNOWN }] },
            { from: { rules: [near] } },
          ),
          near,
          own,
        ],
      },
      "something of another stack, by AWS's policies": {
        subject: selection([arn("dynamodb", "table/far"), arn("rds", "cluster:far"), "arn:aws:s3:::far"]),
        others: [keeper, stores, buckets, ...vaults],
      },
      "a bucket of another stack, by leave for it and for what is in it": {
        subject: selection(["arn:aws:s3:::far"]),
        others: [
          keeper,
          granted(keeper, allow(bucketActions, "arn:aws:s3:::far"), allow("s3:GetObjectVersion", "arn:aws:s3:::far/*")),
          ...vaults,
        ],
      },
      "a volume of another stack": {
        subject: selection([arn("ec2", "volume/vol-1")]),
        others: [keeper, granted(keeper, allow("ec2:CreateSnapshot")), ...vaults],
      },
      "things that it may not back up, and leaves out by their ARNs": {
        subject: selection([orders.props.arn, arn("dynamodb", "table/far"), arn("sqs", "far")], {
          notResources: [arn("dynamodb", "table/*"), arn("sqs", "far")],
        }),
        others: [keeper, orders, ...vaults],
      },
      "a table that it may not back up, and that its conditions leave out": {
        subject: selection(["*"], conditions("stringEquals", "aws:ResourceTag/backup", "yes")),
        others: [keeper, tagged, ...vaults],
      },
      "a table that one of two conditions leaves out": {
        subject: selection([tagged.props.arn], {
          conditions: [
            {
              stringEquals: [
                { key: "aws:ResourceTag/backup", value: "no" },
                { key: "aws:ResourceTag/stage", value: "prod" },
              ],
            },
          ],
        }),
        others: [keeper, tagged, ...vaults],
      },
      "a table whose tag is like what a condition leaves out": {
        subject: selection(["*"], conditions("stringNotLikes", "aws:ResourceTag/backup", "n*")),
        others: [keeper, tagged, ...vaults],
      },
    },
    violating: {
      "a role without policies": {
        subject: ofTable,
        others: [keeper, orders, ...vaults],
        at: "resources",
        saying: /selection s → table orders without a policy of role keeper that allows dynamodb:StartAwsBackupJob or/,
      },
      "a bucket, by AWS's policy for stores": {
        subject: selection([files.props.arn]),
        others: [keeper, files, stores, ...vaults],
        at: "resources",
        saying: /s3:GetBucketVersioning/,
      },
      ...Object.fromEntries(
        [...bucketActions, "s3:GetObjectVersion"].map((missing) => [
          `a bucket without ${missing}`,
          {
            subject: selection([files.props.arn]),
            others: [
              keeper,
              files,
              granted(keeper, allow([...bucketActions, "s3:GetObjectVersion"].filter((one) => one !== missing))),
              ...vaults,
            ],
            at: "resources",
            saying: new RegExp(`allows ${missing}$`),
          },
        ]),
      ),
      "a bucket whose key it may not use": {
        subject: selection([files.props.arn]),
        others: [
          keeper,
          files,
          encryption,
          granted(keeper, allow([...bucketActions, "s3:GetObjectVersion"])),
          ...vaults,
        ],
        at: "resources",
        saying: /allows kms:Decrypt on the key k/,
      },
      "a table whose key it may not use": {
        subject: ofTable,
        others: [
          keeper,
          table("orders", { serverSideEncryption: { enabled: true, kmsKeyArn: own.props.arn } }),
          granted(keeper, allow("dynamodb:StartAwsBackupJob")),
          ...vaults,
        ],
        at: "resources",
        saying: /allows kms:Decrypt on the key k/,
      },
      "one of two tables by a pattern": {
        subject: selection([arn("dynamodb", "table/o*")]),
        others: [
          keeper,
          orders,
          table("other"),
          granted(keeper, allow("dynamodb:CreateBackup", String(orders.props.arn))),
          ...vaults,
        ],
        at: "resources",
        saying: /table other/,
      },
      ...Object.fromEntries(
        (
          [
            ["table", arn("dynamodb", "table/far"), /dynamodb:StartAwsBackupJob/],
            ["cluster", arn("rds", "cluster:far"), /rds:CreateDBClusterSnapshot/],
            ["database", arn("rds", "db:far"), /rds:CreateDBSnapshot/],
            ["file system", arn("elasticfilesystem", "file-system/fs-1"), /elasticfilesystem:Backup/],
            ["bucket", "arn:aws:s3:::far", /s3:GetObjectVersion/],
            ["volume", arn("ec2", "volume/vol-1"), /ec2:CreateSnapshot/],
            ["instance", arn("ec2", "instance/i-1"), /ec2:CreateImage/],
          ] as const
        ).map(([noun, name, saying]) => [
          `a ${noun} of another stack, which the role may not back up`,
          { subject: selection([name]), others: [keeper, ...vaults], at: "resources", saying },
        ]),
      ),
      "a table of another account": {
        subject: selection(["arn:aws:dynamodb:eu-central-1:999999999999:table/far"]),
        others: [keeper, stores, ...vaults],
        at: "resources",
        saying: /table\/far of the account 999999999999, where the plan looks in 123456789012 alone/,
      },
      ...Object.fromEntries(
        (
          [
            ["stringEquals", "aws:ResourceTag/backup", "no"],
            ["stringEquals", "backup", "no"],
            ["stringLikes", "aws:ResourceTag/backup", "n*"],
            ["stringNotEquals", "aws:ResourceTag/backup", "never"],
            ["stringNotLikes", "aws:ResourceTag/backup", "y*"],
          ] as const
        ).map(([operator, key, value]) => [
          `a table that its conditions choose by ${operator} of ${key}`,
          {
            subject: selection(["*"], conditions(operator, key, value)),
            others: [keeper, tagged, ...vaults],
            at: "resources",
            saying: /table tagged/,
          },
        ]),
      ),
      "a table by a tag that the provider gives all": {
        subject: selection(["*"], conditions("stringEquals", "aws:ResourceTag/stage", "prod")),
        others: [keeper, table("orders", { tags: { a: "b" }, tagsAll: { a: "b", stage: "prod" } }), ...vaults],
        at: "resources",
      },
      "a table of all that there is": {
        subject: selection(undefined, conditions("stringEquals", "aws:ResourceTag/backup", "no")),
        others: [keeper, tagged, ...vaults],
        at: "resources",
        saying: /table tagged/,
      },
      "a table beside what is left out": {
        subject: selection(undefined, { notResources: [arn("dynamodb", "table/other")] }),
        others: [keeper, orders, table("other"), ...vaults],
        at: "resources",
        saying: /table orders/,
      },
      "a role that AWS Backup may not take on": {
        subject: selection([arn("dynamodb", "table/far")]),
        others: [role("keeper", "lambda.amazonaws.com"), ...vaults],
        at: "iamRoleArn",
        saying: /trust policy/,
      },
      "a role that AWS Backup may not take on, and a vault under AWS's own key": {
        subject: selection([arn("dynamodb", "table/far")]),
        others: [
          role("keeper", "lambda.amazonaws.com"),
          plan({ rules: [{ targetVaultName: "v" }] }),
          vault("near", "eu-central-1", "alias/aws/backup"),
        ],
        at: "iamRoleArn",
        saying: /trust policy/,
      },
      "a copy's vault whose name is not known yet, and whose key keeps the account out": {
        subject: ofTable,
        others: [
          keeper,
          orders,
          stores,
          sample(
            "aws:backup/plan:Plan",
            "p",
            {
              id: "p1",
              arn: arn("backup", "backup-plan:p1"),
              rules: [{ targetVaultName: "v", copyActions: [{ destinationVaultArn: UNKNOWN }] }],
            },
            { from: { rules: [near, far] } },
          ),
          near,
          own,
          far,
          { ...abroad, props: { ...abroad.props, policy: document() } },
        ],
        at: "iamRoleArn",
        saying: /vault far without a policy of the key abroad/,
      },
      "a vault whose key keeps the account out": {
        subject: ofTable,
        others: [keeper, orders, stores, plan(), near, key("k"), far, abroad],
        at: "iamRoleArn",
        saying: /vault near without a policy of the key k that admits role keeper/,
      },
      "a copy's vault whose key keeps the account out": {
        subject: ofTable,
        others: [
          keeper,
          orders,
          stores,
          plan(),
          near,
          own,
          far,
          { ...abroad, props: { ...abroad.props, policy: document() } },
        ],
        at: "iamRoleArn",
        saying: /vault far without a policy of the key abroad/,
      },
    },
    undecided: {
      "a policy that is not known yet": {
        subject: ofTable,
        others: [keeper, orders, grantedBy(keeper, UNKNOWN), ...vaults],
        because: /keeper-policy/,
      },
      "resources that are not known yet": {
        subject: selection(UNKNOWN),
        others: [keeper, stores, ...vaults],
        because: /resources is not known/,
      },
      "a table that it may not back up, whose tags are not known yet": {
        subject: selection([arn("dynamodb", "table/*")], conditions("stringEquals", "aws:ResourceTag/backup", "no")),
        others: [
          keeper,
          sample(orders.type, "o", { ...orders.props, tags: UNKNOWN }, { from: { tags: [files] } }),
          ...vaults,
        ],
        because: /whether it chooses table o: o: tags is not known/,
      },
      "a table that it may not back up, whose tags the provider may add to": {
        subject: selection(["*"], conditions("stringEquals", "aws:ResourceTag/backup", "no")),
        others: [keeper, table("orders", { tagsAll: UNKNOWN }), ...vaults],
        because: /whether it chooses table orders: orders: tagsAll/,
      },
      "a table without the tag that a condition is not to find": {
        subject: selection(["*"], conditions("stringNotEquals", "aws:ResourceTag/backup", "no")),
        others: [keeper, orders, ...vaults],
        because:
          /whether conditions\[0\].stringNotEquals\[0\] holds of what has no such tag, as orders, AWS does not say/,
      },
      "conditions that are not known yet": {
        subject: {
          ...selection(["*"], { conditions: UNKNOWN }),
          from: { conditions: [files] },
        },
        others: [keeper, orders, ...vaults],
        because: /whether it chooses table orders: conditions is not known/,
      },
      "a value of a condition that is not known yet": {
        subject: selection(["*"], conditions("stringEquals", "aws:ResourceTag/backup", UNKNOWN)),
        others: [keeper, tagged, ...vaults],
        because: /value is not known/,
      },
      "a table that may be left out": {
        subject: { ...selection(["*"], { notResources: [UNKNOWN] }), from: { notResources: [orders] } },
        others: [keeper, orders, ...vaults],
        because: /whether it chooses table orders: notResources\[0\] is not known/,
      },
      "something of another stack, if conditions choose it": {
        subject: selection([arn("dynamodb", "table/far")], conditions("stringEquals", "aws:ResourceTag/backup", "no")),
        others: [keeper, ...vaults],
        because: /whether it chooses it: its tags are not in this stack/,
      },
      "something of another stack, of a type that nothing is known of": {
        subject: selection([arn("fsx", "file-system/fs-1")]),
        others: [keeper, stores, ...vaults],
        because: /what backing it up takes is not known here/,
      },
      "rules that are not known yet": {
        subject: ofTable,
        others: [keeper, orders, stores, plan({ rules: UNKNOWN })],
        because: /rules is not known/,
      },
      "a vault whose name is not known yet, and its key's policy neither": {
        subject: ofTable,
        others: [
          keeper,
          orders,
          stores,
          sample(
            "aws:backup/plan:Plan",
            "p",
            { id: "p1", arn: arn("backup", "backup-plan:p1"), rules: [{ targetVaultName: UNKNOWN }] },
            { from: { rules: [near] } },
          ),
          near,
          keyWith("k", UNKNOWN),
        ],
        because: /vault near: whether there is a policy of the key k/,
      },
      "a plan of another stack": {
        subject: selection([orders.props.arn], { planId: "p2" }),
        others: [keeper, orders, stores],
        because: /plan is not in this stack/,
      },
      "a key whose policy is not known yet": {
        subject: ofTable,
        others: [keeper, orders, stores, plan(), near, keyWith("k", UNKNOWN), far, abroad],
        because: /k: policy is not known/,
      },
    },
    mayBeDropped: {
      resources: "what is not chosen is not backed up",
      rules: "AWS refuses a plan without rules",
      "tags.backup": "what is not chosen is not backed up",
      "rules.applyServerSideEncryptionByDefault.kmsMasterKeyId": "a bucket without a key needs none",
      kmsKeyArn: "a vault without a key has AWS's own",
      policy: "AWS's default policy of a key leaves it to the account, too",
    },
  });

  const test = (props: Record<string, unknown> = {}) =>
    sample("aws:backup/restoreTestingSelection:RestoreTestingSelection", "r", {
      iamRoleArn: keeper.props.arn,
      protectedResourceType: "DynamoDB",
      ...props,
    });
  const restores = attached("service-role/AWSBackupServiceRolePolicyForRestores");
  describeControl(restoreTestWiring, {
    compliant: {
      "a table": { subject: test(), others: [keeper, restores] },
      "a database": { subject: test({ protectedResourceType: "Aurora" }), others: [keeper, restores] },
      "objects of a bucket": {
        subject: test({ protectedResourceType: "S3" }),
        others: [keeper, attached("AWSBackupServiceRolePolicyForS3Restore")],
      },
      "a type that nothing is known of": { subject: test({ protectedResourceType: "FSx" }), others: [keeper] },
    },
    violating: {
      "a role that may back up alone": {
        subject: test(),
        others: [keeper, stores],
        at: "iamRoleArn",
        saying: /restore test r → restored DynamoDB without a policy of role keeper/,
      },
      "objects, by AWS's policy for stores": {
        subject: test({ protectedResourceType: "S3" }),
        others: [keeper, restores],
        at: "iamRoleArn",
        saying: /s3:PutObject/,
      },
      "a role that AWS Backup may not take on": {
        subject: test({ protectedResourceType: "FSx" }),
        others: [role("keeper", "lambda.amazonaws.com")],
        at: "iamRoleArn",
      },
    },
    undecided: {
      "a type that is not known yet": {
        subject: test({ protectedResourceType: UNKNOWN }),
        others: [keeper, restores],
        because: /protectedResourceType is not known/,
      },
      "a policy that is not known yet": {
        subject: test(),
        others: [keeper, grantedBy(keeper, UNKNOWN)],
        because: /keeper-policy/,
      },
    },
    mayBeDropped: { protectedResourceType: "AWS refuses a test without a type" },
  });
});
