import { all, any, control } from "../../core";

const cluster = ["aws:ecs/cluster:Cluster"];

/** Holds clusters to telling how their tasks are. */
export const ecsContainerInsights = control({
  id: "ecs-container-insights",
  title: "Clusters have Container Insights",
  severity: "medium",
  why: "Without it nobody sees which task or container runs out of memory, and restarts go unnoticed.",
  fix: 'Set settings to [{ name: "containerInsights", value: "enhanced" }], or "enabled".',
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-12",
  on: cluster,
  check: (one) =>
    one
      .list("settings")
      .some(
        (setting) =>
          all(
            setting.string("name").equals("containerInsights"),
            setting.string("value").oneOf(["enabled", "enhanced"]),
          ),
        "containerInsights enabled or enhanced",
      ),
});

/** Holds sessions in containers to a record. */
export const ecsExecLogs = control({
  id: "ecs-exec-logs",
  title: "Sessions of ECS Exec are encrypted with a key of the account, and recorded",
  severity: "medium",
  why: "By ECS Exec people are inside of running containers; without a record nobody knows what they did there.",
  fix: "Set configuration.executeCommandConfiguration: a kmsKeyId, logging OVERRIDE, and an encrypted log group or bucket in logConfiguration.",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html",
  on: cluster,
  check: (one) => {
    const exec = one.at("configuration.executeCommandConfiguration");
    const log = (name: string, encrypted: string) =>
      all(
        exec.mustBeSet(`logConfiguration.${name}`, "a name", { unknown: "set" }),
        exec.boolean(`logConfiguration.${encrypted}`).mustBeTrue({ absent: "AWS then leaves the record in plain" }),
      );
    return all(
      exec.mustBeSet("kmsKeyId", "a KMS key", { unknown: "set" }),
      exec.string("logging").equals("OVERRIDE", { absent: "AWS then leaves it to the container's own logs" }),
      any([
        log("cloudWatchLogGroupName", "cloudWatchEncryptionEnabled"),
        log("s3BucketName", "s3BucketEncryptionEnabled"),
      ]),
    );
  },
});
