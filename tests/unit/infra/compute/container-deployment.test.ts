import { strict as assert } from "node:assert";
import { ContainerCluster, DeploymentStrategy } from "../../../../infra/compute";
import { graph } from "../../../../testing";
import { build, CERTIFICATE, catalog, service } from "./container-fixtures";

const outputs = {
  "aws:lb/loadBalancer:LoadBalancer": { arnSuffix: "app/catalog/1", zoneId: "Z1" },
  "aws:lb/targetGroup:TargetGroup": { arnSuffix: "targetgroup/catalog/2" },
};
const loadBalancer = { certificateArn: CERTIFICATE, clients: { gateway: { securityGroupId: "sg-gateway" } } };
const POLICY = "aws:appautoscaling/policy:Policy";
const FUNCTION = "arn:aws:lambda:eu-central-1:123456789012:function:check";

function behindBalancer(deployment = {}, more = {}) {
  return build({ port: 8080, loadBalancer, deployment, ...more }, { outputs });
}

describe("ContainerService behind a load balancer", () => {
  it("has one inside the network that serves HTTPS alone, to named clients", async () => {
    const seen = await behindBalancer();
    const { tags: _, ...balancer } = seen.one("catalog", "aws:lb/loadBalancer:LoadBalancer").inputs;
    assert.deepEqual(balancer, {
      loadBalancerType: "application",
      internal: true,
      subnets: ["subnet-a", "subnet-b"],
      securityGroups: ["catalog-load-balancer-id"],
      dropInvalidHeaderFields: true,
      idleTimeout: 60,
      enableDeletionProtection: true,
    });
    const { tags: __, ...listener } = seen.one("catalog", "aws:lb/listener:Listener").inputs;
    assert.deepEqual(listener, {
      loadBalancerArn: "arn:aws:lb:eu-central-1:123456789012:catalog",
      port: 443,
      protocol: "HTTPS",
      certificateArn: CERTIFICATE,
      sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
      defaultActions: [{ type: "forward", targetGroupArn: "arn:aws:lb:eu-central-1:123456789012:catalog" }],
    });
    assert.equal(seen.types()["aws:lb/listener:Listener"], 1);
    const client = seen.one("catalog-load-balancer-from-gateway").inputs;
    assert.deepEqual(
      [client["securityGroupId"], client["fromPort"], client["referencedSecurityGroupId"]],
      ["catalog-load-balancer-id", 443, "sg-gateway"],
    );
  });

  it("lets the load balancer reach the tasks on their port, and nothing else", async () => {
    const seen = await behindBalancer();
    const out = seen.one("catalog-load-balancer-tasks").inputs;
    assert.deepEqual(
      [out["securityGroupId"], out["referencedSecurityGroupId"], out["fromPort"], out["toPort"]],
      ["catalog-load-balancer-id", "catalog-group-id", 8080, 8080],
    );
    const into = seen.one("catalog-from-load-balancer").inputs;
    assert.deepEqual(
      [into["securityGroupId"], into["referencedSecurityGroupId"], into["fromPort"]],
      ["catalog-group-id", "catalog-load-balancer-id", 8080],
    );
    assert.deepEqual(service(seen)["loadBalancers"], [
      {
        targetGroupArn: "arn:aws:lb:eu-central-1:123456789012:catalog",
        containerName: "app",
        containerPort: 8080,
      },
    ]);
    assert.equal(service(seen)["healthCheckGracePeriodSeconds"], 60);
  });

  it("asks the tasks for their health, over TLS where they speak it", async () => {
    const plain = (await behindBalancer()).one("catalog", "aws:lb/targetGroup:TargetGroup").inputs;
    assert.deepEqual([plain["protocol"], plain["protocolVersion"], plain["targetType"]], ["HTTP", "HTTP1", "ip"]);
    assert.deepEqual(plain["healthCheck"], {
      path: "/health",
      protocol: "HTTP",
      interval: 10,
      timeout: 5,
      healthyThreshold: 2,
      unhealthyThreshold: 3,
      matcher: "200",
    });
    const more = { loadBalancer: { ...loadBalancer, encryptToTasks: true }, protocol: "grpc" as const };
    const tls = (await behindBalancer({}, more)).one("catalog", "aws:lb/targetGroup:TargetGroup").inputs;
    assert.deepEqual([tls["protocol"], tls["protocolVersion"]], ["HTTPS", "GRPC"]);
    assert.match(JSON.stringify(tls["healthCheck"]), /"matcher":"0"/);
  });

  it("keeps connections and drains tasks for as long as it is told, and is deleted where that is asked for", async () => {
    const told = { ...loadBalancer, idleTimeoutSeconds: 4000, drainSeconds: 0, withoutDeletionProtection: true };
    const seen = await build({ port: 8080, loadBalancer: told }, { outputs });
    const balancer = seen.one("catalog", "aws:lb/loadBalancer:LoadBalancer").inputs;
    assert.deepEqual([balancer["idleTimeout"], balancer["enableDeletionProtection"]], [4000, false]);
    assert.equal(seen.one("catalog", "aws:lb/targetGroup:TargetGroup").inputs["deregistrationDelay"], 0);
  });

  it("admits later clients at the load balancer, not at the tasks", async () => {
    const seen = await graph(
      () => {
        const one = catalog({ port: 8080, loadBalancer });
        one.allowFrom("orders", { securityGroupId: "sg-orders" });
        assert.throws(() => one.allowFrom("gateway", { securityGroupId: "sg-x" }), /has a client of that name/);
      },
      { outputs },
    );
    const rule = seen.one("catalog-load-balancer-from-orders").inputs;
    assert.deepEqual([rule["securityGroupId"], rule["fromPort"]], ["catalog-load-balancer-id", 443]);
  });

  it("is entered in target groups that exist already, whose load balancers are let in", async () => {
    const targetGroupArn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/payments/1";
    const seen = await build({
      port: 8443,
      protocol: "tcp",
      targetGroups: { link: { targetGroupArn, securityGroupId: "sg-nlb" } },
    });
    assert.deepEqual(service(seen)["loadBalancers"], [{ targetGroupArn, containerName: "app", containerPort: 8443 }]);
    const rule = seen.one("catalog-from-balancer-link").inputs;
    assert.deepEqual([rule["referencedSecurityGroupId"], rule["fromPort"]], ["sg-nlb", 8443]);
  });
});

describe("deployments of a ContainerService", () => {
  it("move requests at once between two target groups, which ECS alone may weigh", async () => {
    const seen = await behindBalancer({ strategy: DeploymentStrategy.BlueGreen });
    const inputs = service(seen);
    assert.deepEqual(inputs["deploymentConfiguration"], { strategy: "BLUE_GREEN", bakeTimeInMinutes: "10" });
    assert.equal(inputs["deploymentCircuitBreaker"], undefined, "ECS has it for rolling updates only");
    assert.deepEqual(inputs["alarms"], {
      alarmNames: ["catalog-restarts", "catalog-errors"],
      enable: true,
      rollback: true,
    });
    assert.deepEqual(inputs["loadBalancers"], [
      {
        targetGroupArn: "arn:aws:lb:eu-central-1:123456789012:catalog",
        containerName: "app",
        containerPort: 8080,
        advancedConfiguration: {
          alternateTargetGroupArn: "arn:aws:lb:eu-central-1:123456789012:catalog-b",
          productionListenerRule: "arn:aws:lb:eu-central-1:123456789012:catalog-all",
          roleArn: "arn:aws:iam:eu-central-1:123456789012:catalog-traffic-role",
        },
      },
    ]);
    assert.deepEqual(seen.one("catalog", "aws:lb/listener:Listener").inputs["defaultActions"], [
      { type: "fixed-response", fixedResponse: { contentType: "text/plain", statusCode: "503" } },
    ]);
    const policy = JSON.stringify(seen.json("catalog-traffic-policy", "policy"));
    assert.match(
      policy,
      /"elasticloadbalancing:ModifyRule","Resource":"arn:aws:lb:eu-central-1:123456789012:catalog-all"/,
    );
    assert.match(policy, /RegisterTargets.*Resource":\["arn:[^"]+:catalog","arn:[^"]+:catalog-b"\]/);
    const trust = JSON.stringify(seen.json("catalog-traffic-role", "assumeRolePolicy"));
    assert.match(trust, /"ecs.amazonaws.com".*"aws:SourceAccount":"123456789012"/);
  });

  it("move by a canary or in steps, and are looked at by functions", async () => {
    const hooks = { smoke: { functionArn: FUNCTION, stages: ["POST_SCALE_UP" as const] } };
    const canary = await behindBalancer({ strategy: "CANARY", canaryPercent: 5, canaryMinutes: 15, hooks });
    assert.deepEqual(service(canary)["deploymentConfiguration"], {
      strategy: "CANARY",
      bakeTimeInMinutes: "10",
      canaryConfiguration: { canaryPercent: 5, canaryBakeTimeInMinutes: "15" },
      lifecycleHooks: [
        {
          hookTargetArn: FUNCTION,
          roleArn: "arn:aws:iam:eu-central-1:123456789012:catalog-hooks-role",
          lifecycleStages: ["POST_SCALE_UP"],
        },
      ],
    });
    assert.deepEqual(canary.json("catalog-hooks-policy", "policy"), {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "lambda:InvokeFunction", Resource: [FUNCTION] }],
    });
    const linear = await behindBalancer({ strategy: "LINEAR", stepPercent: 25, stepMinutes: 0 });
    assert.deepEqual(service(linear)["deploymentConfiguration"], {
      strategy: "LINEAR",
      bakeTimeInMinutes: "10",
      linearConfiguration: { stepPercent: 25, stepBakeTimeInMinutes: "0" },
    });
  });

  it("are not taken back by alarms, and not waited for, just where that was asked for by name", async () => {
    const seen = await build({
      deployment: { withoutAlarmRollback: true, withoutWaiting: true, minimumHealthyPercent: 50, maximumPercent: 150 },
    });
    const inputs = service(seen);
    assert.equal(inputs["alarms"], undefined);
    assert.equal(inputs["waitForSteadyState"], false);
    assert.deepEqual([inputs["deploymentMinimumHealthyPercent"], inputs["deploymentMaximumPercent"]], [50, 150]);
    const more = await build({ deployment: { alarmNames: ["journey"] } });
    assert.match(JSON.stringify(service(more)["alarms"]), /"catalog-restarts","journey"/);
  });
});

describe("scaling of a ContainerService", () => {
  const target = "aws:appautoscaling/target:Target";

  it("follows the CPU with nothing but limits, and starts with a task a zone", async () => {
    const seen = await build({ scaling: { maximum: 10 }, minimumZones: 2 });
    const { tags: _, ...limits } = seen.one("catalog-scaling", target).inputs;
    assert.deepEqual(limits, {
      serviceNamespace: "ecs",
      scalableDimension: "ecs:service:DesiredCount",
      resourceId: "service/shop/catalog",
      minCapacity: 2,
      maxCapacity: 10,
    });
    assert.equal(seen.types()[POLICY], 1);
    assert.deepEqual(seen.one("catalog-scaling-cpu", POLICY).inputs["targetTrackingScalingPolicyConfiguration"], {
      predefinedMetricSpecification: { predefinedMetricType: "ECSServiceAverageCPUUtilization" },
      targetValue: 60,
      scaleOutCooldown: 60,
      scaleInCooldown: 300,
    });
    assert.equal(service(seen)["desiredCount"], 2);
  });

  it("follows each measure that was named, and no other", async () => {
    const seen = await build(
      {
        port: 8080,
        loadBalancer,
        scaling: {
          minimum: 3,
          maximum: 30,
          memoryPercent: 70,
          requestsPerTask: 1000,
          queue: { queueName: "jobs", messagesPerTask: 50 },
          metrics: { lag: { namespace: "Shop", metricName: "Lag", dimensions: { Service: "catalog" }, target: 5 } },
          scaleOutCooldownSeconds: 30,
          scaleInCooldownSeconds: 600,
        },
      },
      { outputs },
    );
    assert.equal(seen.types()[POLICY], 4);
    const of = (name: string) =>
      JSON.stringify(seen.one(`catalog-scaling-${name}`, POLICY).inputs["targetTrackingScalingPolicyConfiguration"]);
    assert.match(of("memory"), /ECSServiceAverageMemoryUtilization.*"targetValue":70/);
    assert.match(of("requests"), /"resourceLabel":"app\/catalog\/1\/targetgroup\/catalog\/2"/);
    assert.match(of("metric-lag"), /"metricName":"Lag".*"statistic":"Average".*"targetValue":5/);
    assert.deepEqual(JSON.parse(of("queue")), {
      customizedMetricSpecification: {
        metrics: [
          {
            id: "waiting",
            returnData: false,
            metricStat: {
              stat: "Sum",
              metric: {
                namespace: "AWS/SQS",
                metricName: "ApproximateNumberOfMessagesVisible",
                dimensions: [{ name: "QueueName", value: "jobs" }],
              },
            },
          },
          {
            id: "tasks",
            returnData: false,
            metricStat: {
              stat: "Average",
              metric: {
                namespace: "ECS/ContainerInsights",
                metricName: "RunningTaskCount",
                dimensions: [
                  { name: "ClusterName", value: "shop" },
                  { name: "ServiceName", value: "catalog" },
                ],
              },
            },
          },
          {
            id: "backlog",
            expression: "waiting / tasks",
            label: "Messages that wait for each task",
            returnData: true,
          },
        ],
      },
      targetValue: 50,
      scaleOutCooldown: 30,
      scaleInCooldown: 600,
    });
  });
});

describe("alarms of a ContainerService", () => {
  const topic = "arn:aws:sns:eu-central-1:123456789012:alerts";

  it("tell of restarts, missing tasks, CPU, memory and failed requests", async () => {
    const seen = await behindBalancer({}, { alarmTopicArn: topic, alarms: { cpuPercent: 80, errorPercent: 0.5 } });
    const alarms = seen.all("aws:cloudwatch/metricAlarm:MetricAlarm");
    assert.deepEqual(alarms.map(({ name }) => name).sort(), [
      "catalog-cpu",
      "catalog-errors",
      "catalog-memory",
      "catalog-missing-tasks",
      "catalog-restarts",
    ]);
    for (const { inputs } of alarms)
      assert.deepEqual([inputs["alarmActions"], inputs["okActions"]], [[topic], [topic]]);
    const restarts = seen.one("catalog-restarts").inputs;
    assert.deepEqual(
      [restarts["metricName"], restarts["threshold"], restarts["dimensions"]],
      ["RestartCount", 0, { ClusterName: "shop", TaskDefinitionFamily: "project-test-catalog" }],
    );
    assert.equal(seen.one("catalog-cpu").inputs["threshold"], 80);
    assert.deepEqual(seen.one("catalog-memory").inputs["dimensions"], { ClusterName: "shop", ServiceName: "catalog" });
    // What no task was found for has no RequestCount, and a metric of zero errors is not there at all.
    const [rate] = Object(seen.one("catalog-errors").inputs["metricQueries"]);
    const all = "FILL(requests, 0) + FILL(refused, 0)";
    assert.equal(rate.expression, `IF(${all} > 0, 100 * (FILL(errors, 0) + FILL(refused, 0)) / (${all}), 0)`);
  });

  it("are fewer where the cluster has no Container Insights: their metrics would not be there", async () => {
    const seen = await graph(() =>
      catalog({ cluster: new ContainerCluster("shop", { withoutContainerInsights: true }) }),
    );
    const names = seen.all("aws:cloudwatch/metricAlarm:MetricAlarm").map(({ name }) => name);
    assert.deepEqual(names.sort(), ["catalog-cpu", "catalog-memory"]);
    assert.equal(service(seen)["alarms"], undefined);
  });
});

describe("connections of a ContainerService", () => {
  const namespaceArn = "arn:aws:servicediscovery:eu-central-1:123456789012:namespace/ns-1";

  it("are found and called by Service Connect, with timeouts, TLS and a line a request", async () => {
    const seen = await build({
      port: 8080,
      serviceConnect: {
        namespaceArn,
        discoveryName: "catalog",
        port: 80,
        requestTimeoutSeconds: 5,
        idleTimeoutSeconds: 0,
        accessLogs: true,
        tls: {
          certificateAuthorityArn: "arn:aws:acm-pca:eu-central-1:123456789012:certificate-authority/ca",
          roleArn: "arn:aws:iam::123456789012:role/tls",
        },
      },
    });
    const { logConfiguration, ...connect } = Object(service(seen)["serviceConnectConfiguration"]);
    assert.deepEqual(connect, {
      enabled: true,
      namespace: namespaceArn,
      accessLogConfiguration: { format: "JSON", includeQueryParameters: "DISABLED" },
      services: [
        {
          portName: "app",
          discoveryName: "catalog",
          clientAlias: [{ port: 80 }],
          timeout: { idleTimeoutSeconds: 0, perRequestTimeoutSeconds: 5 },
          tls: {
            issuerCertAuthority: {
              awsPcaAuthorityArn: "arn:aws:acm-pca:eu-central-1:123456789012:certificate-authority/ca",
            },
            roleArn: "arn:aws:iam::123456789012:role/tls",
          },
        },
      ],
    });
    assert.equal(logConfiguration.options["awslogs-stream-prefix"], "service-connect");
  });

  it("call others by Service Connect without being called", async () => {
    const connect = Object(service(await build({ serviceConnect: { namespaceArn } }))["serviceConnectConfiguration"]);
    assert.equal(connect.services, undefined);
    assert.equal(connect.enabled, true);
  });

  it("are entered in Cloud Map, and in target groups of VPC Lattice by a role for these alone", async () => {
    const serviceArn = "arn:aws:servicediscovery:eu-central-1:123456789012:service/srv-1";
    const targetGroupArn = "arn:aws:vpc-lattice:eu-central-1:123456789012:targetgroup/tg-1";
    const seen = await build({ port: 8080, registry: { serviceArn, withPort: true }, lattice: [{ targetGroupArn }] });
    assert.deepEqual(service(seen)["serviceRegistries"], {
      registryArn: serviceArn,
      containerName: "app",
      containerPort: 8080,
    });
    assert.deepEqual(service(seen)["vpcLatticeConfigurations"], [
      { portName: "app", targetGroupArn, roleArn: "arn:aws:iam:eu-central-1:123456789012:catalog-lattice-role" },
    ]);
    assert.match(
      JSON.stringify(seen.json("catalog-lattice-policy", "policy")),
      /ListTargets"\],"Resource":\["arn:[^"]+tg-1"\]/,
    );
    assert.deepEqual(service(await build({ registry: { serviceArn } }))["serviceRegistries"], {
      registryArn: serviceArn,
    });
  });
});
