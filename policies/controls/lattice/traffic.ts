import { control, notApplicable, stackControl } from "../../core";
import { itselfOrNetworks, named, network, service } from "./members";

const subscriptions = ["aws:vpclattice/accessLogSubscription:AccessLogSubscription"];

/** Holds traffic in VPC Lattice to a record. */
export const latticeAccessLogs = stackControl({
  id: "lattice-access-logs",
  title: "Requests in VPC Lattice are recorded",
  severity: "medium",
  why: "Without access logs nobody can tell who called which service, or was refused.",
  fix: "Make an AccessLogSubscription for the service network.",
  url: "https://docs.aws.amazon.com/vpc-lattice/latest/ug/monitoring-access-logs.html",
  on: [network, service],
  check: (one, { graph }) =>
    itselfOrNetworks(graph, one, (either) => named(graph, either, subscriptions, "AccessLogSubscription")),
});

/** Holds listeners to TLS. */
export const latticeListenerTls = control({
  id: "lattice-listener-tls",
  title: "Services in VPC Lattice are called by TLS alone",
  severity: "high",
  why: "Over plain HTTP requests, and the signatures on them, pass through the network for everyone to read.",
  fix: "Set protocol to HTTPS, or to TLS_PASSTHROUGH where the targets end TLS.",
  url: "https://docs.aws.amazon.com/vpc-lattice/latest/ug/listeners.html",
  on: ["aws:vpclattice/listener:Listener"],
  check: (listener) => listener.string("protocol").oneOf(["HTTPS", "TLS_PASSTHROUGH"]),
});

/** Holds the way to targets to TLS. */
export const latticeTargetTls = control({
  id: "lattice-target-tls",
  title: "VPC Lattice reaches targets by TLS",
  severity: "medium",
  why: "TLS that ends at VPC Lattice leaves the rest of the way in plain.",
  fix: "Set config.protocol to HTTPS.",
  url: "https://docs.aws.amazon.com/vpc-lattice/latest/ug/target-groups.html",
  on: ["aws:vpclattice/targetGroup:TargetGroup"],
  check: (group) =>
    group.string("type").value === "LAMBDA"
      ? notApplicable("functions are called by AWS's own API")
      : group.string("config.protocol").oneOf(["HTTPS", "TCP"]),
});

/** Holds the way from a VPC into a network to security groups. */
export const latticeVpcGroups = control({
  id: "lattice-vpc-groups",
  title: "Security groups say who of a VPC may call into a service network",
  severity: "medium",
  why: "Without one everything in the VPC may call every service of the network.",
  fix: "Set securityGroupIds of the association.",
  url: "https://docs.aws.amazon.com/vpc-lattice/latest/ug/security-groups.html",
  on: ["aws:vpclattice/serviceNetworkVpcAssociation:ServiceNetworkVpcAssociation"],
  check: (association) =>
    association
      .list("securityGroupIds")
      .lengthAtLeast(1, { absent: "security groups: AWS then lets the whole VPC in" }),
});
