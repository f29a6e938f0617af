import { control, pass } from "../../core";
import { unlessMemcached } from "./kinds";

/** Holds caches to the engine's fixes. */
export const elasticacheMinorUpgrades = control({
  id: "elasticache-minor-upgrades",
  title: "ElastiCache caches take minor versions of their engine by themselves",
  severity: "high",
  why: "Minor versions fix what intruders use; without them each cache waits for somebody to remember it.",
  fix: "Leave autoMinorVersionUpgrade out, or set it to true.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/elasticache-controls.html#elasticache-2",
  on: ["aws:elasticache/replicationGroup:ReplicationGroup", "aws:elasticache/cluster:Cluster"],
  check: (cache) =>
    unlessMemcached(cache, "AWS upgrades no Memcached by itself", () =>
      cache.boolean("autoMinorVersionUpgrade").mustBeTrue({ absent: pass }),
    ),
  remedy: [{ path: "autoMinorVersionUpgrade", value: true }],
});
