import { daxZones } from "../../../../../policies/controls/dax/zones";
import { cacheClusterZones, replicationGroupZones } from "../../../../../policies/controls/elasticache/zones";
import { mqBrokerZones } from "../../../../../policies/controls/mq/zones";
import { openSearchZones } from "../../../../../policies/controls/opensearch/zones";
import { rdsClusterZones, rdsInstanceMultiAz } from "../../../../../policies/controls/rds/zones";
import { redshiftZones } from "../../../../../policies/controls/redshift/zones";
import { describeControl, type Sample, sample, UNKNOWN } from "../../../../support/policies";
import { a, alsoA, b, c, group, grouped, network, placed } from "./samples";

const rdsGroup = "aws:rds/subnetGroup:SubnetGroup";
const instance = (of: Sample, props: Record<string, unknown> = { multiAz: true }) =>
  grouped("aws:rds/instance:Instance", "dbSubnetGroupName", of, props);

const ofEither = (one: Sample, other: Sample) => ({
  ...instance(one),
  from: { dbSubnetGroupName: [one, { ...other, name: "other" }] },
});

describeControl(rdsInstanceMultiAz, {
  compliant: {
    "a standby in another zone": { subject: instance(group(rdsGroup, a, b)) },
    "one of two groups that both lie in two zones": {
      subject: ofEither(group(rdsGroup, a, b), group(rdsGroup, b, c)),
    },
    "a replica, whose source has the group": {
      subject: sample("aws:rds/instance:Instance", "replica", { multiAz: true, replicateSourceDb: "legacy" }),
    },
  },
  violating: {
    "one of two groups that both lie in one zone": {
      subject: ofEither(group(rdsGroup, a, alsoA), group(rdsGroup, alsoA)),
      at: "dbSubnetGroupName (other.subnetIds)",
    },
    "no standby": { subject: instance(group(rdsGroup, a, b), { multiAz: false }), at: "multiAz" },
    "nothing said of a standby": { subject: instance(group(rdsGroup, a, b), {}), at: "multiAz" },
    "a subnet group in one zone": {
      subject: instance(group(rdsGroup, a, alsoA)),
      at: "dbSubnetGroupName (group.subnetIds)",
    },
  },
  undecided: {
    "the account's default group": {
      subject: sample("aws:rds/instance:Instance", "subject", { multiAz: true }),
      because: /default group/,
    },
    "a group of elsewhere": {
      subject: sample("aws:rds/instance:Instance", "subject", { multiAz: true, dbSubnetGroupName: "shared" }),
      because: /"shared", which is not in this stack/,
    },
    "one of two groups, of which one lies in two zones": {
      subject: ofEither(group(rdsGroup, a, b), group(rdsGroup, a, alsoA)),
      because: /any of group, other/,
    },
    "a group over two zones, or one of elsewhere": {
      subject: {
        ...instance(group(rdsGroup, a, b)),
        from: { dbSubnetGroupName: [group(rdsGroup, a, b), network] },
      },
      because: /dbSubnetGroupName/,
    },
  },
});

const aurora = (props: Record<string, unknown> = {}, of = group(rdsGroup, a, b)) =>
  grouped("aws:rds/cluster:Cluster", "dbSubnetGroupName", of, { id: UNKNOWN, ...props });
const member = (cluster: Sample, name: string, props: Record<string, unknown> = {}) =>
  sample(
    "aws:rds/clusterInstance:ClusterInstance",
    name,
    { clusterIdentifier: UNKNOWN, ...props },
    { from: { clusterIdentifier: [cluster] } },
  );
const sound = aurora();
const alone = aurora();
const pinned = aurora();
const merged = aurora();
const multiAzCluster = aurora({ dbClusterInstanceClass: "db.m6gd.large" });
const oneZone = aurora({}, group(rdsGroup, a, alsoA));

describeControl(rdsClusterZones, {
  compliant: {
    "a writer and a reader": { subject: sound, others: [member(sound, "writer"), member(sound, "reader")] },
    "a Multi-AZ DB cluster, whose instances AWS places": { subject: multiAzCluster },
    "instances that are pinned to two zones": {
      subject: pinned,
      others: ["eu-central-1a", "eu-central-1b"].map((availabilityZone) =>
        member(pinned, availabilityZone, { availabilityZone }),
      ),
    },
  },
  violating: {
    "one instance": { subject: alone, others: [member(alone, "writer")], at: "" },
    "one instance that is pinned": {
      subject: alone,
      others: [member(alone, "writer", { availabilityZone: "eu-central-1a" })],
      at: "",
      saying: /1 instances/,
    },
    "two instances that are pinned to one zone": {
      subject: pinned,
      others: ["writer", "reader"].map((name) => member(pinned, name, { availabilityZone: "eu-central-1a" })),
      at: "",
    },
    "a subnet group in one zone": {
      subject: oneZone,
      others: [member(oneZone, "writer"), member(oneZone, "reader")],
      at: "dbSubnetGroupName (group.subnetIds)",
    },
  },
  undecided: {
    "instances that may be another cluster's": {
      subject: merged,
      others: ["writer", "reader"].map((name) =>
        sample(
          "aws:rds/clusterInstance:ClusterInstance",
          name,
          { clusterIdentifier: UNKNOWN },
          { from: { clusterIdentifier: [merged, sound] } },
        ),
      ),
      because: /fewer than 2 instances/,
    },
  },
  mayBeDropped: { availabilityZone: "AWS then chooses one" },
});

const cacheGroup = "aws:elasticache/subnetGroup:SubnetGroup";
const failover = { multiAzEnabled: true, automaticFailoverEnabled: true };
const replicas = (props: Record<string, unknown>, of = group(cacheGroup, a, b)) =>
  grouped("aws:elasticache/replicationGroup:ReplicationGroup", "subnetGroupName", of, props);

describeControl(replicationGroupZones, {
  compliant: {
    "a replica in another zone": { subject: replicas({ ...failover, numCacheClusters: 2 }) },
    "a replica for each shard": { subject: replicas({ ...failover, replicasPerNodeGroup: 1 }) },
    "two replicas for each shard": { subject: replicas({ ...failover, replicasPerNodeGroup: 2 }) },
  },
  violating: {
    "one node": { subject: replicas({ ...failover, numCacheClusters: 1 }), at: "numCacheClusters" },
    "no number of nodes": { subject: replicas(failover), at: "numCacheClusters" },
    "no failover": { subject: replicas({ multiAzEnabled: true, numCacheClusters: 2 }), at: "automaticFailoverEnabled" },
    "failover within a zone": {
      subject: replicas({ automaticFailoverEnabled: true, numCacheClusters: 2 }),
      at: "multiAzEnabled",
    },
    "subnets of one zone": {
      subject: replicas({ ...failover, numCacheClusters: 2 }, group(cacheGroup, a, alsoA)),
      at: "subnetGroupName (group.subnetIds)",
    },
  },
  undecided: {
    "a number of nodes that is not known": {
      subject: replicas({ ...failover, numCacheClusters: UNKNOWN }),
      because: /numCacheClusters/,
    },
  },
});

const memcached = (props: Record<string, unknown> = {}) =>
  grouped("aws:elasticache/cluster:Cluster", "subnetGroupName", group(cacheGroup, a, b), {
    engine: "memcached",
    azMode: "cross-az",
    numCacheNodes: 2,
    ...props,
  });

describeControl(cacheClusterZones, {
  compliant: { "Memcached nodes in two zones": { subject: memcached() } },
  violating: {
    "Memcached nodes in one zone": { subject: memcached({ azMode: "single-az" }), at: "azMode" },
    "Memcached nodes in subnets of one zone": {
      subject: { ...memcached(), from: { subnetGroupName: [group(cacheGroup, a, alsoA)] } },
      at: "subnetGroupName (group.subnetIds)",
    },
    "one Memcached node": { subject: memcached({ numCacheNodes: 1 }), at: "numCacheNodes" },
    "a single Valkey node": { subject: memcached({ engine: "valkey" }), at: "engine" },
  },
  undecided: { "an engine that is not known": { subject: memcached({ engine: UNKNOWN }), because: /engine/ } },
  notApplicable: { "a node of a replication group": { subject: memcached({ replicationGroupId: "sessions" }) } },
});

const broker = (deploymentMode: unknown, subnets: readonly Sample[]) =>
  placed("aws:mq/broker:Broker", "subnetIds", subnets, { deploymentMode });

describeControl(mqBrokerZones, {
  compliant: {
    "a standby in another zone": { subject: broker("ACTIVE_STANDBY_MULTI_AZ", [a, b]) },
    "a standby pair, which has two zones whatever is asked of others": {
      subject: broker("ACTIVE_STANDBY_MULTI_AZ", [a, b]),
      config: { minimumZones: 3 },
    },
    "a cluster over three zones": { subject: broker("CLUSTER_MULTI_AZ", [a, b, c]), config: { minimumZones: 3 } },
  },
  violating: {
    "a single broker": { subject: broker("SINGLE_INSTANCE", [a]), at: "deploymentMode" },
    "a pair in one zone": { subject: broker("ACTIVE_STANDBY_MULTI_AZ", [a, alsoA]), at: "subnetIds" },
    "a cluster over two zones of three": {
      subject: broker("CLUSTER_MULTI_AZ", [a, b]),
      config: { minimumZones: 3 },
      at: "subnetIds",
    },
  },
  undecided: {
    "subnets of another stack": {
      subject: sample(
        "aws:mq/broker:Broker",
        "subject",
        { deploymentMode: "CLUSTER_MULTI_AZ", subnetIds: UNKNOWN },
        { from: { subnetIds: [network] } },
      ),
      because: /nothing in this stack/,
    },
  },
});

const domain = (clusterConfig: Record<string, unknown>, subnets: readonly Sample[] = [a, b]) =>
  placed("aws:opensearch/domain:Domain", "vpcOptions.subnetIds", subnets, { clusterConfig });
const aware = { zoneAwarenessEnabled: true };

describeControl(openSearchZones, {
  compliant: {
    "two zones, AWS's own number": { subject: domain(aware) },
    "three zones": {
      subject: domain({ ...aware, zoneAwarenessConfig: { availabilityZoneCount: 3 } }, [a, b, c]),
      config: { minimumZones: 3 },
    },
    "three zones where two are asked for": {
      subject: domain({ ...aware, zoneAwarenessConfig: { availabilityZoneCount: 3 } }),
    },
    "a public endpoint": { subject: sample("aws:opensearch/domain:Domain", "public", { clusterConfig: aware }) },
  },
  violating: {
    "one zone": { subject: domain({}), at: "clusterConfig.zoneAwarenessEnabled" },
    "two zones where three are asked for": {
      subject: domain(aware, [a, b, c]),
      config: { minimumZones: 3 },
      at: "clusterConfig.zoneAwarenessConfig.availabilityZoneCount",
    },
    "subnets of one zone": { subject: domain(aware, [a, alsoA]), at: "vpcOptions.subnetIds" },
  },
  undecided: {
    "awareness that is not known": {
      subject: domain({ zoneAwarenessEnabled: UNKNOWN }),
      because: /zoneAwarenessEnabled/,
    },
  },
  mayBeDropped: { "clusterConfig.zoneAwarenessConfig.availabilityZoneCount": "AWS then uses two zones" },
});

const redshiftGroup = "aws:redshift/subnetGroup:SubnetGroup";
const warehouse = (props: Record<string, unknown>, of = group(redshiftGroup, a, b)) =>
  grouped("aws:redshift/cluster:Cluster", "clusterSubnetGroupName", of, props);
const workgroup = "aws:redshiftserverless/workgroup:Workgroup";

describeControl(redshiftZones, {
  compliant: {
    "a cluster over zones": { subject: warehouse({ multiAz: true }) },
    "a workgroup over zones": { subject: placed(workgroup, "subnetIds", [a, b]) },
  },
  violating: {
    "a cluster in one zone": { subject: warehouse({}), at: "multiAz" },
    "a cluster whose subnets lie in one zone": {
      subject: {
        ...warehouse({ multiAz: true }),
        from: { clusterSubnetGroupName: [group(redshiftGroup, a, alsoA)] },
      },
      at: "clusterSubnetGroupName (group.subnetIds)",
    },
    "a workgroup in one zone": { subject: placed(workgroup, "subnetIds", [a, alsoA]), at: "subnetIds" },
  },
  undecided: {
    "a workgroup in the default VPC": { subject: sample(workgroup, "subject"), because: /default VPC/ },
  },
});

const daxGroup = "aws:dax/subnetGroup:SubnetGroup";
const accelerator = (props: Record<string, unknown>, of = group(daxGroup, a, b)) =>
  grouped("aws:dax/cluster:Cluster", "subnetGroupName", of, props);

describeControl(daxZones, {
  compliant: {
    "three nodes over two zones": { subject: accelerator({ replicationFactor: 3 }) },
    "nodes that are named into two zones": {
      subject: accelerator({ replicationFactor: 2, availabilityZones: ["eu-central-1a", "eu-central-1b"] }),
    },
    "a node whose zone is not known yet": {
      subject: accelerator({ replicationFactor: 2, availabilityZones: ["eu-central-1a", UNKNOWN] }),
    },
  },
  violating: {
    "one node": { subject: accelerator({ replicationFactor: 1 }), at: "replicationFactor" },
    "subnets of one zone": {
      subject: accelerator({ replicationFactor: 3 }, group(daxGroup, a, alsoA)),
      at: "subnetGroupName (group.subnetIds)",
    },
    "nodes that are named into one zone": {
      subject: accelerator({ replicationFactor: 2, availabilityZones: ["eu-central-1a", "eu-central-1a"] }),
      at: "availabilityZones",
    },
  },
  undecided: {
    "a number of nodes that is not known": {
      subject: accelerator({ replicationFactor: UNKNOWN }),
      because: /replicationFactor/,
    },
  },
  mayBeDropped: { availabilityZones: "AWS then spreads the nodes" },
});
