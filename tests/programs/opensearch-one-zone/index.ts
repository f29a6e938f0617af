import { Domain } from "@pulumi/aws/opensearch";

new Domain("search", {
  engineVersion: "OpenSearch_2.19",
  clusterConfig: { instanceType: "r7g.large.search", instanceCount: 2 },
  domainEndpointOptions: { enforceHttps: true, tlsSecurityPolicy: "Policy-Min-TLS-1-2-2019-07" },
});
