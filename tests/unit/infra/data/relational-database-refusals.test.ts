import { strict as assert } from "node:assert";
import { DatabaseEngine, RelationalDatabase } from "../../../../infra/data";
import { graph } from "../../../../testing";
import { build, type Options, placement, worker } from "./relational-database-fixtures";

describe("RelationalDatabase refuses", () => {
  const refusals: [string, Options, RegExp][] = [
    ["fewer zones than subnets", { minimumZones: 4 }, /placement.subnetIds is "3 subnets"; give at least 4/],
    [
      "an engine that is none",
      { engine: JSON.parse('"oracle"') },
      /engine is "oracle"; use one of "aurora-postgresql"/,
    ],
    ["a version that AWS has not", { engineVersion: "12" }, /engineVersion is "12"; use "14", "15", "16", "17", "18"/],
    ["a version of another engine", { engineVersion: "8.0" }, /engineVersion is "8.0"/],
    [
      "a version out of support unpaid",
      { engine: DatabaseEngine.Mysql, engineVersion: "8.0" },
      /its standard support has ended; use 8.4, or pay for it with extendedSupport/,
    ],
    ["ACU beside a class", { serverless: {}, instanceClass: "db.r8g.large" }, /serverless and instanceClass/],
    ["a class of another engine", { instanceClass: "db.m7g.large" }, /use a class of aurora-postgresql.*families: r5/],
    ["the serverless class by name", { instanceClass: "db.serverless" }, /Aurora is serverless without a class/],
    ["too much capacity", { serverless: { maximumAcu: 300 } }, /maximumAcu is 300; use 1 to 256 in steps of 0.5/],
    ["capacity between steps", { serverless: { minimumAcu: 0.7 } }, /minimumAcu is 0.7; use 0 to 256/],
    ["more at least than at most", { serverless: { minimumAcu: 16 } }, /minimumAcu is 16; use at most the maximum, 8/],
    ["a pause of what never pauses", { serverless: { autoPauseSeconds: 600 } }, /it is for minimumAcu 0/],
    ["a pause too short", { serverless: { minimumAcu: 0, autoPauseSeconds: 60 } }, /from 300 to 86400 seconds/],
    [
      "a version that can't pause",
      { engineVersion: "14.6", serverless: { minimumAcu: 0 } },
      /14.6 can't pause; use minor version 12 of 14 or newer/,
    ],
    ["a pause behind a proxy", { serverless: { minimumAcu: 0 }, proxy: {} }, /the proxy keeps connections open/],
    ["readers in too few zones", { minimumZones: 3, readers: 1 }, /readers is 1; use a whole number from 2 to 15/],
    ["readers of a single instance", { singleInstance: true, readers: 1 }, /drop it, or singleInstance/],
    ["scaling to no more readers", { readers: 3, readerScaling: { maximum: 3 } }, /from 4 to 15 readers/],
    ["zones twice", { zones: ["eu-central-1a", "eu-central-1a"] }, /zones is .*; name at least 2, each once/],
    ["storage of Aurora", { storage: { gib: 20 } }, /aurora-postgresql has no such option/],
    ["blue/green of Aurora", { blueGreenUpdate: true }, /aurora-postgresql has no such option/],
    [
      "readers of RDS",
      { engine: DatabaseEngine.Mysql, readers: 1 },
      /mysql has no such option; drop it, or use Aurora/,
    ],
    ["three zones of RDS", { engine: DatabaseEngine.Mysql, minimumZones: 3 }, /in 2 zones; use 2, or Aurora/],
    [
      "storage that can't grow",
      { engine: DatabaseEngine.Mysql, storage: { gib: 1000, maximumGib: 1050 } },
      /from 1100 to/,
    ],
    ["no backups", { backupRetentionDays: 0 }, /backupRetentionDays is 0; use a whole number from 1 to 35 days/],
    ["a short backup window", { backupWindow: "02:00-02:10" }, /use UTC and at least 30 minutes/],
    ["windows that meet", { backupWindow: "04:30-05:30" }, /it meets the maintenance window/],
    ["a maintenance window of no day", { maintenanceWindow: "04:00-05:00" }, /maintenanceWindow is "04:00-05:00"/],
    ["TLS turned off", { parameters: { "rds.force_ssl": "0" } }, /leave it out: TLS is enforced/],
    ["a log that the engine has not", { logs: ["slowquery"] }, /logs is "slowquery"; use one of "postgresql"/],
    ["a retention that CloudWatch has not", { logRetentionDays: 8 }, /logRetentionDays is 8/],
    ["an interval that RDS has not", { monitoringSeconds: 20 }, /use one of 1, 5, 10, 15, 30, 60/],
    ["a reserved user", { masterUsername: "admin" }, /the engine keeps it for itself/],
    ["a database of a wrong name", { databaseName: "my-db" }, /databaseName is "my-db"/],
    ["a port too low", { port: 443 }, /from 1150 to 65535/],
    ["an identifier with two hyphens", { identifier: "a--b" }, /identifier is "a--b"; use 1 to 56/],
    ["a proxy's secret itself", { proxy: { secretArns: ["hunter2"] } }, /proxy.secretArns is "hunter2"; use ARNs/],
    ["more than all connections", { proxy: { maximumConnectionsPercent: 101 } }, /maximumConnectionsPercent is 101/],
    ["clients that are never idle", { proxy: { idleClientSeconds: 0 } }, /proxy.idleClientSeconds is 0/],
    ["two ways of a proxy", { proxy: { secretArns: ["a"], iamUsers: ["b"] } }, /give only one of them/],
    ["every user of a proxy", { proxy: { iamUsers: ["*"] } }, /use names of database users/],
    ["a snapshot that is not taken", { withoutFinalSnapshot: true, finalSnapshotName: "x" }, /or withoutFinalSnapshot/],
    ["a key that is none", { kmsKeyArn: "alias/key" }, /kmsKeyArn is "alias\/key"; use the ARN of a KMS key/],
    ["a client twice described", { clients: { a: { cidr: "10.0.0.0/8", securityGroupId: "sg-1" } } }, /only one/],
  ];
  for (const [what, args, message] of refusals) {
    it(what, async () => {
      await assert.rejects(build(args), message);
    });
  }

  it("a grant for every user, a client of the same name, and the Data API where there is none", async () => {
    await assert.rejects(
      graph(() => new RelationalDatabase("catalog", { placement }).grantConnect("*", worker(), "worker")),
      /user is "\*"; name one database user/,
    );
    await assert.rejects(
      graph(() => {
        const database = new RelationalDatabase("catalog", { placement, clients: { a: { cidr: "10.0.0.0/16" } } });
        database.allowFrom("a", "sg-1");
      }),
      /the database has a client of that name/,
    );
    await assert.rejects(
      graph(() => new RelationalDatabase("catalog", { placement }).grantDataApi(worker(), "worker")),
      /dataApi is false; set it to true/,
    );
  });

  it("a grant for a user that the proxy does not connect as", async () => {
    await assert.rejects(
      graph(() => new RelationalDatabase("catalog", { placement, proxy: {} }).grantConnect("app", worker(), "worker")),
      /user is "app"; the proxy connects as dbadmin only/,
    );
  });

  it("a name that makes too long an identifier, with the identifier", async () => {
    const name = "a".repeat(40);
    await assert.rejects(
      graph(() => new RelationalDatabase(name, { placement }), { stack: "a-very-long-stack" }),
      /the identifier is "a-very-long-stack-a+"; use 1 to 56/,
    );
  });

  it("everything at once", async () => {
    await assert.rejects(build({ port: 1, backupRetentionDays: 90, engineVersion: "9" }), (error: Error) => {
      for (const part of [/port is 1/, /backupRetentionDays is 90/, /engineVersion is "9"/]) {
        assert.match(error.message, part);
      }
      return true;
    });
  });
});
