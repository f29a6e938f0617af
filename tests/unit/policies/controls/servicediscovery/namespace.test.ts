import {
  cloudmapHealthCheck,
  cloudmapNamespacePrivate,
  cloudmapTimeToLive,
} from "../../../../../policies/controls/servicediscovery/namespace";
import { describeControl, sample, UNKNOWN } from "../../../../support/policies";

const service = (props: Record<string, unknown> = {}) => ({
  subject: sample("aws:servicediscovery/service:Service", "orders", props),
});
const notApplicable = { "a bucket": { subject: sample("aws:s3/bucket:Bucket", "b") } };

describeControl(cloudmapHealthCheck, {
  compliant: {
    "one that ECS reports to": service({ healthCheckCustomConfig: { failureThreshold: 1 } }),
    "one that says nothing further": service({ healthCheckCustomConfig: {} }),
    "one that is not known yet": service({ healthCheckCustomConfig: UNKNOWN }),
    "one of Route 53": service({ healthCheckConfig: { type: "HTTPS" } }),
  },
  violating: { none: { ...service(), at: "healthCheckCustomConfig" } },
  undecided: {},
  alwaysDecides: "a block that is not known yet is a block",
  notApplicable,
});

const records = (...ttls: unknown[]) => service({ dnsConfig: { dnsRecords: ttls.map((ttl) => ({ type: "A", ttl })) } });

describeControl(cloudmapTimeToLive, {
  compliant: {
    "a minute": records(10, 60),
    "more where that was meant": { ...records(61), config: { maximumSeconds: 61 } },
  },
  violating: {
    "more than a minute": { ...records(10, 61), at: "dnsConfig.dnsRecords[1].ttl" },
    "less where that was meant": { ...records(6), config: { maximumSeconds: 5 }, at: "dnsConfig.dnsRecords[0].ttl" },
    none: { ...records(undefined), at: "dnsConfig.dnsRecords[0].ttl" },
  },
  undecided: { "one that is not known yet": { ...records(UNKNOWN), because: /ttl is not known/ } },
  mayBeDropped: { "dnsConfig.dnsRecords": "no record, nothing that lives" },
  notApplicable: { ...notApplicable, "a service that is not in DNS": service() },
});

describeControl(cloudmapNamespacePrivate, {
  compliant: {
    "a private namespace": { subject: sample("aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace", "p") },
    "names outside of DNS": { subject: sample("aws:servicediscovery/httpNamespace:HttpNamespace", "p") },
  },
  violating: {
    "a public namespace": {
      subject: sample("aws:servicediscovery/publicDnsNamespace:PublicDnsNamespace", "p"),
      at: "",
    },
  },
  undecided: {},
  alwaysDecides: "what a resource is is known",
  notApplicable,
});
