import { any, fail, stackControl } from "../../core";
import { given } from "../../graph";
import { beside } from "../shared/beside";

/** Holds clusters to a record of who did what. */
export const redshiftAuditLogging = stackControl({
  id: "redshift-audit-logging",
  title: "Redshift clusters log connections and queries",
  severity: "medium",
  why: "Without it nobody can tell who logged in, and what they read.",
  fix: "Make a Logging for the cluster, to a bucket or to CloudWatch.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/redshift-controls.html#redshift-4",
  on: ["aws:redshift/cluster:Cluster"],
  check: (cluster, { graph }) => {
    const none = fail({ path: "", found: "no Logging", expected: "one" });
    return any([
      beside(
        graph,
        cluster,
        { types: ["aws:redshift/logging:Logging"], path: "clusterIdentifier" },
        (logging) =>
          any([
            logging.string("logDestinationType").equals("cloudwatch"),
            logging.mustBeSet("bucketName", "a bucket", { unknown: "set" }),
          ]),
        none,
      ),
      // Until version 7 of the provider it could be said in the cluster.
      given(graph, cluster, "logging").boolean("enable").mustBeTrue(),
    ]);
  },
});
