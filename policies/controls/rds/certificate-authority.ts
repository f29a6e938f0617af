import { control, pass } from "../../core";
import { rdsCertificateAuthorities } from "../../facts/facts";

/** Holds databases to a certificate that clients can verify. */
export const rdsCertificateAuthority = control({
  id: "rds-certificate-authority",
  title: "Certificates of databases are from an authority that has not expired",
  severity: "medium",
  why: "Clients that verify the server refuse it, and those that are told not to verify take anybody for it.",
  fix: "Leave caCertIdentifier (caCertificateIdentifier of a cluster) out, or name a current authority such as rds-ca-rsa2048-g1.",
  url: rdsCertificateAuthorities.source,
  on: ["aws:rds/instance:Instance", "aws:rds/clusterInstance:ClusterInstance", "aws:rds/cluster:Cluster"],
  check: (database) => {
    const path = database.type === "aws:rds/cluster:Cluster" ? "caCertificateIdentifier" : "caCertIdentifier";
    return database.string(path).noneOf(rdsCertificateAuthorities.expired, { absent: pass });
  },
});
