import { control, integer } from "../../core";
import { unlessMemcached, unlessNode } from "./kinds";

/** Holds caches to snapshots. */
export const elasticacheBackups = control({
  id: "elasticache-backups",
  title: "ElastiCache caches take automatic backups",
  severity: "high",
  why: "A cache that starts empty sends all of the load to the database; what was kept in it alone is lost.",
  fix: "Set snapshotRetentionLimit to at least as many days as minimumDays asks for.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/elasticache-controls.html#elasticache-1",
  on: [
    "aws:elasticache/replicationGroup:ReplicationGroup",
    "aws:elasticache/cluster:Cluster",
    "aws:elasticache/serverlessCache:ServerlessCache",
  ],
  config: {
    minimumDays: integer({ default: 1, minimum: 1, description: "Least number of days that backups are kept." }),
  },
  check: (cache, { config }) =>
    unlessNode(cache, () =>
      unlessMemcached(cache, "Memcached has no backups here", () =>
        cache.number("snapshotRetentionLimit").atLeast(config.minimumDays, { absent: "AWS then takes none" }),
      ),
    ),
});
