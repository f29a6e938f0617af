import { control, integer } from "../../core";
import { searchDomains } from "./domains";

/** Holds search domains to enough data nodes. */
export const searchDataNodes = control({
  id: "opensearch-data-nodes",
  title: "Search domains have enough data nodes to lose one",
  severity: "medium",
  why: "With fewer nodes one that fails takes shards with it, or the capacity that the rest needs.",
  fix: "Set clusterConfig.instanceCount to at least as many as minimumNodes asks for.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/opensearch-controls.html#opensearch-6",
  on: searchDomains,
  config: {
    minimumNodes: integer({
      default: 2,
      minimum: 1,
      description: "Least number of data nodes; Opensearch.6 asks for 3.",
    }),
  },
  check: (domain, { config }) =>
    domain.number("clusterConfig.instanceCount").atLeast(config.minimumNodes, { absent: "AWS then makes one" }),
});
