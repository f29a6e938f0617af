import { all, control } from "../../core";
import { ifRequired, onDemand } from "../shared/on-demand";
import { searchDomains } from "./domains";

/** Holds search domains to nodes that only lead. */
export const searchDedicatedMasters = control({
  id: "opensearch-dedicated-masters",
  title: "Search domains have three dedicated master nodes or more",
  severity: "medium",
  why: "A data node that leads the domain beside its own work loses the lead under load, and the domain stops.",
  fix: "Set clusterConfig.dedicatedMasterEnabled to true and clusterConfig.dedicatedMasterCount to 3 or more.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/opensearch-controls.html#opensearch-11",
  on: searchDomains,
  // Three more nodes, whatever the size of the domain.
  config: onDemand("search domains have to have dedicated master nodes"),
  check: (domain, context) =>
    ifRequired(context, () =>
      all(
        domain.boolean("clusterConfig.dedicatedMasterEnabled").mustBeTrue({ absent: "data nodes then lead" }),
        domain.number("clusterConfig.dedicatedMasterCount").atLeast(3, { absent: "AWS then makes none" }),
      ),
    ),
});
