import { strict as assert } from "node:assert";
import * as iam from "@pulumi/aws/iam";
import { ArgumentError } from "../../../../infra/core";
import { IndexRotation, LogSearch, type LogSearchArgs, SearchDocument } from "../../../../infra/observability";
import { graph, type TestGraph } from "../../../../testing";

const DOMAIN = "aws:opensearch/domain:Domain";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const POLICY = "aws:iam/rolePolicy:RolePolicy";
const ROLE = "aws:iam/role:Role";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const TOPIC = "arn:aws:sns:eu-central-1:123456789012:on-call";
const KEY = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555";
const DOMAIN_ARN = "arn:aws:es:eu-central-1:123456789012:domain/test-search";

const placement = { vpcId: "vpc-1", cidrBlock: "10.0.0.0/16", subnetIds: ["subnet-a", "subnet-b", "subnet-c"] };

function build(
  args: Partial<LogSearchArgs> = {},
  use: (search: LogSearch) => unknown = () => undefined,
  preview = false,
): Promise<TestGraph> {
  return graph(() => use(new LogSearch("search", { placement, alarmTopicArn: TOPIC, ...args })), { preview });
}

async function refusal(args: Partial<LogSearchArgs>, use?: (search: LogSearch) => unknown): Promise<string> {
  try {
    await build(args, use);
  } catch (error) {
    assert.ok(error instanceof ArgumentError, String(error));
    return error.message;
  }
  throw new assert.AssertionError({ message: "nothing was refused" });
}

interface PolicyDocument {
  Statement: {
    Sid?: string;
    Principal?: object;
    Action: string | string[];
    Resource: string | string[];
    Condition?: object;
  }[];
}

const statements = (seen: TestGraph, name: string, property = "policy", type = POLICY) =>
  (seen.json(name, property, type) as PolicyDocument).Statement;

const domain = (seen: TestGraph) => seen.one("search", DOMAIN).inputs;

describe("LogSearch", () => {
  it("lies over three zones in the VPC, a data node and a dedicated master each, on gp3", async () => {
    const inputs = domain(await build());
    assert.equal(inputs.domainName, "test-search");
    assert.equal(inputs.engineVersion, "OpenSearch_3.3");
    assert.deepEqual(inputs.clusterConfig, {
      instanceType: "r6g.large.search",
      instanceCount: 3,
      zoneAwarenessEnabled: true,
      zoneAwarenessConfig: { availabilityZoneCount: 3 },
      multiAzWithStandbyEnabled: false,
      dedicatedMasterEnabled: true,
      dedicatedMasterCount: 3,
      dedicatedMasterType: "m6g.large.search",
    });
    assert.deepEqual(inputs.vpcOptions, {
      subnetIds: ["subnet-a", "subnet-b", "subnet-c"],
      securityGroupIds: ["search-group-id"],
    });
    assert.deepEqual(inputs.ebsOptions, {
      ebsEnabled: true,
      volumeType: "gp3",
      volumeSize: 100,
      iops: 3000,
      throughput: 125,
    });
  });

  it("encrypts at rest, between nodes and to clients, and lets nobody in by password or without a name", async () => {
    const inputs = domain(await build());
    const key = "arn:aws:kms:eu-central-1:123456789012:search-key";
    assert.deepEqual(inputs.encryptAtRest, { enabled: true, kmsKeyId: key });
    assert.deepEqual(inputs.nodeToNodeEncryption, { enabled: true });
    assert.deepEqual(inputs.domainEndpointOptions, {
      enforceHttps: true,
      tlsSecurityPolicy: "Policy-Min-TLS-1-2-PFS-2023-10",
    });
    assert.deepEqual(inputs.advancedSecurityOptions, {
      enabled: true,
      anonymousAuthEnabled: false,
      internalUserDatabaseEnabled: false,
      // The function that sets it up; people are mapped by it.
      masterUserOptions: { masterUserArn: "arn:aws:iam:eu-central-1:123456789012:search-setup-role" },
    });
    assert.deepEqual(JSON.parse(String(inputs.accessPolicies)).Statement, [
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::123456789012:root" },
        Action: "es:ESHttp*",
        Resource: `${DOMAIN_ARN}/*`,
      },
    ]);
  });

  it("logs audit, errors and slow requests, which the service may write for this domain alone", async () => {
    const seen = await build();
    const options = domain(seen).logPublishingOptions as { logType: string; enabled: boolean }[];
    assert.deepEqual(options.map(({ logType }) => logType).sort(), [
      "AUDIT_LOGS",
      "ES_APPLICATION_LOGS",
      "INDEX_SLOW_LOGS",
      "SEARCH_SLOW_LOGS",
    ]);
    const [statement] = statements(
      seen,
      "search-log-policy",
      "policyDocument",
      "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
    );
    assert.deepEqual(statement?.Condition, {
      StringEquals: { "aws:SourceAccount": "123456789012" },
      ArnLike: { "aws:SourceArn": DOMAIN_ARN },
    });
    assert.deepEqual(statement?.Resource, [
      "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/opensearch/test-search/audit:*",
      "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/opensearch/test-search/application:*",
      "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/opensearch/test-search/slow-searches:*",
      "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/opensearch/test-search/slow-indexing:*",
    ]);
    assert.equal(seen.one("search-audit", "aws:cloudwatch/logGroup:LogGroup").inputs.retentionInDays, 30);
  });

  it("is changed off-peak, with updates and Auto-Tune, but for burstable types, which know no Auto-Tune", async () => {
    const inputs = domain(await build({ offPeakStartHour: 1 }));
    assert.deepEqual(inputs.autoTuneOptions, { desiredState: "ENABLED", useOffPeakWindow: true });
    assert.deepEqual(inputs.offPeakWindowOptions, {
      enabled: true,
      offPeakWindow: { windowStartTime: { hours: 1, minutes: 0 } },
    });
    assert.deepEqual(inputs.softwareUpdateOptions, { autoSoftwareUpdateEnabled: true });
    const small = domain(await build({ instanceType: "t3.small.search", withoutAutomaticUpdates: true }));
    assert.deepEqual(small.autoTuneOptions, { desiredState: "DISABLED" });
    assert.deepEqual(small.softwareUpdateOptions, { autoSoftwareUpdateEnabled: false });
  });

  it("admits Firehose and named clients on 443 alone, and lets Firehose's interfaces reach nothing else", async () => {
    const seen = await build({ clients: { office: { cidr: "10.9.0.0/16" } } }, (search) =>
      search.allowFrom("bastion", "sg-bastion"),
    );
    const rules = seen.all(INGRESS).map(({ inputs }) => {
      const { securityGroupId, fromPort, toPort, referencedSecurityGroupId, cidrIpv4 } = inputs;
      return [securityGroupId, fromPort, toPort, referencedSecurityGroupId ?? cidrIpv4];
    });
    assert.deepEqual(rules.sort(), [
      ["search-group-id", 443, 443, "10.9.0.0/16"],
      ["search-group-id", 443, 443, "search-delivery-group-id"],
      ["search-group-id", 443, 443, "search-setup-group-id"],
      ["search-group-id", 443, 443, "sg-bastion"],
    ]);
    const egress = seen
      .all("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule")
      .map(({ inputs }) => [inputs.securityGroupId, inputs.referencedSecurityGroupId, inputs.toPort]);
    assert.deepEqual(egress.sort(), [
      ["search-delivery-group-id", "search-group-id", 443],
      ["search-setup-group-id", "search-group-id", 443],
    ]);
  });

  it("is fed through the VPC within a minute, by day, and keeps what can't be indexed", async () => {
    const seen = await build();
    const { destination, opensearchConfiguration, serverSideEncryption } = seen.one("search-delivery-stream")
      .inputs as {
      destination: string;
      opensearchConfiguration: Record<string, unknown>;
      serverSideEncryption: object;
    };
    const role = "arn:aws:iam:eu-central-1:123456789012:search-delivery-role";
    const key = "arn:aws:kms:eu-central-1:123456789012:search-key";
    assert.equal(destination, "opensearch");
    assert.deepEqual(serverSideEncryption, { enabled: true, keyType: "CUSTOMER_MANAGED_CMK", keyArn: key });
    const { s3Configuration, cloudwatchLoggingOptions, ...rest } = opensearchConfiguration;
    assert.deepEqual(rest, {
      domainArn: "arn:aws:opensearch:eu-central-1:123456789012:search",
      roleArn: role,
      indexName: "logs",
      indexRotationPeriod: "OneDay",
      bufferingInterval: 60,
      bufferingSize: 5,
      retryDuration: 300,
      documentIdOptions: { defaultDocumentIdFormat: "FIREHOSE_DEFAULT" },
      processingConfiguration: {
        enabled: true,
        processors: [
          { type: "Decompression", parameters: [{ parameterName: "CompressionFormat", parameterValue: "GZIP" }] },
        ],
      },
      vpcConfig: {
        subnetIds: ["subnet-a", "subnet-b", "subnet-c"],
        securityGroupIds: ["search-delivery-group-id"],
        roleArn: role,
      },
      s3BackupMode: "FailedDocumentsOnly",
    });
    const backup = s3Configuration as Record<string, unknown>;
    assert.deepEqual([backup.compressionFormat, backup.kmsKeyArn, backup.prefix], ["GZIP", key, "failed/"]);
    assert.ok(cloudwatchLoggingOptions);
  });

  it("indexes messages by themselves, under another name and rhythm, where told", async () => {
    const seen = await build({
      documents: SearchDocument.Message,
      indexName: "shop",
      indexRotation: IndexRotation.Week,
      bufferSeconds: 0,
    });
    const text = JSON.stringify(seen.one("search-delivery-stream").inputs.opensearchConfiguration);
    assert.match(text, /"DataMessageExtraction","parameterValue":"true"/);
    assert.match(text, /"indexName":"shop"/);
    assert.match(text, /"indexRotationPeriod":"OneWeek"/);
    assert.match(text, /"bufferingInterval":0/);
  });

  it("lets Firehose index and make interfaces in these subnets alone", async () => {
    const seen = await build();
    const more = statements(seen, "search-delivery").filter(({ Sid }) => Sid !== undefined);
    const ec2 = "arn:aws:ec2:eu-central-1:123456789012";
    const subnets = ["a", "b", "c"].map((zone) => `${ec2}:subnet/subnet-${zone}`);
    const by = Object.fromEntries(more.map((statement) => [statement.Sid, statement]));
    assert.deepEqual(by.Index?.Resource, `${DOMAIN_ARN}/*`);
    assert.deepEqual(by.Index?.Action, ["es:ESHttpPost", "es:ESHttpPut"]);
    assert.deepEqual(by.MakeInterfaces?.Resource, [
      `${ec2}:network-interface/*`,
      ...subnets,
      `${ec2}:security-group/search-delivery-group-id`,
    ]);
    assert.deepEqual(by.UseInterfaces?.Condition, { ArnEquals: { "ec2:Subnet": subnets } });
    const everywhere = more.filter(({ Resource }) => Resource === "*");
    assert.deepEqual(
      everywhere.map(({ Action }) =>
        Array.isArray(Action) ? Action.every((one) => one.startsWith("ec2:Describe")) : 0,
      ),
      [true],
    );
  });

  it("publishes alarms of its monitors to the topic, for this domain alone, with the topic's key", async () => {
    const seen = await build({ alarmTopicKmsKeyArn: KEY });
    const [trust] = statements(seen, "search-notifier-role", "assumeRolePolicy", ROLE);
    assert.deepEqual(trust?.Condition, {
      StringEquals: { "aws:SourceAccount": "123456789012" },
      ArnLike: { "aws:SourceArn": DOMAIN_ARN },
    });
    assert.deepEqual(statements(seen, "search-notifier"), [
      { Effect: "Allow", Action: "sns:Publish", Resource: TOPIC },
      {
        Effect: "Allow",
        Action: ["kms:GenerateDataKey", "kms:Decrypt"],
        Resource: KEY,
        Condition: { StringEquals: { "kms:ViaService": "sns.eu-central-1.amazonaws.com" } },
      },
    ]);
    const made = await graph(() => new LogSearch("search", { placement, emails: ["on-call@example.com"] }));
    assert.equal(statements(made, "search-notifier").length, 2);
  });

  it("says what has to be sent to the domain: Firehose's role mapped, indices deleted in time, audit, channel", async () => {
    let setup: { method: string; path: string; body: string }[] = [];
    await build({ indexName: "shop", indexRetentionDays: 7 }, (search) =>
      search.setup.apply((requests) => {
        setup = requests;
      }),
    );
    const bodies = Object.fromEntries(setup.map(({ method, path, body }) => [`${method} ${path}`, JSON.parse(body)]));
    assert.deepEqual(bodies["PUT _plugins/_security/api/rolesmapping/log-writer"], {
      backend_roles: ["arn:aws:iam:eu-central-1:123456789012:search-delivery-role"],
    });
    assert.deepEqual(bodies["PUT _plugins/_security/api/roles/log-writer"].index_permissions, [
      { index_patterns: ["shop*"], allowed_actions: ["crud", "create_index"] },
    ]);
    assert.equal(
      bodies["PUT _plugins/_ism/policies/log-retention"].policy.states[0].transitions[0].conditions.min_index_age,
      "7d",
    );
    assert.equal(bodies["PUT _plugins/_security/api/audit/config"].enabled, true);
    assert.deepEqual(bodies["POST _plugins/_notifications/configs"].config.sns, {
      topic_arn: TOPIC,
      role_arn: "arn:aws:iam:eu-central-1:123456789012:search-notifier-role",
    });
  });

  it("has a function say so, as the domain's master, that may call plugins' APIs and reach the domain alone", async () => {
    const seen = await build();
    assert.deepEqual(statements(seen, "search-setup-api"), [
      {
        Effect: "Allow",
        Action: ["es:ESHttpGet", "es:ESHttpPost", "es:ESHttpPut"],
        Resource: `${DOMAIN_ARN}/_plugins/*`,
      },
      {
        Effect: "Allow",
        Action: "iam:PassRole",
        Resource: "arn:aws:iam:eu-central-1:123456789012:search-notifier-role",
      },
    ]);
    const run = seen.one("search-setup-run");
    const { requests } = JSON.parse(String(run.inputs.input)) as { requests: { path: string; body: string }[] };
    const admins = requests.find(({ path }) => path.endsWith("rolesmapping/all_access"));
    assert.deepEqual(JSON.parse(admins?.body ?? "{}"), {
      backend_roles: [
        "arn:aws:iam:eu-central-1:123456789012:search-setup-role",
        "arn:aws:iam:eu-central-1:123456789012:search-master-role",
      ],
    });
    assert.ok(requests.some(({ path }) => path.endsWith("rolesmapping/log-writer")));
  });

  it("alarms on the domain by DomainName and ClientId, and on its feed, with an action each", async () => {
    const seen = await build({ volumeGib: 200 });
    const alarms = seen.all(ALARM);
    for (const { name, inputs } of alarms) {
      const right =
        inputs.namespace === "AWS/ES"
          ? { DomainName: "test-search", ClientId: "123456789012" }
          : { DeliveryStreamName: "test-search" };
      assert.deepEqual(inputs.dimensions, right, name);
      assert.deepEqual(inputs.alarmActions, [TOPIC], name);
    }
    assert.deepEqual(
      alarms
        .filter(({ inputs }) => inputs.namespace === "AWS/ES")
        .map(({ inputs }) => inputs.metricName)
        .sort(),
      [
        "AutomatedSnapshotFailure",
        "CPUUtilization",
        "ClusterIndexWritesBlocked",
        "ClusterStatus.red",
        "ClusterStatus.yellow",
        "FreeStorageSpace",
        "JVMMemoryPressure",
        "KMSKeyError",
        "KMSKeyInaccessible",
        "MasterCPUUtilization",
        "MasterJVMMemoryPressure",
        "Nodes",
      ],
    );
    const storage = seen.one("search-storage", ALARM).inputs;
    assert.deepEqual(
      [storage.threshold, storage.statistic, storage.comparisonOperator],
      [51_200, "Minimum", "LessThanThreshold"],
    );
    assert.equal(seen.one("search-nodes", ALARM).inputs.threshold, 6);
    assert.equal(
      seen.one("search-unauthorized", ALARM).inputs.metricName,
      "DeliveryToAmazonOpenSearchService.AuthFailure",
    );
  });

  it("has two zones and no masters of their own for development", async () => {
    const seen = await build({ zones: 2, withoutDedicatedMasters: true });
    const { clusterConfig, vpcOptions } = domain(seen) as {
      clusterConfig: Record<string, unknown>;
      vpcOptions: { subnetIds: string[] };
    };
    assert.deepEqual(vpcOptions.subnetIds, ["subnet-a", "subnet-b"]);
    assert.equal(clusterConfig.instanceCount, 2);
    assert.equal(clusterConfig.dedicatedMasterEnabled, false);
    assert.ok(!seen.all(ALARM).some(({ name }) => name.startsWith("search-master")));
    assert.equal(seen.one("search-nodes", ALARM).inputs.threshold, 2);
  });

  it("takes a master role and a key that exist, and makes the service's role where asked", async () => {
    const masterRoleArn = "arn:aws:iam::123456789012:role/admins";
    const seen = await build({ masterRoleArn, kmsKeyArn: KEY, createServiceLinkedRole: true });
    const { advancedSecurityOptions } = domain(seen) as {
      advancedSecurityOptions: { masterUserOptions: { masterUserArn: string } };
    };
    assert.equal(advancedSecurityOptions.masterUserOptions.masterUserArn, masterRoleArn);
    assert.equal(seen.all("aws:kms/key:Key").length, 0);
    assert.equal(seen.all("aws:lambda/invocation:Invocation").length, 0, "nothing can act as somebody else's role");
    assert.equal(seen.one("search-service-role").inputs.awsServiceName, "opensearchservice.amazonaws.com");
  });

  it("grants searches of this domain and nothing that deletes", async () => {
    const seen = await build({}, (search) => {
      search.grantSearch({ role: new iam.Role("reader", { assumeRolePolicy: "{}" }) }, "reader");
    });
    assert.deepEqual(statements(seen, "search-search-reader"), [
      {
        Effect: "Allow",
        Action: ["es:ESHttpGet", "es:ESHttpPost", "es:ESHttpHead"],
        Resource: "arn:aws:opensearch:eu-central-1:123456789012:search/*",
      },
    ]);
  });

  it("subscribes log groups", async () => {
    const seen = await build({}, (search) => search.subscribe("orders", "/shop/orders"));
    assert.equal(seen.one("search-from-orders").inputs.logGroup, "/shop/orders");
  });

  it("knows encryption, access and network settings in a preview", async () => {
    const seen = await build({}, undefined, true);
    seen.assertKnown(
      "search",
      ["accessPolicies", "domainEndpointOptions", "nodeToNodeEncryption", "clusterConfig"],
      DOMAIN,
    );
    seen.assertKnown("search-notifier-role", ["assumeRolePolicy"], ROLE);
  });

  const refused: [string, Partial<LogSearchArgs>, RegExp][] = [
    [
      "fewer subnets than zones",
      { placement: { ...placement, subnetIds: ["subnet-a", "subnet-b"] } },
      /give 3, each of a zone/,
    ],
    ["one zone", { zones: 1 }, /zones is 1; use a whole number from 2 to 3/],
    ["an old engine", { engineVersion: "OpenSearch_1.3" }, /engineVersion is "OpenSearch_1\.3"; use one of/],
    ["too long a name", { domainName: "a-name-that-is-longer-than-28" }, /domainName is .*3 to 28/],
    ["nodes that don't fill the zones", { instances: 4 }, /instances is 4; use a multiple of 3/],
    ["four masters", { masters: 4 }, /masters is 4; use one of 3, 5/],
    ["masters that there are none of", { masters: 3, withoutDedicatedMasters: true }, /masters is 3; drop it/],
    ["no instance type", { instanceType: "r6g.large" }, /instanceType is "r6g\.large"/],
    [
      "a volume that the type does not take",
      { instanceType: "t3.small.search", volumeGib: 101 },
      /from 10 to 100 GiB for t3/,
    ],
    ["a standby of burstable nodes", { instanceType: "t3.medium.search", standby: true }, /standby is true/],
    ["an index in capitals", { indexName: "Logs" }, /indexName is "Logs"/],
    ["a buffer of an hour", { bufferSeconds: 3600 }, /bufferSeconds is 3600/],
    [
      "a client that is everybody",
      { clients: { all: { cidr: "0.0.0.0/0" } } },
      /clients\.all\.cidr is "0\.0\.0\.0\/0"/,
    ],
    ["a client called as Firehose is", { clients: { delivery: { cidr: "10.9.0.0/16" } } }, /clients\.delivery/],
    ["hour 24", { offPeakStartHour: 24 }, /offPeakStartHour is 24/],
    ["a key of a topic that is made", { alarmTopicArn: undefined, alarmTopicKmsKeyArn: KEY }, /alarmTopicKmsKeyArn/],
  ];
  for (const [what, args, message] of refused) {
    it(`refuses ${what}`, async () => assert.match(await refusal(args), message));
  }

  it("refuses a client of the same name twice", async () => {
    const twice = (search: LogSearch) => {
      search.allowFrom("a", "sg-1");
      search.allowFrom("a", "sg-2");
    };
    assert.match(await refusal({}, twice), /clientName is "a"; the domain has a client of that name/);
  });
});
