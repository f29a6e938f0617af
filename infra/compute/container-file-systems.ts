import type { input } from "@pulumi/aws/types";
import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks, Statement } from "../core";

/** A directory of an EFS file system that all tasks share, and that stays when they go. */
export interface FileSystemMountArgs {
  /** Path in the container. */
  path: string;
  /** Id of the file system, whose mount targets the tasks need a way to, by `egress` or `allowTo`, on 2049. */
  fileSystemId: pulumi.Input<string>;
  /** ARN of the file system. */
  fileSystemArn: pulumi.Input<string>;
  /** Access point, which decides directory and user. */
  accessPointId: pulumi.Input<string>;
  /** ARN of the access point. */
  accessPointArn: pulumi.Input<string>;
  /** Let tasks read it only. @default false */
  readOnly?: boolean;
}

export function checkFileSystems(checks: ArgumentChecks, mounts: Record<string, FileSystemMountArgs> = {}): void {
  for (const [name, mount] of Object.entries(mounts)) {
    const path = `fileSystems.${name}`;
    checks
      .matches(path, name, /^[a-z][a-z0-9-]*$/, "name it with lower-case letters, digits and hyphens")
      .matches(`${path}.path`, mount.path, /^(\/[\w.-]+)+$/, 'use an absolute path, such as "/data"')
      .matches(`${path}.fileSystemId`, mount.fileSystemId, /^fs-/, "use the id of a file system, fs-…")
      .matches(`${path}.accessPointId`, mount.accessPointId, /^fsap-/, "use the id of an access point, fsap-…");
  }
}

/** Volumes of the task: over TLS, by the task's role, through the access point alone. */
export function fileSystemVolumes(mounts: Record<string, FileSystemMountArgs> = {}): input.ecs.TaskDefinitionVolume[] {
  return Object.entries(mounts).map(([name, mount]) => ({
    name: `efs-${name}`,
    efsVolumeConfiguration: {
      fileSystemId: mount.fileSystemId,
      transitEncryption: "ENABLED",
      authorizationConfig: { accessPointId: mount.accessPointId, iam: "ENABLED" },
    },
  }));
}

export function fileSystemMounts(mounts: Record<string, FileSystemMountArgs> = {}) {
  return Object.entries(mounts).map(([name, mount]) => ({
    sourceVolume: `efs-${name}`,
    containerPath: mount.path,
    readOnly: mount.readOnly ?? false,
  }));
}

/** docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html */
export function fileSystemStatements(mounts: Record<string, FileSystemMountArgs> = {}): Statement[] {
  return Object.values(mounts).map((mount) => ({
    Effect: "Allow",
    Action: ["elasticfilesystem:ClientMount", ...(mount.readOnly ? [] : ["elasticfilesystem:ClientWrite"])],
    Resource: mount.fileSystemArn,
    Condition: { StringEquals: { "elasticfilesystem:AccessPointArn": mount.accessPointArn } },
  }));
}
