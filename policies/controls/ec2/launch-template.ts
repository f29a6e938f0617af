import type { Resource } from "../../core";
import type { Graph, Reference } from "../../graph";

/** Templates that instances are made from. */
export const launchTemplate = ["aws:ec2/launchTemplate:LaunchTemplate"];

/** The launch template that an instance names, by id or by name. */
export function templateOf(graph: Graph, instance: Resource): Reference {
  const byId = graph.follow(instance, "launchTemplate.id", launchTemplate);
  return byId.kind === "absent" ? graph.follow(instance, "launchTemplate.name", launchTemplate) : byId;
}
