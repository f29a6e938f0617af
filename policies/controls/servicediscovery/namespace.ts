import { all, control, fail, integer, notApplicable, pass } from "../../core";

const service = ["aws:servicediscovery/service:Service"];

/** Holds names of services to one's own network. */
export const cloudmapNamespacePrivate = control({
  id: "cloudmap-namespace-private",
  title: "Names of services are not in public DNS",
  severity: "medium",
  why: "A public namespace tells everyone on the internet which services there are, and their addresses.",
  fix: "Make a PrivateDnsNamespace or an HttpNamespace.",
  url: "https://docs.aws.amazon.com/cloud-map/latest/dg/namespaces-values.html",
  on: [
    "aws:servicediscovery/publicDnsNamespace:PublicDnsNamespace",
    "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace",
    "aws:servicediscovery/httpNamespace:HttpNamespace",
  ],
  check: ({ type }) =>
    type.includes("publicDnsNamespace:")
      ? fail({ path: "", found: "a public namespace", expected: "a PrivateDnsNamespace or an HttpNamespace" })
      : pass,
});

/** Holds services to answering with instances that work. */
export const cloudmapHealthCheck = control({
  id: "cloudmap-health-check",
  title: "Services in Cloud Map know which of their instances work",
  severity: "medium",
  why: "Without a health check Cloud Map answers with every instance that is registered, also with those that have long stopped.",
  fix: "Set healthCheckCustomConfig, which ECS reports to; or healthCheckConfig, in a public namespace.",
  url: "https://docs.aws.amazon.com/cloud-map/latest/dg/services-values.html",
  on: service,
  check: (one) =>
    one.has("healthCheckConfig") === true
      ? pass
      : one.mustBeSet("healthCheckCustomConfig", "a health check", { unknown: "set" }),
});

/** Holds clients to leaving instances that are gone. */
export const cloudmapTimeToLive = control({
  id: "cloudmap-time-to-live",
  title: "Clients ask again for the addresses of a service before long",
  severity: "low",
  why: "For as long as a record lives, clients keep calling instances that are gone.",
  fix: "Set ttl of each of dnsConfig.dnsRecords to maximumSeconds or less.",
  url: "https://docs.aws.amazon.com/cloud-map/latest/dg/services-values.html",
  on: service,
  config: { maximumSeconds: integer({ default: 60, minimum: 0, description: "Longest time to live of a record." }) },
  check: (one, { config }) =>
    one.at("dnsConfig").state === "absent"
      ? notApplicable("it is not in DNS")
      : all(one.list("dnsConfig.dnsRecords").every((record) => record.number("ttl").atMost(config.maximumSeconds))),
});
