import type { SecurityGroup } from "@pulumi/aws/ec2";
import { Role } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { ContainerMicroservice } from "../../infra/compute";
import { serviceTrust } from "../../infra/core";
import { Cache, CacheAuthentication } from "../../infra/data";
import type { Environment } from "../environment";
import type { Containers } from "./containers";
import type { Events } from "./events";
import type { Network } from "./network";
import { allowTo, createTaskGroup } from "./tasks";

/** The catalog, the shop's read side. */
export interface Catalog {
  /** What has been read often. */
  readonly cache: Cache;
  /** Tasks and database; undefined where the environment has no containers. */
  readonly service: ContainerMicroservice | undefined;
  /** Role of the task that brings the database's schema up to date; undefined likewise. */
  readonly migration: Role | undefined;
}

const PORT = 8080;
/** Where operators change products. */
const OPERATOR_PORT = 8081;
/** `detail-type` of what the catalog says of its products; services/catalog/event-bridge.ts puts it. */
const PRODUCT_CHANGED = JSON.stringify({ source: ["shop.catalog"], "detail-type": ["ProductChanged"] });

export function createCatalog(
  environment: Environment,
  network: Network,
  events: Events,
  containers: Containers | undefined,
): Catalog {
  const { serverless, nodeType, shards } = environment.cache;
  const cache = new Cache("catalog-cache", {
    placement: network.stores,
    minimumZones: environment.minimumZones,
    ...(serverless ? { serverless: {} } : { nodeType, shards, logRetentionDays: environment.logDays }),
    ...(containers && { authentication: CacheAuthentication.Token }),
    // What is in it can be read again from where it came; a cache that starts empty sends all of that to the database at once.
    snapshotRetentionDays: 1,
  });
  const service = containers && createService(environment, network, events, containers, cache);
  if (!service) {
    const tasks: SecurityGroup = createTaskGroup("catalog", network);
    cache.allowFrom("catalog", tasks.id);
    allowTo("catalog-tasks-cache", tasks, cache);
  }
  return { cache, service, migration: service && createMigration(environment, service) };
}

function createService(
  environment: Environment,
  network: Network,
  events: Events,
  containers: Containers,
  cache: Cache,
): ContainerMicroservice {
  const { databaseMinimumAcu, databaseMaximumAcu } = environment.containers ?? {};
  events.bus.addRule("product-changed", { pattern: PRODUCT_CHANGED, targets: { catalog: { queue: {} } } });
  const changes = events.bus.queue("product-changed", "catalog");
  const args = containers.argsOf("catalog", PORT);
  const microservice = new ContainerMicroservice("catalog", {
    service: {
      ...args,
      scaling: containers.scaling,
      serviceConnect: containers.mesh.connect({ discoveryName: "catalog", port: 80, requestTimeoutSeconds: 5 }),
      registry: containers.names.register("catalog").registry,
      environment: {
        ...args.environment,
        CACHE_URL: pulumi.interpolate`rediss://${cache.endpoint}:${cache.port}`,
        INVALIDATION_QUEUE_URL: changes.url,
        DATABASE_CA_FILE: "/app/rds.pem",
        PORT: String(PORT),
        // Nobody is let in there yet: operators are, by `allowFrom` of the service's group or a rule of their own.
        OPERATOR_PORT: String(OPERATOR_PORT),
        EVENT_BUS_NAME: events.bus.busName,
      },
      ...(cache.tokenSecretArn && { secrets: { CACHE_TOKEN: cache.tokenSecretArn } }),
    },
    database: {
      placement: network.stores,
      minimumZones: environment.minimumZones,
      engineVersion: "17",
      databaseName: "shop",
      // Its users are made by AWS's API, before anything else can log in.
      dataApi: true,
      serverless: { minimumAcu: databaseMinimumAcu, maximumAcu: databaseMaximumAcu },
      logRetentionDays: environment.logDays,
      withoutDeletionProtection: environment.disposable,
      withoutFinalSnapshot: environment.disposable,
    },
  });
  const { service } = microservice;
  changes.grantConsume(service, "catalog");
  events.bus.grantPutEvents(service, "catalog");
  containers.grantTelemetry(service);
  cache.allowFrom("catalog", service.securityGroupId);
  service.allowTo("cache", { securityGroupId: cache.securityGroupId, port: cache.port });
  return microservice;
}

/** The service may read and write rows; what changes tables is another user, and another role. services/catalog/README.md */
function createMigration({ account }: Environment, { database }: ContainerMicroservice): Role {
  const role = new Role("catalog-migration", { assumeRolePolicy: serviceTrust("ecs-tasks.amazonaws.com", account) });
  database.grantConnect("catalog_owner", { role }, "migration");
  return role;
}
