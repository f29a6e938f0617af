import { strict as assert } from "node:assert";
import { Subnet } from "@pulumi/aws/ec2";
import { Role } from "@pulumi/aws/iam";
import { Cache, type CacheArgs, CacheAuthentication, CacheEngine } from "../../../../infra/data";
import { ServiceMonitoring } from "../../../../infra/observability";
import { graph, type TestGraph, UNKNOWN } from "../../../../testing";
import { secretText } from "./secrets";

const GROUP = "aws:elasticache/replicationGroup:ReplicationGroup";
const CLUSTER = "aws:elasticache/cluster:Cluster";
const SERVERLESS = "aws:elasticache/serverlessCache:ServerlessCache";
const placement = { vpcId: "vpc-1", cidrBlock: "10.0.0.0/16", subnetIds: ["subnet-a", "subnet-b", "subnet-c"] };

type Options = Omit<CacheArgs, "placement"> & Partial<Pick<CacheArgs, "placement">>;

function build(args: Options = {}, preview = false): Promise<TestGraph> {
  return graph(() => new Cache("sessions", { placement, ...args }), { preview });
}

describe("Cache", () => {
  it("makes a Valkey pair over zones that fails over, encrypts, logs and backs up, with nothing given", async () => {
    const seen = await build();
    const { tags, logDeliveryConfigurations, ...inputs } = seen.one("sessions", GROUP).inputs;
    assert.ok(tags);
    assert.deepEqual(inputs, {
      engine: "valkey",
      engineVersion: "8.2",
      nodeType: "cache.t4g.small",
      port: 6380,
      subnetGroupName: "sessions-subnets",
      securityGroupIds: ["sessions-group-id"],
      parameterGroupName: "sessions-parameters",
      transitEncryptionEnabled: true,
      transitEncryptionMode: "required",
      maintenanceWindow: "sun:04:00-sun:05:00",
      applyImmediately: false,
      clusterMode: "disabled",
      numCacheClusters: 2,
      description: "Cache sessions.",
      multiAzEnabled: true,
      automaticFailoverEnabled: true,
      atRestEncryptionEnabled: true,
      userGroupIds: ["test-sessions"],
      snapshotRetentionLimit: 7,
      snapshotWindow: "02:00-03:00",
      autoMinorVersionUpgrade: true,
    });
    assert.match(JSON.stringify(logDeliveryConfigurations), /slow-log.*engine-log/);
    for (const log of ["sessions-slow-log", "sessions-engine-log"]) {
      assert.equal(seen.one(log).inputs["retentionInDays"], 30);
    }
    assert.deepEqual(seen.one("sessions-subnets").inputs["subnetIds"], placement.subnetIds);
    assert.equal(seen.one("sessions-parameters").inputs["family"], "valkey8");
  });

  it("lets nobody in with nothing given, and nothing out ever", async () => {
    const seen = await build();
    assert.equal(seen.types()["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"], undefined);
    const group = seen.one("sessions-group").inputs;
    assert.equal(group["ingress"], undefined);
    assert.equal(group["egress"], undefined);
    assert.equal(seen.types()["aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"], undefined);
  });

  it("opens the one port to named clients", async () => {
    const seen = await graph(() => {
      const cache = new Cache("sessions", { placement, clients: { office: { cidr: "10.1.0.0/16" } } });
      cache.allowFrom("catalog", "sg-catalog");
    });
    const { tags: _, ...office } = seen.one("sessions-from-office-valkey").inputs;
    assert.deepEqual(office, {
      securityGroupId: "sessions-group-id",
      description: "valkey from office",
      ipProtocol: "tcp",
      fromPort: 6380,
      toPort: 6380,
      cidrIpv4: "10.1.0.0/16",
    });
    const catalog = seen.one("sessions-from-catalog-valkey").inputs;
    assert.equal(catalog["referencedSecurityGroupId"], "sg-catalog");
    assert.equal(catalog["cidrIpv4"], undefined);
  });

  it("has as many replicas as the wanted zones need", async () => {
    assert.equal((await build({ minimumZones: 3 })).one("sessions", GROUP).inputs["numCacheClusters"], 3);
  });

  it("shards in cluster mode, each shard with its replicas", async () => {
    const seen = await build({ shards: 3, replicas: 2, parameters: { "maxmemory-policy": "allkeys-lru" } });
    const group = seen.one("sessions", GROUP).inputs;
    assert.equal(group["clusterMode"], "enabled");
    assert.equal(group["numNodeGroups"], 3);
    assert.equal(group["replicasPerNodeGroup"], 2);
    assert.equal(group["numCacheClusters"], undefined);
    assert.deepEqual(seen.one("sessions-parameters").inputs["parameters"], [
      { name: "cluster-enabled", value: "yes" },
      { name: "maxmemory-policy", value: "allkeys-lru" },
    ]);
  });

  it("has one node just where that was asked for by name, still encrypted", async () => {
    const group = (await build({ singleNode: true })).one("sessions", GROUP).inputs;
    assert.equal(group["numCacheClusters"], 1);
    assert.equal(group["multiAzEnabled"], false);
    assert.equal(group["automaticFailoverEnabled"], false);
    assert.equal(group["transitEncryptionEnabled"], true);
  });

  it("makes users that come in by IAM, and for Redis a default user that may do nothing", async () => {
    const users = { reader: { accessString: "on ~session:* +@read" } };
    const valkey = await build({ users });
    const { tags: _, ...reader } = valkey.one("sessions-user-reader").inputs;
    assert.deepEqual(reader, {
      engine: "valkey",
      userId: "test-sessions-reader",
      userName: "test-sessions-reader",
      accessString: "on ~session:* +@read",
      authenticationMode: { type: "iam" },
    });
    assert.deepEqual(valkey.one("sessions-users").inputs["userIds"], ["test-sessions-reader"]);
    const redis = await build({ engine: CacheEngine.Redis, users });
    const nobody = redis.one("sessions-nobody").inputs;
    assert.equal(nobody["userName"], "default");
    assert.equal(nobody["accessString"], "off -@all");
    assert.deepEqual(redis.one("sessions-users").inputs["userIds"], ["test-sessions-reader", "test-sessions-nobody"]);
    assert.equal(redis.one("sessions", GROUP).inputs["engineVersion"], "7.1");
  });

  it("gives the user that it makes by itself no dangerous command", async () => {
    const { accessString } = (await build()).one("sessions-user-app").inputs;
    assert.equal(accessString, "on ~* +@all -@dangerous -@admin");
  });

  it("makes a token in Secrets Manager, as a secret, and grants reading it", async () => {
    const seen = await graph(() => {
      const cache = new Cache("sessions", {
        placement,
        authentication: CacheAuthentication.Token,
        kmsKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/k",
      });
      cache.grantConnect("token", { role: new Role("worker", { assumeRolePolicy: "{}" }) }, "worker");
    });
    const group = seen.one("sessions", GROUP).inputs;
    const token = secretText(seen.one("sessions-token-v1").inputs["secretString"]);
    assert.match(token, /^[0-9a-f]{64}$/);
    assert.equal(secretText(group["authToken"]), token, "the cache has another token than the secret");
    assert.equal(group["userGroupIds"], undefined);
    assert.match(
      JSON.stringify(seen.json("sessions-read-token-worker", "policy")),
      /secretsmanager:GetSecretValue.*sessions-token.*kms:Decrypt.*secretsmanager.eu-central-1.amazonaws.com/,
    );
  });

  it("makes another token by another version of the secret", async () => {
    const seen = await build({ authentication: CacheAuthentication.Token, tokenGeneration: 2 });
    assert.ok(seen.one("sessions-token-v2"));
  });

  it("spreads Memcached over zones, with TLS", async () => {
    const seen = await build({ engine: CacheEngine.Memcached, minimumZones: 3 });
    const { tags: _, ...inputs } = seen.one("sessions", CLUSTER).inputs;
    assert.deepEqual(inputs, {
      engine: "memcached",
      engineVersion: "1.6.22",
      nodeType: "cache.t4g.small",
      port: 11_212,
      subnetGroupName: "sessions-subnets",
      securityGroupIds: ["sessions-group-id"],
      parameterGroupName: "sessions-parameters",
      transitEncryptionEnabled: true,
      maintenanceWindow: "sun:04:00-sun:05:00",
      applyImmediately: false,
      azMode: "cross-az",
      numCacheNodes: 3,
    });
    assert.equal(seen.types()["aws:elasticache/user:User"], undefined);
  });

  it("makes a serverless cache with limits, users and snapshots", async () => {
    const kmsKeyArn = "arn:aws:kms:eu-central-1:123456789012:key/k";
    const seen = await build({
      serverless: { maximumStorageGb: 2 },
      kmsKeyArn,
      clients: { app: { cidr: "10.0.0.0/16" } },
    });
    const { tags: _, ...inputs } = seen.one("sessions", SERVERLESS).inputs;
    assert.deepEqual(inputs, {
      engine: "valkey",
      majorEngineVersion: "8",
      description: "Cache sessions.",
      subnetIds: placement.subnetIds,
      securityGroupIds: ["sessions-group-id"],
      kmsKeyId: kmsKeyArn,
      cacheUsageLimits: { dataStorage: { unit: "GB", maximum: 2 }, ecpuPerSeconds: [{ maximum: 5000 }] },
      userGroupId: "test-sessions",
      snapshotRetentionLimit: 7,
      dailySnapshotTime: "02:00",
    });
    const rule = seen.one("sessions-from-app-valkey").inputs;
    assert.deepEqual([rule["fromPort"], rule["toPort"]], [6379, 6380]);
    assert.equal(seen.types()[GROUP], undefined);
    const memcached = await build({ engine: CacheEngine.Memcached, serverless: {} });
    assert.equal(memcached.one("sessions", SERVERLESS).inputs["snapshotRetentionLimit"], undefined);
    assert.equal(memcached.one("sessions", SERVERLESS).inputs["userGroupId"], undefined);
  });

  it("keeps a serverless cache ready for what it is told", async () => {
    const limits = { minimumStorageGb: 1, minimumEcpuPerSecond: 2000, maximumEcpuPerSecond: 9000 };
    const seen = await build({ serverless: limits, snapshotWindow: "23:30-00:30" });
    const { cacheUsageLimits, dailySnapshotTime } = seen.one("sessions", SERVERLESS).inputs;
    assert.deepEqual(cacheUsageLimits, {
      dataStorage: { unit: "GB", maximum: 10, minimum: 1 },
      ecpuPerSeconds: [{ maximum: 9000, minimum: 2000 }],
    });
    assert.equal(dailySnapshotTime, "23:30");
  });

  it("takes no snapshots just where that was asked for by name", async () => {
    const group = (await build({ withoutSnapshots: true })).one("sessions", GROUP).inputs;
    assert.equal(group["snapshotRetentionLimit"], 0);
    assert.equal(group["snapshotWindow"], undefined);
  });

  it("grants coming in as one user of this cache", async () => {
    const seen = await graph(() => {
      const cache = new Cache("sessions", { placement });
      cache.grantConnect("app", { role: new Role("worker", { assumeRolePolicy: "{}" }) }, "worker");
    });
    assert.deepEqual(seen.json("sessions-connect-app-worker", "policy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["elasticache:Connect"],
          Resource: [
            "arn:aws:elasticache:eu-central-1:123456789012:sessions",
            "arn:aws:elasticache:eu-central-1:123456789012:sessions-user-app",
          ],
        },
      ],
    });
  });

  it("knows encryption, failover, users and windows at preview, and depends on exactly its subnets", async () => {
    const seen = await graph(
      () => {
        const subnets = ["a", "b", "c"].map((zone) => new Subnet(zone, { vpcId: "vpc-1" }));
        const [a, b] = subnets;
        assert.ok(a && b);
        new Cache("sessions", { placement: { ...placement, subnetIds: [a.id, b.id] } });
      },
      { preview: true },
    );
    seen.assertKnown(
      "sessions",
      [
        "transitEncryptionEnabled",
        "atRestEncryptionEnabled",
        "multiAzEnabled",
        "automaticFailoverEnabled",
        "numCacheClusters",
        "snapshotRetentionLimit",
        "userGroupIds",
      ],
      GROUP,
    );
    seen.assertKnown("sessions-user-app", ["accessString", "authenticationMode"]);
    const subnets = seen.one("sessions-subnets");
    assert.deepEqual(subnets.inputs["subnetIds"], [UNKNOWN, UNKNOWN]);
    assert.deepEqual(
      subnets.propertyDependencies["subnetIds"]?.map((urn) => urn.split("::").pop()),
      ["a", "b"],
    );
  });

  it("tells monitoring by which names CloudWatch knows its nodes, and how much a serverless one may hold", async () => {
    const watched = async (args: Options, members: string[] = []) => {
      const seen = await graph(
        () => {
          const cache = new Cache("sessions", { placement, ...args });
          const monitoring = new ServiceMonitoring("shop", { alarmTopicArn: "arn:aws:sns:eu-central-1:1:alarms" });
          if (cache.maximumStorageGb === undefined) monitoring.watchCache("cache", cache);
          else {
            const { cacheName, maximumStorageGb } = cache;
            monitoring.watchServerlessCache("cache", { cacheName, maximumStorageGb });
          }
        },
        { outputs: { [GROUP]: { memberClusters: members }, [CLUSTER]: { clusterId: "sessions-memory" } } },
      );
      const alarms = seen.all("aws:cloudwatch/metricAlarm:MetricAlarm");
      const [cpu] = alarms.filter(({ name }) => name === "shop-cache-cpu" || name === "shop-cache-storage");
      assert.ok(cpu);
      const found = JSON.stringify(cpu.inputs).matchAll(/"(CacheClusterId|clusterId)":"([^"]*)"/g);
      return [...found].map(([, dimension, value]) => `${dimension} ${value}`);
    };
    const pair = ["sessions-001", "sessions-002"];
    assert.deepEqual(await watched({}, pair), ["CacheClusterId sessions-001", "CacheClusterId sessions-002"]);
    assert.deepEqual(await watched({ singleNode: true }, ["sessions-001"]), ["CacheClusterId sessions-001"]);
    const sharded = ["sessions-0001-001", "sessions-0001-002", "sessions-0002-001", "sessions-0002-002"];
    assert.deepEqual(
      await watched({ shards: 2 }, sharded),
      sharded.map((id) => `CacheClusterId ${id}`),
    );
    assert.deepEqual(await watched({ engine: CacheEngine.Memcached }), ["CacheClusterId sessions-memory"]);
    assert.deepEqual(await watched({ serverless: {} }), ["clusterId sessions"]);
  });

  it("names each wrong argument, its value and what is right", async () => {
    const { Memcached, Redis } = CacheEngine;
    const { Token } = CacheAuthentication;
    const cases: [Options, RegExp][] = [
      [{ placement: { ...placement, subnetIds: ["subnet-a"] } }, /subnetIds is "1 subnets"; give at least 2/],
      [{ placement: { ...placement, subnetIds: ["subnet-a", "subnet-a"] } }, /name each subnet once/],
      [{ minimumZones: 4 }, /subnetIds is "3 subnets"; give at least 4/],
      [{ minimumZones: 1 }, /minimumZones is 1/],
      [{ clients: { all: { cidr: "0.0.0.0/0" } } }, /clients.all.cidr is "0.0.0.0\/0"/],
      [{ clients: { none: {} } }, /give one of them/],
      [{ clients: { app: { securityGroupId: "catalog" } } }, /clients.app.securityGroupId is "catalog"/],
      [{ engineVersion: "5.0.6" }, /engineVersion is "5.0.6"; use one of "7.2", "8.0", "8.1", "8.2"/],
      [{ engine: Redis, engineVersion: "6.2" }, /Redis knows IAM from 7.0 on/],
      [{ nodeType: "t4g" }, /nodeType is "t4g"/],
      [{ singleNode: true, replicas: 1 }, /replicas is 1; a single node has none/],
      [{ replicas: 0 }, /replicas is 0/],
      [
        { minimumZones: 3, replicas: 1 },
        /replicas is 1; use a whole number from 2 to 5 so that each shard is in 3 zones/,
      ],
      [{ nodes: 2 }, /nodes is 2; it is for Memcached/],
      [{ engine: Memcached, nodes: 1 }, /nodes is 1; use a whole number from 2/],
      [{ engine: Memcached, users: { app: {} } }, /users is .*Memcached has no such option/],
      [{ engine: Memcached, kmsKeyArn: "arn:aws:kms:x:1:key/k" }, /encrypt nothing at rest/],
      [{ serverless: {}, nodeType: "cache.t4g.small" }, /a serverless cache has no such option/],
      [{ serverless: { maximumStorageGb: 5001 } }, /serverless.maximumStorageGb is 5001/],
      [{ serverless: { maximumStorageGb: 2, minimumStorageGb: 3 } }, /serverless.minimumStorageGb is 3/],
      [{ serverless: {}, authentication: Token }, /serverless caches know IAM only/],
      [{ authentication: Token, users: { app: {} } }, /a token has no users/],
      [{ tokenGeneration: 2 }, /it is for authentication by token/],
      [{ users: {} }, /users is {}; give at least one/],
      [{ users: { ["a".repeat(30)]: {} } }, /has at most 40 characters/],
      [{ users: { app: { accessString: "~* +@all" } } }, /begin with "on"/],
      [{ users: { app: { accessString: "on nopass ~* +@all" } } }, /leave nopass out/],
      [{ logRetentionDays: 45 }, /logRetentionDays is 45; use one of 1, 3, 5/],
      [{ snapshotRetentionDays: 36 }, /snapshotRetentionDays is 36/],
      [{ withoutSnapshots: true, snapshotRetentionDays: 3 }, /drop it, or withoutSnapshots/],
      [{ snapshotWindow: "2-3" }, /snapshotWindow is "2-3"/],
      [{ snapshotWindow: "02:00-02:30" }, /snapshotWindow is "02:00-02:30"; use UTC and at least 60 minutes/],
      [{ maintenanceWindow: "sunday" }, /maintenanceWindow is "sunday"/],
      [{ maintenanceWindow: "sun:04:00-sun:04:30" }, /maintenanceWindow is .*; use UTC and at least 60 minutes/],
      [{ finalSnapshotName: "last--one" }, /finalSnapshotName is "last--one"/],
      [{ logRetentionDays: 31 }, /logRetentionDays is 31; use one of 1, 3, 5/],
      [{ kmsKeyArn: "alias/cache" }, /kmsKeyArn is "alias\/cache"; use the ARN of a KMS key/],
      [{ logKmsKeyArn: "alias/logs" }, /logKmsKeyArn is "alias\/logs"; use the ARN of a KMS key/],
      [{ notificationTopicArn: "alerts" }, /notificationTopicArn is "alerts"; use the ARN of an SNS topic/],
      [{ serverless: { maximumEcpuPerSecond: 999 } }, /serverless.maximumEcpuPerSecond is 999; .* from 1000/],
      [{ serverless: { minimumEcpuPerSecond: 6000 } }, /serverless.minimumEcpuPerSecond is 6000; .* to 5000/],
    ];
    for (const [args, message] of cases) {
      await assert.rejects(build(args), message);
    }
    await assert.rejects(
      graph(() => new Cache("x".repeat(33), { placement })),
      /use at most 32 characters/,
    );
    await assert.rejects(
      graph(() =>
        new Cache("sessions", { placement, clients: { app: { cidr: "10.0.0.0/8" } } }).allowFrom("app", "sg-1"),
      ),
      /clientName is "app"; the cache has a client of that name/,
    );
    await assert.rejects(
      graph(() =>
        new Cache("sessions", { placement }).grantConnect(
          "root",
          { role: new Role("r", { assumeRolePolicy: "{}" }) },
          "r",
        ),
      ),
      /user is "root"; there is app/,
    );
  });
});
