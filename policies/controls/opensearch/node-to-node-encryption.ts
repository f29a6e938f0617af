import { control } from "../../core";
import { searchDomains } from "./domains";

/** Holds search domains to TLS between their nodes. */
export const searchNodeToNodeEncryption = control({
  id: "opensearch-node-to-node-encryption",
  title: "Nodes of search domains speak TLS with each other",
  severity: "medium",
  why: "Documents go between nodes in clear whenever shards are copied and searched.",
  fix: "Set nodeToNodeEncryption.enabled to true.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/opensearch-controls.html#opensearch-3",
  on: searchDomains,
  check: (domain) => domain.boolean("nodeToNodeEncryption.enabled").mustBeTrue({ absent: "AWS then does not encrypt" }),
});
