import { control } from "../../core";
import { searchDomains } from "./domains";

/** Holds search domains to a VPC. */
export const searchVpc = control({
  id: "opensearch-vpc",
  title: "Search domains are in a VPC",
  severity: "critical",
  why: "The endpoint of a domain outside a VPC is on the internet, with its access policy alone before the documents.",
  fix: "Give vpcOptions.subnetIds and vpcOptions.securityGroupIds; changing it makes a new domain.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/opensearch-controls.html#opensearch-2",
  on: searchDomains,
  check: (domain) =>
    domain.list("vpcOptions.subnetIds").lengthAtLeast(1, { absent: "subnets: AWS then makes a public endpoint" }),
});
