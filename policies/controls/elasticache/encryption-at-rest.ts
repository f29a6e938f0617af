import { control, pass, when } from "../../core";
import { encryptsByItself, unlessSecondary } from "./kinds";

/** Holds replication groups to encrypted storage. */
export const elasticacheEncryptionAtRest = control({
  id: "elasticache-encryption-at-rest",
  title: "ElastiCache replication groups encrypt what they keep",
  severity: "medium",
  why: "Backups, and what is written to disk while nodes are synchronised, can be read by who gets at the storage.",
  fix: "Set atRestEncryptionEnabled to true; changing it makes a new replication group.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/elasticache-controls.html#elasticache-4",
  on: ["aws:elasticache/replicationGroup:ReplicationGroup"],
  check: (group) => {
    const encrypts = group.boolean("atRestEncryptionEnabled").mustBeTrue({ absent: "Redis then does not encrypt" });
    return unlessSecondary(group, () =>
      group.has("atRestEncryptionEnabled") === false
        ? when(
            encryptsByItself(group),
            () => pass,
            () => encrypts,
          )
        : encrypts,
    );
  },
});
