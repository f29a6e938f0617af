import { type Case, type Sample, sample, UNKNOWN } from "../../../../support/policies";

/** A task definition; containers are written as ECS takes them, as JSON. */
export function task(props: Record<string, unknown>, from: Record<string, readonly Sample[]> = {}): Case {
  return { subject: sample("aws:ecs/taskDefinition:TaskDefinition", "orders", props, { from }) };
}

/** A task definition of these containers. */
export function containers(...list: Record<string, unknown>[]): Case {
  return task({ containerDefinitions: JSON.stringify(list) });
}

/** Containers on a family of operating systems. */
export function onFamily(operatingSystemFamily: unknown, ...list: Record<string, unknown>[]): Case {
  return task({ containerDefinitions: JSON.stringify(list), runtimePlatform: { operatingSystemFamily } });
}

export const unknownContainers = {
  "containers that are not known yet": {
    ...task({ containerDefinitions: UNKNOWN }),
    because: /containerDefinitions is not known/,
  },
};

export const notTasks = { "a cluster": { subject: sample("aws:ecs/cluster:Cluster", "shop") } };
