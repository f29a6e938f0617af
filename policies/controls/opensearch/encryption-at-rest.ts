import { control } from "../../core";
import { searchDomains } from "./domains";

/** Holds search domains to encrypted storage. */
export const searchEncryptionAtRest = control({
  id: "opensearch-encryption-at-rest",
  title: "Search domains encrypt what they keep",
  severity: "medium",
  why: "Indices, logs and snapshots can be read by who gets at the storage.",
  fix: "Set encryptAtRest.enabled to true, and encryptAtRest.kmsKeyId where the key has to be the account's own.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/opensearch-controls.html#opensearch-1",
  on: searchDomains,
  check: (domain) => domain.boolean("encryptAtRest.enabled").mustBeTrue({ absent: "AWS then does not encrypt" }),
});
