import { TaskDefinition } from "@pulumi/aws/ecs";
import type { Role } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { runsOnFargate } from "./container-checks";
import { taskContainers } from "./container-definitions";
import type { ContainerServiceArgs } from "./container-service-args";
import { Architecture } from "./lambda-args";

/** What a task definition is made from. */
export interface TaskInput {
  readonly name: string;
  readonly args: ContainerServiceArgs;
  readonly family: string;
  readonly logGroup: pulumi.Input<string>;
  readonly region: pulumi.Input<string>;
  readonly role: Role;
  readonly executionRole: Role;
  readonly tags: (name: string) => Record<string, pulumi.Input<string>>;
  readonly child: (more?: pulumi.CustomResourceOptions) => pulumi.CustomResourceOptions;
}

export function createTaskDefinition(from: TaskInput): TaskDefinition {
  const { name, args } = from;
  const { containers, volumes } = taskContainers(args, from.logGroup, from.region);
  const arm = (args.architecture ?? Architecture.Arm64) === Architecture.Arm64;
  return new TaskDefinition(
    name,
    {
      family: from.family,
      requiresCompatibilities: [runsOnFargate(args) ? "FARGATE" : "EC2"],
      networkMode: "awsvpc",
      cpu: String(args.cpu ?? 256),
      memory: String(args.memoryMb ?? 512),
      runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: arm ? "ARM64" : "X86_64" },
      ...(args.ephemeralStorageGb !== undefined && { ephemeralStorage: { sizeInGib: args.ephemeralStorageGb } }),
      executionRoleArn: from.executionRole.arn,
      taskRoleArn: from.role.arn,
      containerDefinitions: pulumi.jsonStringify(containers),
      volumes,
      // A deployment that is taken back needs the revision from before, which would else be gone by then.
      skipDestroy: true,
      tags: from.tags(name),
    },
    from.child(),
  );
}
