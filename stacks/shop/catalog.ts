import type { SecurityGroup } from "@pulumi/aws/ec2";
import { Cache } from "../../infra/data";
import type { Environment } from "../environment";
import type { Network } from "./network";
import { allowTo, createTaskGroup } from "./tasks";

/** The catalog, the shop's read side. */
export interface Catalog {
  /** What has been read often. */
  readonly cache: Cache;
  /** Where the catalog's tasks will be. */
  readonly tasks: SecurityGroup;
}

export function createCatalog(environment: Environment, network: Network): Catalog {
  const { serverless, nodeType, shards } = environment.cache;
  const tasks = createTaskGroup("catalog", network);
  const cache = new Cache("catalog-cache", {
    placement: network.stores,
    minimumZones: environment.minimumZones,
    clients: { catalog: { securityGroupId: tasks.id } },
    ...(serverless ? { serverless: {} } : { nodeType, shards, logRetentionDays: environment.logDays }),
    // What is in it can be read again from where it came.
    withoutSnapshots: true,
  });
  allowTo("catalog-tasks-cache", tasks, cache);
  return { cache, tasks };
}
