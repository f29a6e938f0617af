import { all, any, control } from "../../core";

/** Holds Kafka clusters to knowing their clients. */
export const clusterAuthentication = control({
  id: "msk-cluster-authentication",
  title: "MSK clusters take no clients that do not say who they are",
  severity: "medium",
  why: "Whoever is in the network can then read and write every topic.",
  fix: "Set clientAuthentication.sasl.iam, sasl.scram or tls, and leave clientAuthentication.unauthenticated out.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/msk-controls.html#msk-6",
  on: ["aws:msk/cluster:Cluster"],
  check: (cluster) =>
    all(
      cluster.boolean("clientAuthentication.unauthenticated").mustBeFalse(),
      // With no way to say who they are, all clients are taken.
      any([
        cluster.boolean("clientAuthentication.sasl.iam").mustBeTrue(),
        cluster.boolean("clientAuthentication.sasl.scram").mustBeTrue(),
        cluster
          .list("clientAuthentication.tls.certificateAuthorityArns")
          .lengthAtLeast(1, { absent: "a way for clients to say who they are" }),
      ]),
    ),
});
