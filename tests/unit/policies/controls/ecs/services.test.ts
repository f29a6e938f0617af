import { ecsCapacityProtection } from "../../../../../policies/controls/ecs/capacity";
import { ecsContainerInsights, ecsExecLogs } from "../../../../../policies/controls/ecs/cluster";
import { ecsDeploymentRollback } from "../../../../../policies/controls/ecs/deployment";
import { ecsPlatformVersion } from "../../../../../policies/controls/ecs/platform-version";
import { ecsNoPublicAddress } from "../../../../../policies/controls/ecs/public-address";
import { describeControl, type Sample, sample, UNKNOWN } from "../../../../support/policies";

const serviceType = "aws:ecs/service:Service";
const service = (props: Record<string, unknown>, from: Record<string, readonly Sample[]> = {}) => ({
  subject: sample(serviceType, "orders", props, { from }),
});
const cluster = (props: Record<string, unknown>) => ({ subject: sample("aws:ecs/cluster:Cluster", "shop", props) });
const notApplicable = { "a task definition": { subject: sample("aws:ecs/taskDefinition:TaskDefinition", "t") } };

const network = (assignPublicIp: unknown) => service({ networkConfiguration: { assignPublicIp } });
const taskSet = (assignPublicIp: unknown) => ({
  subject: sample("aws:ecs/taskSet:TaskSet", "blue", { networkConfiguration: { assignPublicIp } }),
});
const address = "networkConfiguration.assignPublicIp";

describeControl(ecsNoPublicAddress, {
  compliant: { none: network(false), "none by default": service({}), "none in a task set": taskSet(false) },
  violating: {
    "one for each task": { ...network(true), at: address },
    "one in a task set": { ...taskSet(true), at: address },
  },
  undecided: { "a setting that is not known yet": { ...network(UNKNOWN), because: /assignPublicIp is not known/ } },
  mayBeDropped: { [address]: "AWS then gives none" },
  notApplicable,
});

const windows = (operatingSystemFamily: unknown) =>
  sample("aws:ecs/taskDefinition:TaskDefinition", "task", { arn: UNKNOWN, runtimePlatform: { operatingSystemFamily } });
const versionOf = (platformVersion: unknown, task?: Sample) =>
  task
    ? service({ platformVersion, taskDefinition: UNKNOWN }, { taskDefinition: [task] })
    : service({ platformVersion });

describeControl(ecsPlatformVersion, {
  compliant: {
    "the latest": versionOf("LATEST"),
    "the latest by its number": versionOf("1.4.0"),
    "what AWS takes with nothing given": service({}),
    "what AWS will fill in": versionOf(UNKNOWN),
    "the latest of a task on Windows": versionOf("LATEST", windows("WINDOWS_SERVER_2022_CORE")),
  },
  violating: {
    "an earlier one": { ...versionOf("1.3.0"), at: "platformVersion" },
    "an earlier one of a task on Linux": { ...versionOf("1.3.0", windows("LINUX")), at: "platformVersion" },
    "an earlier one of a task of another stack": {
      ...service({ platformVersion: "1.3.0", taskDefinition: "orders:7" }),
      at: "platformVersion",
    },
  },
  undecided: {
    "a version that comes from elsewhere": {
      ...service({ platformVersion: UNKNOWN }, { platformVersion: [windows("LINUX")] }),
      because: /platformVersion is not known/,
    },
    "a family that is not known yet": {
      ...versionOf("1.0.0", windows(UNKNOWN)),
      because: /operatingSystemFamily is not known/,
    },
  },
  mayBeDropped: { platformVersion: "AWS then takes the latest" },
  notApplicable: { ...notApplicable, Windows: versionOf("1.0.0", windows("WINDOWS_SERVER_2022_CORE")) },
});

const settings = (value: unknown, name: unknown = "containerInsights") => cluster({ settings: [{ name, value }] });

describeControl(ecsContainerInsights, {
  compliant: { on: settings("enabled"), "on, with more": settings("enhanced") },
  violating: {
    off: { ...settings("disabled"), at: "settings" },
    "no settings": { ...cluster({}), at: "settings" },
    "another setting that is on": { ...settings("enabled", "other"), at: "settings" },
  },
  undecided: { "settings that are not known yet": { ...cluster({ settings: UNKNOWN }), because: /settings is not/ } },
  notApplicable,
});

const exec = (props: unknown) => cluster({ configuration: { executeCommandConfiguration: props } });
const path = "configuration.executeCommandConfiguration";
const group = { cloudWatchLogGroupName: "/exec", cloudWatchEncryptionEnabled: true };
const bucket = { s3BucketName: "exec", s3BucketEncryptionEnabled: true };
const sound = { kmsKeyId: "key", logging: "OVERRIDE", logConfiguration: group };

describeControl(ecsExecLogs, {
  compliant: {
    "a log group": exec(sound),
    "a bucket": exec({ ...sound, logConfiguration: bucket }),
    "a key and a group that are not known yet": exec({
      ...sound,
      kmsKeyId: UNKNOWN,
      logConfiguration: { ...group, cloudWatchLogGroupName: UNKNOWN },
    }),
  },
  violating: {
    "nothing given": { ...cluster({}), at: `${path}.logging` },
    "no key": { ...exec({ ...sound, kmsKeyId: undefined }), at: `${path}.kmsKeyId` },
    "the containers' own logs": { ...exec({ ...sound, logging: "DEFAULT" }), at: `${path}.logging` },
    "no place": { ...exec({ ...sound, logConfiguration: {} }), at: `${path}.logConfiguration.cloudWatchLogGroupName` },
    "a log group in plain": {
      ...exec({ ...sound, logConfiguration: { ...group, cloudWatchEncryptionEnabled: false } }),
      at: `${path}.logConfiguration.cloudWatchEncryptionEnabled`,
    },
    "a bucket in plain": {
      ...exec({ ...sound, logConfiguration: { s3BucketName: "exec" } }),
      at: `${path}.logConfiguration.cloudWatchLogGroupName`,
    },
  },
  undecided: {
    "encryption that is not known yet": {
      ...exec({ ...sound, logConfiguration: { ...group, cloudWatchEncryptionEnabled: UNKNOWN } }),
      because: /cloudWatchEncryptionEnabled is not known/,
    },
  },
  notApplicable,
});

const provider = (props: Record<string, unknown>) => ({
  subject: sample("aws:ecs/capacityProvider:CapacityProvider", "machines", props),
});
const protection = "autoScalingGroupProvider.managedTerminationProtection";

describeControl(ecsCapacityProtection, {
  compliant: { on: provider({ autoScalingGroupProvider: { managedTerminationProtection: "ENABLED" } }) },
  violating: {
    off: { ...provider({ autoScalingGroupProvider: { managedTerminationProtection: "DISABLED" } }), at: protection },
    "off by default": { ...provider({ autoScalingGroupProvider: {} }), at: protection },
  },
  undecided: {
    "a setting that is not known yet": {
      ...provider({ autoScalingGroupProvider: { managedTerminationProtection: UNKNOWN } }),
      because: /managedTerminationProtection is not known/,
    },
  },
  notApplicable: {
    ...notApplicable,
    "one that ECS manages the instances of": provider({ managedInstancesProvider: {} }),
  },
});

const on = { enable: true, rollback: true };

describeControl(ecsDeploymentRollback, {
  compliant: {
    "a circuit breaker": service({ deploymentCircuitBreaker: on }),
    alarms: service({ alarms: on }),
    "a circuit breaker, with all else said": service({
      deploymentController: { type: "ECS" },
      deploymentConfiguration: { strategy: "ROLLING" },
      deploymentCircuitBreaker: on,
    }),
  },
  violating: {
    neither: { ...service({}), at: "deploymentCircuitBreaker.enable" },
    "one that is off": {
      ...service({ deploymentCircuitBreaker: { enable: false, rollback: true } }),
      at: "deploymentCircuitBreaker.enable",
    },
    "one that only stops": {
      ...service({ deploymentCircuitBreaker: { enable: true, rollback: false } }),
      at: "deploymentCircuitBreaker.rollback",
    },
  },
  undecided: {
    "a circuit breaker that is not known yet": {
      ...service({ deploymentCircuitBreaker: UNKNOWN }),
      because: /deploymentCircuitBreaker is not known/,
    },
    "a strategy that is not known yet": {
      ...service({ deploymentConfiguration: { strategy: UNKNOWN } }),
      because: /strategy is not known/,
    },
  },
  mayBeDropped: {
    "deploymentController.type": "AWS then takes its own",
    "deploymentConfiguration.strategy": "AWS then rolls",
  },
  notApplicable: {
    ...notApplicable,
    CodeDeploy: service({ deploymentController: { type: "CODE_DEPLOY" } }),
    "blue and green": service({ deploymentConfiguration: { strategy: "BLUE_GREEN" } }),
  },
});
