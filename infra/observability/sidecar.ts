import type * as pulumi from "@pulumi/pulumi";

/** A variable of a container. */
export interface ContainerVariable {
  name: string;
  value: pulumi.Input<string>;
}

/** A port of a container. */
export interface ContainerPort {
  containerPort: number;
  protocol?: string;
}

/** How ECS tells that a container is well. */
export interface ContainerHealthCheck {
  command: string[];
  interval: number;
  timeout: number;
  retries: number;
  startPeriod: number;
}

/** A container beside another in a task, in the words of ECS's container definitions. */
export interface Sidecar {
  name: string;
  image: pulumi.Input<string>;
  /** That the task stops where this container does. */
  essential: boolean;
  /** CPU units that it has at least. */
  cpu?: number;
  /** MiB that it is stopped beyond. */
  memory?: number;
  command?: string[];
  environment?: ContainerVariable[];
  portMappings?: ContainerPort[];
  healthCheck?: ContainerHealthCheck;
  readonlyRootFilesystem?: boolean;
}
