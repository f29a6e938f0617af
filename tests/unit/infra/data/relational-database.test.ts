import { strict as assert } from "node:assert";
import { DatabaseEngine, DatabaseInsights, RelationalDatabase } from "../../../../infra/data";
import { graph } from "../../../../testing";
import {
  build,
  CLUSTER,
  INSTANCE,
  KEY,
  MEMBER,
  outputs,
  placement,
  SECRET,
  worker,
} from "./relational-database-fixtures";
import { secretText } from "./secrets";

describe("RelationalDatabase", () => {
  it("makes an encrypted Aurora PostgreSQL cluster that is backed up, logs and can't be deleted, with nothing given", async () => {
    const seen = await build();
    const { tags, ...inputs } = seen.one("catalog", CLUSTER).inputs;
    assert.ok(tags);
    assert.deepEqual(inputs, {
      engine: "aurora-postgresql",
      engineVersion: "17",
      allowMajorVersionUpgrade: false,
      autoMinorVersionUpgrade: true,
      engineLifecycleSupport: "open-source-rds-extended-support-disabled",
      port: 5432,
      vpcSecurityGroupIds: ["catalog-group-id"],
      storageEncrypted: true,
      iamDatabaseAuthenticationEnabled: true,
      backupRetentionPeriod: 7,
      deleteAutomatedBackups: false,
      copyTagsToSnapshot: true,
      deletionProtection: true,
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: "test-catalog-final",
      applyImmediately: false,
      databaseInsightsMode: "standard",
      performanceInsightsEnabled: true,
      performanceInsightsRetentionPeriod: 7,
      clusterIdentifier: "test-catalog",
      dbSubnetGroupName: "catalog-subnets",
      dbClusterParameterGroupName: "catalog-parameters",
      masterUsername: "dbadmin",
      manageMasterUserPassword: true,
      preferredBackupWindow: "02:00-03:00",
      preferredMaintenanceWindow: "sun:04:00-sun:05:00",
      enableHttpEndpoint: false,
      enabledCloudwatchLogsExports: ["postgresql", "iam-db-auth-error"],
      monitoringInterval: 60,
      monitoringRoleArn: "arn:aws:iam:eu-central-1:123456789012:catalog-monitoring-role",
      serverlessv2ScalingConfiguration: { minCapacity: 0.5, maxCapacity: 8 },
    });
    assert.deepEqual(seen.one("catalog-subnets").inputs["subnetIds"], placement.subnetIds);
  });

  it("has a reader that takes over for the writer, neither of them public", async () => {
    const seen = await build();
    const members = seen.all(MEMBER).map(({ inputs }) => inputs);
    assert.deepEqual(
      members.map((inputs) => [inputs["identifier"], inputs["promotionTier"], inputs["instanceClass"]]),
      [
        ["test-catalog-1", 0, "db.serverless"],
        ["test-catalog-2", 1, "db.serverless"],
      ],
    );
    for (const inputs of members) {
      assert.equal(inputs["publiclyAccessible"], false);
      assert.equal(inputs["performanceInsightsEnabled"], true);
      assert.equal(inputs["monitoringInterval"], 60);
    }
  });

  it("has as many instances as the wanted zones need, in named zones in turn", async () => {
    const zones = ["eu-central-1a", "eu-central-1b", "eu-central-1c"];
    const members = (await build({ minimumZones: 3, zones })).all(MEMBER);
    assert.deepEqual(
      members.map(({ inputs }) => inputs["availabilityZone"]),
      zones,
    );
    assert.equal(members[2]?.inputs["promotionTier"], 2);
    assert.equal((await build({ readers: 4 })).all(MEMBER).length, 5);
    assert.equal((await build({ singleInstance: true })).all(MEMBER).length, 1);
  });

  it("refuses connections without TLS, by the parameter of each engine, and takes the program's own parameters", async () => {
    for (const [engine, family, tls] of [
      [DatabaseEngine.AuroraPostgresql, "aurora-postgresql17", "rds.force_ssl=1"],
      [DatabaseEngine.AuroraMysql, "aurora-mysql8.0", "require_secure_transport=ON"],
      [DatabaseEngine.Postgresql, "postgres17", "rds.force_ssl=1"],
      [DatabaseEngine.Mysql, "mysql8.4", "require_secure_transport=ON"],
      [DatabaseEngine.Mariadb, "mariadb11.8", "require_secure_transport=ON"],
    ] as const) {
      const group = (await build({ engine, parameters: { max_connections: "200" } })).one("catalog-parameters").inputs;
      assert.equal(group["family"], family);
      const parameters: unknown = group["parameters"];
      assert.ok(Array.isArray(parameters));
      assert.equal(`${parameters[0].name}=${parameters[0].value}`, tls);
      assert.deepEqual(parameters.at(-1), { name: "max_connections", value: "200", applyMethod: "pending-reboot" });
    }
  });

  it("follows the family of another major version", async () => {
    const seen = await build({ engineVersion: "16.13", allowMajorVersionUpgrade: true });
    assert.equal(seen.one("catalog-parameters").inputs["family"], "aurora-postgresql16");
    assert.equal(seen.one("catalog", CLUSTER).inputs["allowMajorVersionUpgrade"], true);
  });

  it("keeps logs in groups of its own, by the names that RDS writes to, with a retention and a key", async () => {
    const seen = await build({ logRetentionDays: 90, logKmsKeyArn: KEY });
    const { tags: _, ...group } = seen.one("catalog-log-postgresql").inputs;
    assert.deepEqual(group, {
      name: "/aws/rds/cluster/test-catalog/postgresql",
      retentionInDays: 90,
      kmsKeyId: KEY,
    });
    const instance = await build({ engine: DatabaseEngine.Mysql, logs: ["error"] });
    assert.equal(instance.one("catalog-log-error").inputs["name"], "/aws/rds/instance/test-catalog/error");
    assert.deepEqual(instance.one("catalog", INSTANCE).inputs["enabledCloudwatchLogsExports"], ["error"]);
  });

  it("writes slow queries down where it exports them", async () => {
    const parameters = JSON.stringify((await build({ engine: DatabaseEngine.Mysql })).one("catalog-parameters").inputs);
    assert.match(parameters, /"slow_query_log","value":"1"/);
    assert.match(parameters, /"log_output","value":"FILE"/);
  });

  it("audits who comes into Aurora MySQL and who changes rights and tables, and exports it", async () => {
    const seen = await build({ engine: DatabaseEngine.AuroraMysql });
    const parameters = JSON.stringify(seen.one("catalog-parameters").inputs);
    assert.match(parameters, /"server_audit_logging","value":"1"/);
    assert.match(parameters, /"server_audit_events","value":"CONNECT,QUERY_DCL,QUERY_DDL"/);
    assert.deepEqual(seen.one("catalog", CLUSTER).inputs["enabledCloudwatchLogsExports"], [
      "audit",
      "error",
      "slowquery",
      "iam-db-auth-error",
    ]);
  });

  it("lets the monitoring role write one log group, for this account only", async () => {
    const seen = await build();
    assert.deepEqual(seen.json("catalog-monitoring-role", "assumeRolePolicy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "monitoring.rds.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
        },
      ],
    });
    const group = "arn:aws:logs:eu-central-1:123456789012:log-group:RDSOSMetrics";
    assert.deepEqual(seen.json("catalog-monitoring-policy", "policy"), {
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: ["logs:CreateLogGroup", "logs:PutRetentionPolicy"], Resource: group },
        {
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams", "logs:GetLogEvents"],
          Resource: `${group}:log-stream:*`,
        },
      ],
    });
    const without = await build({ withoutEnhancedMonitoring: true });
    assert.equal(without.one("catalog", CLUSTER).inputs["monitoringInterval"], 0);
    assert.equal(without.types()["aws:iam/role:Role"], undefined);
  });

  it("pauses, scales and has the price that was asked for", async () => {
    const cluster = (
      await build({ serverless: { minimumAcu: 0, maximumAcu: 4, autoPauseSeconds: 600 }, ioOptimized: true })
    ).one("catalog", CLUSTER).inputs;
    assert.deepEqual(cluster["serverlessv2ScalingConfiguration"], {
      minCapacity: 0,
      maxCapacity: 4,
      secondsUntilAutoPause: 600,
    });
    assert.equal(cluster["storageType"], "aurora-iopt1");
  });

  it("has instances of a class, with readers that come and go", async () => {
    const seen = await build({ instanceClass: "db.r8g.large", readerScaling: { maximum: 5 } });
    assert.equal(seen.one("catalog", CLUSTER).inputs["serverlessv2ScalingConfiguration"], undefined);
    assert.equal(seen.one("catalog-1").inputs["instanceClass"], "db.r8g.large");
    const { tags: _, ...target } = seen.one("catalog-readers").inputs;
    assert.deepEqual(target, {
      serviceNamespace: "rds",
      scalableDimension: "rds:cluster:ReadReplicaCount",
      resourceId: "cluster:test-catalog",
      minCapacity: 1,
      maxCapacity: 5,
    });
    assert.deepEqual(seen.one("catalog-reader-scaling").inputs["targetTrackingScalingPolicyConfiguration"], {
      predefinedMetricSpecification: { predefinedMetricType: "RDSReaderAverageCPUUtilization" },
      targetValue: 60,
    });
  });

  it("encrypts with the keys that were given, and keeps insights for 465 days where they are advanced", async () => {
    const seen = await build({
      kmsKeyArn: KEY,
      secretKmsKeyArn: `${KEY}2`,
      databaseInsights: DatabaseInsights.Advanced,
    });
    const cluster = seen.one("catalog", CLUSTER).inputs;
    assert.equal(cluster["kmsKeyId"], KEY);
    assert.equal(cluster["masterUserSecretKmsKeyId"], `${KEY}2`);
    assert.equal(cluster["performanceInsightsKmsKeyId"], KEY);
    assert.equal(cluster["databaseInsightsMode"], "advanced");
    assert.equal(cluster["performanceInsightsRetentionPeriod"], 465);
    assert.equal(seen.one("catalog-2").inputs["performanceInsightsRetentionPeriod"], 465);
  });

  it("is weakened just by options that say so", async () => {
    const cluster = (
      await build({ withoutDeletionProtection: true, withoutFinalSnapshot: true, extendedSupport: true })
    ).one("catalog", CLUSTER).inputs;
    assert.equal(cluster["deletionProtection"], false);
    assert.equal(cluster["skipFinalSnapshot"], true);
    assert.equal(cluster["finalSnapshotIdentifier"], undefined);
    assert.equal(cluster["engineLifecycleSupport"], "open-source-rds-extended-support");
  });

  it("makes an RDS instance with a standby, storage that grows, and no password of its own", async () => {
    const seen = await build({ engine: DatabaseEngine.Postgresql, storage: { gib: 50 } });
    const inputs = seen.one("catalog", INSTANCE).inputs;
    const expected = {
      engine: "postgres",
      identifier: "test-catalog",
      instanceClass: "db.t4g.medium",
      multiAz: true,
      publiclyAccessible: false,
      allocatedStorage: 50,
      maxAllocatedStorage: 250,
      storageType: "gp3",
      storageEncrypted: true,
      manageMasterUserPassword: true,
      iamDatabaseAuthenticationEnabled: true,
      deletionProtection: true,
      backupRetentionPeriod: 7,
      backupWindow: "02:00-03:00",
      maintenanceWindow: "sun:04:00-sun:05:00",
      monitoringInterval: 60,
      performanceInsightsEnabled: true,
    };
    for (const [key, value] of Object.entries(expected)) assert.deepEqual(inputs[key], value, key);
    assert.equal(inputs["password"], undefined);
    const single = await build({ engine: DatabaseEngine.Mariadb, singleInstance: true });
    assert.equal(single.one("catalog", INSTANCE).inputs["multiAz"], false);
  });

  it("makes the password itself for blue/green updates, as a secret that MySQL takes", async () => {
    const seen = await build({ engine: DatabaseEngine.Mysql, blueGreenUpdate: true, secretKmsKeyArn: KEY });
    const instance = seen.one("catalog", INSTANCE).inputs;
    assert.deepEqual(instance["blueGreenUpdate"], { enabled: true });
    assert.equal(instance["manageMasterUserPassword"], undefined);
    const kept: unknown = JSON.parse(secretText(seen.one("catalog-master-v1").inputs["secretString"]));
    assert.deepEqual(kept, { username: "dbadmin", password: secretText(instance["password"]) });
    assert.match(secretText(instance["password"]), /^[0-9a-f]{40}$/);
    assert.equal(seen.one("catalog-master").inputs["kmsKeyId"], KEY);
  });

  it("lets nobody in with nothing given, and named clients to the one port", async () => {
    const seen = await build();
    assert.equal(seen.types()["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"], undefined);
    assert.equal(seen.types()["aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"], undefined);
    const open = await graph(() => {
      const database = new RelationalDatabase("catalog", {
        placement,
        port: 6432,
        clients: { office: { cidr: "10.1.0.0/16" } },
      });
      database.allowFrom("service", "sg-1");
    });
    const { tags: _, ...rule } = open.one("catalog-from-service-postgresql").inputs;
    assert.deepEqual(rule, {
      securityGroupId: "catalog-group-id",
      description: "postgresql from service",
      ipProtocol: "tcp",
      fromPort: 6432,
      toPort: 6432,
      referencedSecurityGroupId: "sg-1",
    });
    assert.equal(open.one("catalog-from-office-postgresql").inputs["cidrIpv4"], "10.1.0.0/16");
  });

  it("grants connecting as exactly one user of exactly this database", async () => {
    const seen = await graph(
      () => {
        const database = new RelationalDatabase("catalog", { placement });
        database.grantConnect("catalog_app", worker(), "worker");
      },
      { outputs },
    );
    assert.deepEqual(seen.json("catalog-connect-catalog-app-worker", "policy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["rds-db:connect"],
          Resource: ["arn:aws:rds-db:eu-central-1:123456789012:dbuser:cluster-ABC/catalog_app"],
        },
      ],
    });
  });

  it("grants reading the secret with its key, and the Data API on this cluster", async () => {
    const seen = await graph(
      () => {
        const database = new RelationalDatabase("catalog", { placement, dataApi: true, secretKmsKeyArn: KEY });
        database.grantDataApi(worker(), "worker");
      },
      { outputs },
    );
    assert.equal(seen.one("catalog", CLUSTER).inputs["enableHttpEndpoint"], true);
    assert.deepEqual(seen.json("catalog-read-secret-worker", "policy"), {
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: ["secretsmanager:GetSecretValue"], Resource: [SECRET] },
        {
          Effect: "Allow",
          Action: ["kms:Decrypt"],
          Resource: KEY,
          Condition: { StringEquals: { "kms:ViaService": "secretsmanager.eu-central-1.amazonaws.com" } },
        },
      ],
    });
    assert.match(JSON.stringify(seen.json("catalog-data-api-worker", "policy")), /ExecuteStatement.*:catalog"/);
  });

  it("knows every input that security hangs on before anything exists", async () => {
    const seen = await build({ proxy: {} }, { preview: true });
    seen.assertKnown(
      "catalog",
      ["storageEncrypted", "iamDatabaseAuthenticationEnabled", "deletionProtection", "backupRetentionPeriod"],
      CLUSTER,
    );
    seen.assertKnown("catalog-parameters", ["parameters", "family"]);
    seen.assertKnown("catalog-1", ["publiclyAccessible", "instanceClass"]);
    seen.assertKnown("catalog-proxy", ["requireTls", "vpcSubnetIds"]);
  });
});
