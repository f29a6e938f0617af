import { all, stackControl } from "../../core";
import { overSubnets, zoneSettings } from "../shared/zones";

/** Holds search domains to several zones. */
export const openSearchZones = stackControl({
  id: "opensearch-zones",
  title: "OpenSearch domains spread their data nodes over several availability zones",
  severity: "high",
  why: "A domain in one zone loses its nodes, and with them shards without a replica elsewhere, when that zone fails.",
  fix: "Set clusterConfig.zoneAwarenessEnabled to true and clusterConfig.zoneAwarenessConfig.availabilityZoneCount to 2 or 3, with subnets in as many zones.",
  url: "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-multiaz.html",
  on: ["aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain"],
  config: zoneSettings,
  check: (domain, { graph, config }) =>
    all(
      domain.boolean("clusterConfig.zoneAwarenessEnabled").mustBeTrue({ absent: "AWS then uses one zone" }),
      domain
        .number("clusterConfig.zoneAwarenessConfig.availabilityZoneCount")
        // AWS's own default with zone awareness is two.
        .atLeast(
          config.minimumZones,
          config.minimumZones <= 2 ? { absent: all() } : { absent: "AWS then uses two zones" },
        ),
      domain.has("vpcOptions") === false
        ? all() // A public endpoint: AWS chooses the zones, and their number was asked for above.
        : overSubnets(graph, domain, config.minimumZones, { path: "vpcOptions.subnetIds" }),
    ),
});
