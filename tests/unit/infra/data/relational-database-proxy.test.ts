import { strict as assert } from "node:assert";
import { DatabaseEngine, RelationalDatabase } from "../../../../infra/data";
import { graph } from "../../../../testing";
import { build, KEY, outputs, placement, SECRET, worker } from "./relational-database-fixtures";

describe("RelationalDatabase behind a proxy", () => {
  it("speaks TLS and IAM with clients, and reads exactly the master user's secret", async () => {
    const seen = await build({ proxy: {}, secretKmsKeyArn: KEY });
    const { tags: _, ...proxy } = seen.one("catalog-proxy").inputs;
    assert.deepEqual(proxy, {
      name: "test-catalog-proxy",
      engineFamily: "POSTGRESQL",
      requireTls: true,
      debugLogging: false,
      idleClientTimeout: 1800,
      roleArn: "arn:aws:iam:eu-central-1:123456789012:catalog-proxy-role",
      vpcSubnetIds: placement.subnetIds,
      vpcSecurityGroupIds: ["catalog-proxy-group-id"],
      auths: [{ authScheme: "SECRETS", iamAuth: "REQUIRED", secretArn: SECRET }],
    });
    assert.deepEqual(seen.json("catalog-proxy-policy", "policy"), {
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: [SECRET] },
        {
          Effect: "Allow",
          Action: "kms:Decrypt",
          Resource: KEY,
          Condition: { StringEquals: { "kms:ViaService": "secretsmanager.eu-central-1.amazonaws.com" } },
        },
      ],
    });
    assert.match(JSON.stringify(seen.json("catalog-proxy-role", "assumeRolePolicy")), /rds\.amazonaws.*SourceAccount/);
    assert.equal(seen.one("catalog-proxy-target").inputs["dbClusterIdentifier"], "catalog-id");
    assert.equal(seen.one("catalog-proxy-readers").inputs["targetRole"], "READ_ONLY");
  });

  it("leaves some connections to others, and idle clients as long as it is told", async () => {
    const seen = await build({ proxy: { maximumConnectionsPercent: 50, idleClientSeconds: 60 } });
    assert.equal(seen.one("catalog-proxy").inputs["idleClientTimeout"], 60);
    assert.deepEqual(seen.one("catalog-proxy-pool").inputs["connectionPoolConfig"], { maxConnectionsPercent: 50 });
  });

  it("connects with IAM alone as named users, with no secret at all", async () => {
    const seen = await build({ proxy: { iamUsers: ["catalog"] } });
    const proxy = seen.one("catalog-proxy").inputs;
    assert.equal(proxy["defaultAuthScheme"], "IAM_AUTH");
    assert.equal(proxy["auths"], undefined);
    assert.deepEqual(seen.json("catalog-proxy-policy", "policy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: "rds-db:connect",
          Resource: ["arn:aws:rds-db:eu-central-1:123456789012:dbuser:cluster-ABC/catalog"],
        },
      ],
    });
  });

  it("is the only way in: clients reach it, it alone reaches the database, and tokens are for it", async () => {
    let host: unknown;
    const seen = await graph(
      () => {
        const database = new RelationalDatabase("catalog", {
          placement,
          engine: DatabaseEngine.Mysql,
          proxy: { iamUsers: ["catalog"] },
          clients: { service: { securityGroupId: "sg-1" } },
        });
        database.grantConnect("catalog", worker(), "worker");
        database.endpoint.apply((endpoint) => {
          host = endpoint;
        });
      },
      { outputs },
    );
    assert.equal(host, "proxy");
    assert.equal(seen.one("catalog-from-service-mysql").inputs["securityGroupId"], "catalog-proxy-group-id");
    const inward = seen.one("catalog-from-proxy").inputs;
    assert.equal(inward["securityGroupId"], "catalog-group-id");
    assert.equal(inward["referencedSecurityGroupId"], "catalog-proxy-group-id");
    const outward = seen.one("catalog-proxy-to-database").inputs;
    assert.equal(outward["securityGroupId"], "catalog-proxy-group-id");
    assert.equal(outward["referencedSecurityGroupId"], "catalog-group-id");
    assert.equal(outward["fromPort"], 3306);
    assert.equal(seen.one("catalog-proxy-target").inputs["dbInstanceIdentifier"], "test-catalog");
    assert.match(JSON.stringify(seen.json("catalog-connect-catalog-worker", "policy")), /dbuser:prx-ABC\/catalog"/);
  });
});
