import { strict as assert } from "node:assert";
import { ContainerCluster, FargateCapacity } from "../../../../infra/compute";
import { Table } from "../../../../infra/data";
import { graph } from "../../../../testing";
import {
  ACCOUNT_KEY,
  build,
  catalog,
  container,
  containers,
  IMAGE,
  PARAMETER,
  placement,
  SECRET,
  service,
} from "./container-fixtures";

const TASK = "aws:ecs/taskDefinition:TaskDefinition";
const cluster = { clusterArn: "arn:aws:ecs:eu-central-1:123456789012:cluster/shop", clusterName: "shop" };

describe("ContainerService", () => {
  it("runs a container that is not root, has no capability and can't write to itself", async () => {
    const seen = await build({ port: 8080 });
    assert.deepEqual(containers(seen), [
      {
        name: "app",
        image: IMAGE,
        essential: true,
        user: "1000:1000",
        readonlyRootFilesystem: true,
        linuxParameters: { capabilities: { drop: ["ALL"] }, initProcessEnabled: true },
        portMappings: [{ name: "app", containerPort: 8080, protocol: "tcp", appProtocol: "http" }],
        environment: [],
        secrets: [],
        stopTimeout: 30,
        restartPolicy: { enabled: true, restartAttemptPeriod: 60 },
        logConfiguration: {
          logDriver: "awslogs",
          options: {
            "awslogs-group": "catalog-logs",
            "awslogs-region": "eu-central-1",
            "awslogs-stream-prefix": "app",
            mode: "non-blocking",
            "max-buffer-size": "25m",
          },
        },
      },
    ]);
  });

  it("is a small ARM task on Fargate, with two roles, whose revisions stay to go back to", async () => {
    const { containerDefinitions: _, tags: __, ...task } = (await build()).one("catalog", TASK).inputs;
    assert.deepEqual(task, {
      family: "project-test-catalog",
      requiresCompatibilities: ["FARGATE"],
      networkMode: "awsvpc",
      cpu: "256",
      memory: "512",
      runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: "ARM64" },
      executionRoleArn: "arn:aws:iam:eu-central-1:123456789012:catalog-execution",
      taskRoleArn: "arn:aws:iam:eu-central-1:123456789012:catalog-role",
      volumes: [],
      skipDestroy: true,
    });
  });

  it("has a task in each zone, with no public address, and takes a bad version back", async () => {
    const { tags: _, ...inputs } = service(await build({ cluster }));
    assert.deepEqual(inputs, {
      cluster: cluster.clusterArn,
      taskDefinition: "arn:aws:ecs:eu-central-1:123456789012:catalog",
      desiredCount: 2,
      capacityProviderStrategies: [{ capacityProvider: "FARGATE", base: 0, weight: 1 }],
      forceNewDeployment: true,
      networkConfiguration: {
        subnets: ["subnet-a", "subnet-b"],
        securityGroups: ["catalog-group-id"],
        assignPublicIp: false,
      },
      availabilityZoneRebalancing: "ENABLED",
      deploymentMinimumHealthyPercent: 100,
      deploymentMaximumPercent: 200,
      deploymentConfiguration: { strategy: "ROLLING" },
      deploymentCircuitBreaker: { enable: true, rollback: true },
      alarms: { alarmNames: ["catalog-restarts"], enable: true, rollback: true },
      enableExecuteCommand: false,
      enableEcsManagedTags: true,
      propagateTags: "SERVICE",
      waitForSteadyState: true,
    });
  });

  it("lets nobody in, and out to whom was named only", async () => {
    const seen = await build({ port: 8080 });
    assert.equal(seen.types()["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"], undefined);
    const group = seen.one("catalog-group").inputs;
    assert.deepEqual([group["ingress"], group["egress"]], [undefined, undefined]);
    assert.equal(seen.types()["aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"], 1);
    const { tags: _, ...rule } = seen.one("catalog-to-endpoints").inputs;
    assert.deepEqual(rule, {
      securityGroupId: "catalog-group-id",
      description: "To endpoints.",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      referencedSecurityGroupId: "sg-endpoints",
    });
  });

  it("is wired with a database and a client by name", async () => {
    const seen = await graph(() => {
      const one = catalog({ port: 8080 });
      one.allowTo("database", { securityGroupId: "sg-db", port: 5432 });
      one.allowFrom("gateway", { securityGroupId: "sg-gateway" });
    });
    const to = seen.one("catalog-to-database").inputs;
    assert.deepEqual([to["referencedSecurityGroupId"], to["fromPort"], to["toPort"]], ["sg-db", 5432, 5432]);
    const from = seen.one("catalog-from-gateway").inputs;
    assert.deepEqual([from["referencedSecurityGroupId"], from["fromPort"]], ["sg-gateway", 8080]);
    assert.equal(from["securityGroupId"], "catalog-group-id");
  });

  it("refuses a second client or target of a name", async () => {
    await graph(() => {
      const one = catalog({ port: 8080, clients: { gateway: { cidr: "10.0.0.0/16" } } });
      assert.throws(() => one.allowTo("endpoints", { cidr: "10.0.0.0/16" }), /targetName is "endpoints"/);
      assert.throws(() => one.allowFrom("gateway", { cidr: "10.0.0.0/16" }), /clientName is "gateway"/);
      assert.throws(() => catalog2().allowFrom("gateway", { cidr: "10.0.0.0/16" }), /give the service a port/);
    });
    function catalog2() {
      return catalog({ cluster });
    }
  });

  it("is what permissions are granted to: the role of the code, not of ECS", async () => {
    const seen = await graph(() => {
      const table = new Table("products", { partitionKey: { name: "pk", type: "S" } });
      table.grantRead(catalog(), "catalog");
    });
    assert.equal(seen.one("products-read-catalog").inputs["role"], "catalog-role");
  });

  it("lets its roles be assumed by ECS for tasks of this account and region only", async () => {
    const seen = await build();
    for (const role of ["catalog-role", "catalog-execution"]) {
      assert.deepEqual(seen.json(role, "assumeRolePolicy"), {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "ecs-tasks.amazonaws.com" },
            Action: "sts:AssumeRole",
            Condition: {
              ArnLike: { "aws:SourceArn": "arn:aws:ecs:eu-central-1:123456789012:*" },
              StringEquals: { "aws:SourceAccount": "123456789012" },
            },
          },
        ],
      });
    }
    const policies = seen
      .all("aws:iam/rolePolicy:RolePolicy")
      .filter(({ inputs }) => inputs["role"] === "catalog-role");
    assert.deepEqual(policies, [], "the code may do something that nobody granted");
  });

  it("lets ECS pull just its images and write just its logs", async () => {
    const seen = await build();
    assert.deepEqual(seen.json("catalog-execution-images", "policy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Pull",
          Effect: "Allow",
          Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
          Resource: ["arn:aws:ecr:eu-central-1:123456789012:repository/shop/catalog"],
        },
        { Sid: "RegistryLogin", Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
      ],
    });
    assert.deepEqual(seen.json("catalog-execution-logs", "policy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: "arn:aws:cloudwatch:eu-central-1:123456789012:catalog-logs:*",
        },
      ],
    });
    assert.ok(!seen.resources.some(({ name }) => name === "catalog-execution-secrets"));
    const foreign = await build({ image: "public.ecr.aws/docker/library/node:22.1.0" });
    assert.ok(!foreign.resources.some(({ name }) => name === "catalog-execution-images"));
  });

  it("hands secrets over by ARN, and lets ECS read exactly those, under their keys", async () => {
    const file = "arn:aws:s3:::shop-files/catalog.env";
    const seen = await build({
      environment: { TABLE: "products" },
      secrets: { DB_PASSWORD: `${SECRET}:password::`, DB_USER: `${SECRET}:username::`, LEVEL: PARAMETER },
      environmentFiles: [file],
      kmsKeyArns: [ACCOUNT_KEY],
    });
    const app = container(seen);
    assert.deepEqual(app["environment"], [{ name: "TABLE", value: "products" }]);
    assert.deepEqual(app["secrets"], [
      { name: "DB_PASSWORD", valueFrom: `${SECRET}:password::` },
      { name: "DB_USER", valueFrom: `${SECRET}:username::` },
      { name: "LEVEL", valueFrom: PARAMETER },
    ]);
    assert.deepEqual(app["environmentFiles"], [{ type: "s3", value: file }]);
    assert.deepEqual(seen.json("catalog-execution-secrets", "policy"), {
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: [SECRET] },
        { Effect: "Allow", Action: "ssm:GetParameters", Resource: [PARAMETER] },
        { Effect: "Allow", Action: "s3:GetObject", Resource: [file] },
        { Effect: "Allow", Action: "s3:GetBucketLocation", Resource: ["arn:aws:s3:::shop-files"] },
        {
          Effect: "Allow",
          Action: "kms:Decrypt",
          Resource: [ACCOUNT_KEY],
          Condition: {
            StringEquals: {
              "kms:ViaService": [
                "secretsmanager.eu-central-1.amazonaws.com",
                "ssm.eu-central-1.amazonaws.com",
                "s3.eu-central-1.amazonaws.com",
              ],
            },
          },
        },
      ],
    });
  });

  it("keeps what a policy looks at known at preview", async () => {
    const seen = await build({ port: 8080, secrets: { LEVEL: PARAMETER } }, { preview: true });
    seen.assertKnown("catalog-execution-secrets", ["policy"]);
    seen.assertKnown("catalog-execution-images", ["policy"]);
    seen.assertKnown("catalog-role", ["assumeRolePolicy"]);
    const inputs = service(seen);
    assert.deepEqual(inputs["networkConfiguration"], {
      subnets: placement.subnetIds,
      securityGroups: ["04da6b54-80e4-46f7-96ec-b56ff0331ba9"],
      assignPublicIp: false,
    });
    seen.assertKnown("catalog-to-endpoints", ["fromPort", "toPort", "referencedSecurityGroupId"]);
  });

  it("has writable paths just where asked for, and a health check of ECS's", async () => {
    const seen = await build({
      writablePaths: ["/tmp", "/var/cache/app"],
      healthCheck: { command: ["node", "healthy.js"], startPeriodSeconds: 5 },
      command: ["serve"],
      entryPoint: ["node"],
    });
    const app = container(seen);
    assert.equal(app["readonlyRootFilesystem"], true);
    assert.deepEqual(app["mountPoints"], [
      { sourceVolume: "app-tmp", containerPath: "/tmp", readOnly: false },
      { sourceVolume: "app-var-cache-app", containerPath: "/var/cache/app", readOnly: false },
    ]);
    const { volumes } = seen.one("catalog", TASK).inputs;
    assert.deepEqual(volumes, [{ name: "app-tmp" }, { name: "app-var-cache-app" }]);
    assert.deepEqual(app["healthCheck"], {
      command: ["CMD", "node", "healthy.js"],
      interval: 10,
      timeout: 5,
      retries: 3,
      startPeriod: 5,
    });
    assert.deepEqual([app["command"], app["entryPoint"]], [["serve"], ["node"]]);
  });

  it("mounts a directory of EFS over TLS, by its role, through the access point alone", async () => {
    const files = "arn:aws:elasticfilesystem:eu-central-1:123456789012";
    const seen = await build({
      fileSystems: {
        data: {
          path: "/data",
          fileSystemId: "fs-1",
          fileSystemArn: `${files}:file-system/fs-1`,
          accessPointId: "fsap-1",
          accessPointArn: `${files}:access-point/fsap-1`,
        },
      },
      deployment: { maximumPercent: 100, minimumHealthyPercent: 50 },
    });
    assert.deepEqual(seen.one("catalog", TASK).inputs["volumes"], [
      {
        name: "efs-data",
        efsVolumeConfiguration: {
          fileSystemId: "fs-1",
          transitEncryption: "ENABLED",
          authorizationConfig: { accessPointId: "fsap-1", iam: "ENABLED" },
        },
      },
    ]);
    assert.deepEqual(container(seen)["mountPoints"], [
      { sourceVolume: "efs-data", containerPath: "/data", readOnly: false },
    ]);
    assert.deepEqual(seen.json("catalog-files", "policy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
          Resource: `${files}:file-system/fs-1`,
          Condition: { StringEquals: { "elasticfilesystem:AccessPointArn": `${files}:access-point/fsap-1` } },
        },
      ],
    });
    assert.equal(service(seen)["availabilityZoneRebalancing"], "DISABLED", "ECS refuses it with 100 per cent");
  });

  it("has sidecars, which the code may wait for, and which are as confined", async () => {
    const seen = await build({
      cpu: 512,
      memoryMb: 1024,
      sidecars: {
        collector: {
          image: "public.ecr.aws/aws-observability/aws-otel-collector:v0.43.3",
          cpu: 64,
          memoryMb: 128,
          command: ["--config=/etc/ecs/ecs-default-config.yaml"],
          secrets: { CONFIG: SECRET },
          waitFor: "START",
        },
      },
    });
    const { logConfiguration: _, ...collector } = container(seen, "collector");
    assert.deepEqual(collector, {
      name: "collector",
      image: "public.ecr.aws/aws-observability/aws-otel-collector:v0.43.3",
      essential: false,
      command: ["--config=/etc/ecs/ecs-default-config.yaml"],
      cpu: 64,
      memory: 128,
      readonlyRootFilesystem: true,
      linuxParameters: { capabilities: { drop: ["ALL"] }, initProcessEnabled: true },
      environment: [],
      secrets: [{ name: "CONFIG", valueFrom: SECRET }],
      restartPolicy: { enabled: true, restartAttemptPeriod: 60 },
    });
    assert.deepEqual(container(seen)["dependsOn"], [{ containerName: "collector", condition: "START" }]);
    assert.match(JSON.stringify(seen.json("catalog-execution-secrets", "policy")), /secret:db-AbCdEf/);
  });

  it("routes logs through Fluent Bit, whose own lines still reach CloudWatch Logs", async () => {
    const seen = await build({
      logRouter: {
        image: "public.ecr.aws/aws-observability/aws-for-fluent-bit:2.34.0",
        options: { Name: "kinesis_firehose", region: "eu-central-1", delivery_stream: "logs" },
        configurationFileArn: "arn:aws:s3:::settings/extra.conf",
        memoryReservationMb: 128,
      },
    });
    assert.deepEqual(container(seen)["logConfiguration"], {
      logDriver: "awsfirelens",
      options: { Name: "kinesis_firehose", region: "eu-central-1", delivery_stream: "logs" },
    });
    const router = container(seen, "log-router");
    assert.deepEqual(router["firelensConfiguration"], {
      type: "fluentbit",
      options: {
        "enable-ecs-log-metadata": "true",
        "config-file-type": "s3",
        "config-file-value": "arn:aws:s3:::settings/extra.conf",
      },
    });
    assert.equal(router["memoryReservation"], 128);
    assert.equal(router["essential"], true);
    assert.match(JSON.stringify(router["logConfiguration"]), /awslogs/);
  });

  it("opens a shell just where asked for, as the cluster encrypts and records it", async () => {
    const seen = await build({ executeCommand: true, withoutReadOnlyRoot: true });
    assert.equal(service(seen)["enableExecuteCommand"], true);
    const policy = seen.json("catalog-execute-command", "policy");
    assert.deepEqual(policy, {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "ShellSessions",
          Effect: "Allow",
          Action: [
            "ssmmessages:CreateControlChannel",
            "ssmmessages:CreateDataChannel",
            "ssmmessages:OpenControlChannel",
            "ssmmessages:OpenDataChannel",
          ],
          Resource: "*",
        },
        { Effect: "Allow", Action: "kms:Decrypt", Resource: "arn:aws:kms:eu-central-1:123456789012:shop-exec-key" },
        {
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
          Resource: [
            "arn:aws:cloudwatch:eu-central-1:123456789012:shop-exec",
            "arn:aws:cloudwatch:eu-central-1:123456789012:shop-exec:*",
          ],
        },
        { Sid: "ShellLogGroups", Effect: "Allow", Action: "logs:DescribeLogGroups", Resource: "*" },
      ],
    });
  });

  it("runs a part of its tasks on spot capacity, and has one task just where that was asked for by name", async () => {
    const seen = await build({
      capacity: [
        { provider: FargateCapacity.OnDemand, base: 2, weight: 1 },
        { provider: FargateCapacity.Spot, weight: 3 },
      ],
    });
    assert.deepEqual(service(seen)["capacityProviderStrategies"], [
      { capacityProvider: "FARGATE", base: 2, weight: 1 },
      { capacityProvider: "FARGATE_SPOT", base: 0, weight: 3 },
    ]);
    assert.equal(service(await build({ singleTask: true }))["desiredCount"], 1);
    assert.equal(service(await build({ desiredCount: 4 }))["desiredCount"], 4);
  });

  it("runs on instances of the cluster's, spread over zones first", async () => {
    const seen = await graph(() => {
      const own = new ContainerCluster("shop", {
        ec2Capacity: {
          gpu: { autoScalingGroupArn: "arn:aws:autoscaling:eu-central-1:123456789012:autoScalingGroup:x" },
        },
      });
      const [provider] = Object.values(own.capacityProviders);
      assert.ok(provider);
      catalog({
        cluster: own,
        egress: {},
        capacity: [{ provider }],
        placementConstraints: [{ type: "memberOf", expression: "attribute:ecs.instance-type =~ g5.*" }],
      });
    });
    const inputs = service(seen);
    assert.deepEqual(seen.one("catalog", TASK).inputs["requiresCompatibilities"], ["EC2"]);
    assert.deepEqual(inputs["capacityProviderStrategies"], [{ capacityProvider: "shop-gpu", base: 0, weight: 1 }]);
    assert.deepEqual(inputs["orderedPlacementStrategies"], [
      { type: "spread", field: "attribute:ecs.availability-zone" },
      { type: "spread", field: "instanceId" },
    ]);
    assert.deepEqual(inputs["placementConstraints"], [
      { type: "memberOf", expression: "attribute:ecs.instance-type =~ g5.*" },
    ]);
  });
});
