import { strict as assert } from "node:assert";
import { ContainerCluster, type ContainerClusterArgs } from "../../../../infra/compute";
import { graph } from "../../../../testing";

const CLUSTER = "aws:ecs/cluster:Cluster";
const GROUP = "arn:aws:autoscaling:eu-central-1:123456789012:autoScalingGroup:x:autoScalingGroupName/gpu";

function build(args?: ContainerClusterArgs) {
  return graph(() => new ContainerCluster("shop", args));
}

describe("ContainerCluster", () => {
  it("tells of every task, runs them on Fargate, and records what people do in them under a key", async () => {
    const seen = await build();
    const { tags: _, ...cluster } = seen.one("shop", CLUSTER).inputs;
    assert.deepEqual(cluster, {
      settings: [{ name: "containerInsights", value: "enhanced" }],
      configuration: {
        executeCommandConfiguration: {
          kmsKeyId: "arn:aws:kms:eu-central-1:123456789012:shop-exec-key",
          logging: "OVERRIDE",
          logConfiguration: { cloudWatchEncryptionEnabled: true, cloudWatchLogGroupName: "shop-exec" },
        },
      },
    });
    const { tags: __, ...capacity } = seen.one("shop-capacity").inputs;
    assert.deepEqual(capacity, {
      clusterName: "shop",
      capacityProviders: ["FARGATE", "FARGATE_SPOT"],
      defaultCapacityProviderStrategies: [{ capacityProvider: "FARGATE", base: 0, weight: 1 }],
    });
    const logs = seen.one("shop-exec").inputs;
    assert.deepEqual(
      [logs["namePrefix"], logs["retentionInDays"], logs["kmsKeyId"]],
      ["/aws/ecs/exec/shop-", 365, "arn:aws:kms:eu-central-1:123456789012:shop-exec-key"],
    );
  });

  it("lets CloudWatch Logs use the key for the record of sessions only", async () => {
    const seen = await build();
    assert.equal(seen.one("shop-exec-key").inputs["enableKeyRotation"], true);
    const text = JSON.stringify(seen.json("shop-exec-key", "policy"));
    assert.match(text, /"Service":"logs.eu-central-1.amazonaws.com"/);
    assert.match(
      text,
      /"kms:EncryptionContext:aws:logs:arn":"arn:aws:logs:eu-central-1:123456789012:log-group:\/aws\/ecs\/exec\/shop-\*"/,
    );
  });

  it("uses a key, a namespace and capacity that are given", async () => {
    const key = "arn:aws:kms:eu-central-1:123456789012:key/k";
    const namespace = "arn:aws:servicediscovery:eu-central-1:123456789012:namespace/ns-1";
    const seen = await build({
      executeCommandKmsKeyArn: key,
      fargateStorageKmsKeyArn: key,
      serviceConnectNamespaceArn: namespace,
      containerInsights: "enabled",
      defaultCapacity: [{ provider: "FARGATE_SPOT" }],
    });
    assert.equal(seen.types()["aws:kms/key:Key"], undefined);
    const cluster = seen.one("shop", CLUSTER).inputs;
    assert.deepEqual(cluster["serviceConnectDefaults"], { namespace });
    assert.deepEqual(cluster["settings"], [{ name: "containerInsights", value: "enabled" }]);
    assert.match(JSON.stringify(cluster["configuration"]), /"fargateEphemeralStorageKmsKeyId":"arn:aws:kms/);
    assert.match(JSON.stringify(seen.one("shop-capacity").inputs), /"capacityProvider":"FARGATE_SPOT"/);
  });

  it("has no metrics of tasks just where that was asked for by name", async () => {
    const cluster = (await build({ withoutContainerInsights: true })).one("shop", CLUSTER).inputs;
    assert.deepEqual(cluster["settings"], [{ name: "containerInsights", value: "disabled" }]);
  });

  it("grows and drains instances by what tasks need", async () => {
    const seen = await build({ ec2Capacity: { gpu: { autoScalingGroupArn: GROUP, targetCapacityPercent: 80 } } });
    assert.deepEqual(seen.one("shop-gpu").inputs["autoScalingGroupProvider"], {
      autoScalingGroupArn: GROUP,
      managedDraining: "ENABLED",
      managedTerminationProtection: "ENABLED",
      managedScaling: { status: "ENABLED", targetCapacity: 80, instanceWarmupPeriod: 300 },
    });
    assert.deepEqual(seen.one("shop-capacity").inputs["capacityProviders"], ["FARGATE", "FARGATE_SPOT", "shop-gpu"]);
  });

  it("lets instances end that tasks run on just where that was asked for by name", async () => {
    const gpu = { autoScalingGroupArn: GROUP, warmupSeconds: 0, withoutTerminationProtection: true };
    const provider = Object((await build({ ec2Capacity: { gpu } })).one("shop-gpu").inputs["autoScalingGroupProvider"]);
    assert.equal(provider.managedTerminationProtection, "DISABLED");
    assert.equal(provider.managedScaling.instanceWarmupPeriod, 0);
  });

  it("refuses what ECS would refuse", async () => {
    await graph(() => {
      const refused = (args: ContainerClusterArgs, message: RegExp) =>
        assert.throws(() => new ContainerCluster("shop", args), message);
      refused({ executeCommandLogRetentionDays: 2 }, /executeCommandLogRetentionDays is 2/);
      refused({ defaultCapacity: [] }, /defaultCapacity is \[\]/);
      refused({ defaultCapacity: [{ provider: "FARGATE", weight: 0 }] }, /no task could start/);
      refused({ ec2Capacity: { "ecs-x": { autoScalingGroupArn: GROUP } } }, /not after AWS's own/);
      refused({ ec2Capacity: { x: { autoScalingGroupArn: GROUP, warmupSeconds: 10_001 } } }, /warmupSeconds is 10001/);
      refused({ ec2Capacity: { x: { autoScalingGroupArn: "asg" } } }, /autoScalingGroupArn is "asg"/);
      refused(
        { withoutContainerInsights: true, containerInsights: "enhanced" },
        /leave it out: containerInsights is given/,
      );
      refused({ serviceConnectNamespaceArn: "shop" }, /serviceConnectNamespaceArn is "shop"/);
    });
  });
});
