import { all, control, pass } from "../../core";
import { unlessNode, unlessSecondary } from "./kinds";

/** Holds caches to TLS. */
export const elasticacheEncryptionInTransit = control({
  id: "elasticache-encryption-in-transit",
  title: "ElastiCache caches refuse connections without TLS",
  severity: "medium",
  why: "Passwords, sessions and cached data go through the network in clear.",
  fix: 'Set transitEncryptionEnabled to true and transitEncryptionMode to "required".',
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/elasticache-controls.html#elasticache-5",
  on: ["aws:elasticache/replicationGroup:ReplicationGroup", "aws:elasticache/cluster:Cluster"],
  check: (cache) =>
    unlessNode(cache, () =>
      unlessSecondary(cache, () =>
        all(
          cache.boolean("transitEncryptionEnabled").mustBeTrue({ absent: "AWS then takes plain connections" }),
          // Left out, AWS takes "required"; "preferred" is for the days of a migration.
          cache.string("transitEncryptionMode").equals("required", { absent: pass }),
        ),
      ),
    ),
});
