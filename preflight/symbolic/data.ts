import type { WireValue } from "../child/analysis";
import { type SymbolicTable, siblings, type TypeEntry } from "./table";
import { fill, type Values } from "./values";

/** Settings of a bucket, which have the bucket's name as their id. */
const bucketSettings = [
  "bucketPolicy:BucketPolicy",
  "bucketPublicAccessBlock:BucketPublicAccessBlock",
  "bucketVersioning:BucketVersioning",
  "bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  "bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  "bucketLogging:BucketLogging",
  "bucketOwnershipControls:BucketOwnershipControls",
  "bucketNotification:BucketNotification",
  "bucketObjectLockConfiguration:BucketObjectLockConfiguration",
  "bucketCorsConfiguration:BucketCorsConfiguration",
  "bucketWebsiteConfiguration:BucketWebsiteConfiguration",
  "bucketReplicationConfig:BucketReplicationConfig",
].map((name) => `aws:s3/${name}`);

const rdsEndpoint = "{auto.identifier}.{abc.12}.{r}.rds.{dns}";

const searchDomain: TypeEntry = {
  id: "arn:{p}:es:{r}:{a}:domain/{auto.domainName}",
  arn: "{id}",
  domainName: "{auto.domainName}",
  domainId: "{a}/{auto.domainName}",
  endpoint: (values) => searchEndpoint(values, ""),
};

/** Storage and databases. */
export const data: SymbolicTable = {
  ...siblings(["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"], {
    id: "{auto.bucket}",
    bucket: "{auto.bucket}",
    arn: "arn:{p}:s3:::{auto.bucket}",
    bucketDomainName: "{auto.bucket}.s3.{dns}",
    bucketRegionalDomainName: "{auto.bucket}.s3.{r}.{dns}",
    bucketRegion: "{r}",
  }),
  ...siblings(bucketSettings, { id: "{in.bucket}" }),
  "aws:s3/accessPoint:AccessPoint": {
    id: "{a}:{name}",
    name: "{name}",
    arn: "arn:{p}:s3:{r}:{a}:accesspoint/{name}",
    domainName: "{name}-{a}.s3-accesspoint.{r}.{dns}",
  },
  ...siblings(["aws:s3/bucketObject:BucketObject", "aws:s3/bucketObjectv2:BucketObjectv2"], {
    id: "{in.bucket}/{in.key}",
    arn: "arn:{p}:s3:::{in.bucket}/{in.key}",
  }),
  "aws:dynamodb/table:Table": {
    id: "{name}",
    name: "{name}",
    arn: "arn:{p}:dynamodb:{r}:{a}:table/{name}",
    streamArn: (values) =>
      values.context.inputs.streamEnabled === true ? tableArn(values, "/stream/2000-01-01T00:00:00.000") : undefined,
    streamLabel: (values) => (values.context.inputs.streamEnabled === true ? "2000-01-01T00:00:00.000" : undefined),
  },
  "aws:dynamodb/globalTable:GlobalTable": { id: "{name}", arn: "arn:{p}:dynamodb::{a}:global-table/{name}" },
  "aws:dax/cluster:Cluster": {
    id: "{auto.clusterName}",
    clusterName: "{auto.clusterName}",
    arn: "arn:{p}:dax:{r}:{a}:cache/{auto.clusterName}",
    clusterAddress: "{auto.clusterName}.{abc.10}.dax-clusters.{r}.{dns}",
    configurationEndpoint: daxEndpoint,
    port: daxPort,
  },
  "aws:dax/subnetGroup:SubnetGroup": { id: "{name}", name: "{name}" },
  "aws:dax/parameterGroup:ParameterGroup": { id: "{name}", name: "{name}" },
  "aws:rds/instance:Instance": {
    id: "db-{ABC.26}",
    identifier: "{auto.identifier}",
    resourceId: "db-{ABC.26}",
    arn: "arn:{p}:rds:{r}:{a}:db:{auto.identifier}",
    address: rdsEndpoint,
    masterUserSecrets: (values) => masterSecrets(values, "db"),
  },
  "aws:rds/cluster:Cluster": {
    id: "{auto.clusterIdentifier}",
    clusterIdentifier: "{auto.clusterIdentifier}",
    clusterResourceId: "cluster-{ABC.26}",
    arn: "arn:{p}:rds:{r}:{a}:cluster:{auto.clusterIdentifier}",
    endpoint: "{auto.clusterIdentifier}.cluster-{abc.12}.{r}.rds.{dns}",
    readerEndpoint: "{auto.clusterIdentifier}.cluster-ro-{abc.12}.{r}.rds.{dns}",
    masterUserSecrets: (values) => masterSecrets(values, "cluster"),
  },
  "aws:rds/clusterInstance:ClusterInstance": {
    id: "{auto.identifier}",
    identifier: "{auto.identifier}",
    arn: "arn:{p}:rds:{r}:{a}:db:{auto.identifier}",
    dbiResourceId: "db-{ABC.26}",
    endpoint: rdsEndpoint,
  },
  "aws:rds/subnetGroup:SubnetGroup": named("rds", "subgrp"),
  "aws:rds/parameterGroup:ParameterGroup": named("rds", "pg"),
  "aws:rds/clusterParameterGroup:ClusterParameterGroup": named("rds", "cluster-pg"),
  "aws:rds/optionGroup:OptionGroup": named("rds", "og"),
  "aws:rds/proxy:Proxy": {
    id: "{name}",
    name: "{name}",
    arn: "arn:{p}:rds:{r}:{a}:db-proxy:prx-{hex}",
    endpoint: "{name}.proxy-{abc.12}.{r}.rds.{dns}",
  },
  "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup": {
    id: "{in.dbProxyName}",
    name: () => "default",
    arn: "arn:{p}:rds:{r}:{a}:target-group:prx-tg-{hex}",
  },
  "aws:rds/proxyEndpoint:ProxyEndpoint": {
    id: "{in.dbProxyName}/{in.dbProxyEndpointName}",
    arn: "arn:{p}:rds:{r}:{a}:db-proxy-endpoint:prx-endpoint-{hex}",
    endpoint: "{in.dbProxyEndpointName}.endpoint.proxy-{abc.12}.{r}.rds.{dns}",
  },
  "aws:rds/globalCluster:GlobalCluster": {
    id: "{in.globalClusterIdentifier}",
    arn: "arn:{p}:rds::{a}:global-cluster:{in.globalClusterIdentifier}",
    globalClusterResourceId: "cluster-{abc.16}",
  },
  "aws:docdb/cluster:Cluster": {
    id: "{auto.clusterIdentifier}",
    clusterIdentifier: "{auto.clusterIdentifier}",
    arn: "arn:{p}:rds:{r}:{a}:cluster:{auto.clusterIdentifier}",
    endpoint: "{auto.clusterIdentifier}.cluster-{abc.12}.{r}.docdb.{dns}",
    readerEndpoint: "{auto.clusterIdentifier}.cluster-ro-{abc.12}.{r}.docdb.{dns}",
  },
  "aws:neptune/cluster:Cluster": {
    id: "{auto.clusterIdentifier}",
    clusterIdentifier: "{auto.clusterIdentifier}",
    arn: "arn:{p}:rds:{r}:{a}:cluster:{auto.clusterIdentifier}",
    endpoint: "{auto.clusterIdentifier}.cluster-{abc.12}.{r}.neptune.{dns}",
    readerEndpoint: "{auto.clusterIdentifier}.cluster-ro-{abc.12}.{r}.neptune.{dns}",
  },
  "aws:redshift/cluster:Cluster": {
    id: "{in.clusterIdentifier}",
    arn: "arn:{p}:redshift:{r}:{a}:cluster:{in.clusterIdentifier}",
    dnsName: "{in.clusterIdentifier}.{abc.12}.{r}.redshift.{dns}",
  },
  "aws:redshift/subnetGroup:SubnetGroup": {
    id: "{name}",
    name: "{name}",
    arn: "arn:{p}:redshift:{r}:{a}:subnetgroup:{name}",
  },
  "aws:opensearch/domain:Domain": {
    ...searchDomain,
    dashboardEndpoint: (values) => searchEndpoint(values, "/_dashboards"),
  },
  "aws:elasticsearch/domain:Domain": {
    ...searchDomain,
    kibanaEndpoint: (values) => searchEndpoint(values, "/_plugin/kibana/"),
  },
  "aws:efs/fileSystem:FileSystem": {
    id: "fs-{hex}",
    arn: "arn:{p}:elasticfilesystem:{r}:{a}:file-system/{id}",
    dnsName: "{id}.efs.{r}.{dns}",
    ownerId: "{a}",
  },
  "aws:efs/mountTarget:MountTarget": {
    id: "fsmt-{hex}",
    dnsName: "{in.fileSystemId}.efs.{r}.{dns}",
    fileSystemArn: "arn:{p}:elasticfilesystem:{r}:{a}:file-system/{in.fileSystemId}",
    networkInterfaceId: "eni-{hex}",
    ownerId: "{a}",
  },
  "aws:efs/backupPolicy:BackupPolicy": { id: "{in.fileSystemId}" },
  "aws:efs/fileSystemPolicy:FileSystemPolicy": { id: "{in.fileSystemId}" },
  "aws:efs/accessPoint:AccessPoint": {
    id: "fsap-{hex}",
    arn: "arn:{p}:elasticfilesystem:{r}:{a}:access-point/{id}",
    fileSystemArn: "arn:{p}:elasticfilesystem:{r}:{a}:file-system/{in.fileSystemId}",
    ownerId: "{a}",
  },
  "aws:backup/vault:Vault": { id: "{name}", name: "{name}", arn: "arn:{p}:backup:{r}:{a}:backup-vault:{name}" },
  "aws:backup/plan:Plan": { id: "{uuid}", name: "{name}", arn: "arn:{p}:backup:{r}:{a}:backup-plan:{uuid}" },
  ...siblings(
    ["vaultLockConfiguration:VaultLockConfiguration", "vaultPolicy:VaultPolicy"].map((name) => `aws:backup/${name}`),
    { id: "{in.backupVaultName}" },
  ),
  "aws:backup/selection:Selection": { id: "{uuid}" },
  "aws:backup/restoreTestingPlan:RestoreTestingPlan": {
    id: "{in.name}",
    name: "{in.name}",
    arn: "arn:{p}:backup:{r}:{a}:restore-testing-plan:{in.name}-{uuid}",
  },
};

function named(service: string, kind: string): TypeEntry {
  return { id: "{name}", name: "{name}", arn: `arn:{p}:${service}:{r}:{a}:${kind}:{name}` };
}

/** The secret that RDS keeps a master user's password in, where it does. */
function masterSecrets(values: Values, kind: string): WireValue | undefined {
  if (values.context.inputs.manageMasterUserPassword !== true) return undefined;
  const { partition, region, account } = values.context;
  const secretArn = `arn:${partition}:secretsmanager:${region}:${account}:secret:rds!${kind}-${values.uuid("secret")}-aB1cD2`;
  return [{ secretArn, secretStatus: "active" }];
}

/** A cluster listens on one port, which is another where it speaks TLS. */
function daxPort(values: Values): number {
  return values.input("clusterEndpointEncryptionType") === "TLS" ? 9111 : 8111;
}

function daxEndpoint(values: Values): string | undefined {
  const address = fill("{auto.clusterName}.{abc.10}.dax-clusters.{r}.{dns}", values, undefined);
  return address && `${address}:${daxPort(values)}`;
}

function tableArn(values: Values, suffix: string): string | undefined {
  const name = values.autoName("name");
  const { partition, region, account } = values.context;
  return name && `arn:${partition}:dynamodb:${region}:${account}:table/${name}${suffix}`;
}

/** A domain in a VPC has another endpoint than a public one. */
function searchEndpoint(values: Values, suffix: string): string | undefined {
  const name = values.autoName("domainName");
  const { region, dnsSuffix } = values.context;
  const kind = values.has("vpcOptions") ? "vpc" : "search";
  return name && `${kind}-${name}-${values.letters(26)}.${region}.es.${dnsSuffix}${suffix}`;
}
