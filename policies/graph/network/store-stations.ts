import type { Resource } from "../../core/resource";
import { tokens } from "../../core/tokens";
import { given } from "../given";
import type { Graph } from "../graph";
import { either, type Truth, Unclear } from "../iam/truth";
import type { References } from "../references";
import { type Station, station } from "./stations";
import { portOf, storeKinds } from "./stores";

/** Where the subnets of a store are written: in it, or in a subnet group that it names. */
interface Placed {
  readonly subnets?: string;
  readonly group?: { readonly path: string; readonly type: string };
}

/** A kind of store, as something that is reached over the network. */
interface StoreShape extends Placed {
  readonly noun: string;
  readonly groups: string;
  /** Property that makes it public, of the store or of those of `instances` that name it. */
  readonly exposed?: string;
  readonly instances?: { readonly type: string; readonly path: string };
  /** Property with its port, and those that it has otherwise. */
  readonly port?: string;
  readonly ports?: readonly number[];
}

const rdsGroup = { path: "dbSubnetGroupName", type: "aws:rds/subnetGroup:SubnetGroup" };
const cacheGroup = { path: "subnetGroupName", type: "aws:elasticache/subnetGroup:SubnetGroup" };

/**
 * Ports beyond those of `stores.ts`: docs.aws.amazon.com, the pages of each service on security groups; of brokers
 * amazon-mq/latest/developer-guide/amazon-mq-broker-architecture.html, of streams msk/latest/developerguide/port-info.html,
 * of accelerators amazondynamodb/latest/developerguide/DAX.create-cluster.console.configure-inbound-rules.html.
 */
const shapes: Readonly<Record<string, StoreShape>> = {
  "aws:elasticache/replicationGroup:ReplicationGroup": { noun: "cache", groups: "securityGroupIds", group: cacheGroup },
  "aws:elasticache/cluster:Cluster": { noun: "cache", groups: "securityGroupIds", group: cacheGroup },
  "aws:elasticache/serverlessCache:ServerlessCache": {
    noun: "cache",
    groups: "securityGroupIds",
    subnets: "subnetIds",
  },
  "aws:memorydb/cluster:Cluster": {
    noun: "cache",
    groups: "securityGroupIds",
    group: { path: "subnetGroupName", type: "aws:memorydb/subnetGroup:SubnetGroup" },
    port: "port",
    ports: [6379],
  },
  "aws:rds/cluster:Cluster": {
    noun: "database",
    groups: "vpcSecurityGroupIds",
    group: rdsGroup,
    exposed: "publiclyAccessible",
    instances: { type: "aws:rds/clusterInstance:ClusterInstance", path: "clusterIdentifier" },
  },
  "aws:rds/instance:Instance": {
    noun: "database",
    groups: "vpcSecurityGroupIds",
    group: rdsGroup,
    exposed: "publiclyAccessible",
  },
  "aws:docdb/cluster:Cluster": {
    noun: "database",
    groups: "vpcSecurityGroupIds",
    group: { path: "dbSubnetGroupName", type: "aws:docdb/subnetGroup:SubnetGroup" },
    port: "port",
    ports: [27_017],
  },
  "aws:neptune/cluster:Cluster": {
    noun: "database",
    groups: "vpcSecurityGroupIds",
    group: { path: "neptuneSubnetGroupName", type: "aws:neptune/subnetGroup:SubnetGroup" },
    port: "port",
    ports: [8182],
  },
  "aws:redshift/cluster:Cluster": {
    noun: "warehouse",
    groups: "vpcSecurityGroupIds",
    group: { path: "clusterSubnetGroupName", type: "aws:redshift/subnetGroup:SubnetGroup" },
    exposed: "publiclyAccessible",
    port: "port",
    ports: [5439],
  },
  "aws:redshiftserverless/workgroup:Workgroup": {
    noun: "warehouse",
    groups: "securityGroupIds",
    subnets: "subnetIds",
    exposed: "publiclyAccessible",
    port: "port",
    ports: [5439],
  },
  "aws:mq/broker:Broker": {
    noun: "broker",
    groups: "securityGroups",
    subnets: "subnetIds",
    exposed: "publiclyAccessible",
    ports: [5671, 61_617, 61_614, 8883, 8162, 443],
  },
  "aws:msk/cluster:Cluster": {
    noun: "stream",
    groups: "brokerNodeGroupInfo.securityGroups",
    subnets: "brokerNodeGroupInfo.clientSubnets",
    exposed: "brokerNodeGroupInfo.connectivityInfo.publicAccess.type",
    ports: [9092, 9094, 9096, 9098, 9194, 9196, 9198],
  },
  "aws:opensearch/domain:Domain": {
    noun: "search domain",
    groups: "vpcOptions.securityGroupIds",
    subnets: "vpcOptions.subnetIds",
  },
  "aws:dax/cluster:Cluster": {
    noun: "accelerator",
    groups: "securityGroupIds",
    group: { path: "subnetGroupName", type: "aws:dax/subnetGroup:SubnetGroup" },
    ports: [8111, 9111],
  },
  "aws:efs/mountTarget:MountTarget": {
    noun: "file system",
    groups: "securityGroups",
    subnets: "subnetId",
    ports: [2049],
  },
};

/** Types of what keeps data and is reached over the network. */
export const storeTypes = Object.keys(shapes);

/** Property with the subnets, by type: of stores that name them, and of the groups that the others name. */
export const subnetsOfStores: ReadonlyMap<string, string> = new Map([
  ...Object.entries(shapes).flatMap(([type, { subnets, group }]): [string, string][] => [
    ...(subnets === undefined ? [] : [[type, subnets] satisfies [string, string]]),
    ...(group ? [[group.type, "subnetIds"] satisfies [string, string]] : []),
  ]),
  ["aws:dms/replicationSubnetGroup:ReplicationSubnetGroup", "subnetIds"],
]);

/** A store as a station, and the ports that it answers on. */
export interface StoreStation {
  readonly station: Station;
  readonly ports: readonly (number | Unclear)[];
}

/** A store in a network; undefined for one that has no place in any, such as a public search domain. */
export function storeAt(graph: Graph, resource: Resource): StoreStation | undefined {
  const shape = Object.hasOwn(shapes, resource.type) ? shapes[resource.type] : undefined;
  const [network = ""] = (shape?.subnets ?? "").split(".");
  if (!shape || (network.endsWith("Options") && given(graph, resource, network).state === "absent")) {
    return undefined;
  }
  const [top = ""] = shape.groups.split(".");
  return {
    station: station(graph, {
      resource,
      noun: shape.noun,
      kind: "store",
      subnets: placesOf(graph, resource, shape),
      groups:
        given(graph, resource, top).state === "absent"
          ? []
          : [graph.followList(resource, shape.groups, tokens.securityGroup)],
      public4: exposureOf(graph, resource, shape),
    }),
    ports: portsOf(graph, resource, shape),
  };
}

function portsOf(graph: Graph, resource: Resource, { port, ports }: StoreShape): readonly (number | Unclear)[] {
  const kind = storeKinds.find(({ type }) => type === resource.type);
  if (!ports) {
    return kind ? [portOf(graph, kind, resource)] : [];
  }
  const set = (port ?? kind?.port) === undefined ? undefined : resource.number(port ?? kind?.port ?? "").value;
  return set === undefined ? ports : [set];
}

function placesOf(graph: Graph, resource: Resource, { subnets, group }: StoreShape): References[] {
  if (subnets !== undefined) {
    return [graph.followList(resource, subnets, tokens.subnet)];
  }
  const found = group && graph.follow(resource, group.path, [group.type]);
  return found?.kind === "resource" ? [graph.followList(found.resource, "subnetIds", tokens.subnet)] : [];
}

function exposureOf(graph: Graph, resource: Resource, { exposed, instances }: StoreShape): Truth {
  if (exposed === undefined) {
    return false;
  }
  const owners = instances ? graph.referrersTo(resource, [instances.type], instances.path).certain : [resource];
  const [top = ""] = exposed.split(".");
  return either(
    ...owners
      .filter((owner) => given(graph, owner, top).state !== "absent")
      .map((owner): Truth => {
        const value = owner.string(exposed);
        return value.state === "unknown"
          ? Unclear.because(`${owner.name}: ${value.reason}`)
          : value.value === "true" || value.value === "SERVICE_PROVIDED_EIPS";
      }),
  );
}
