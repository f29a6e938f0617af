import * as lb from "@pulumi/aws/lb";
import * as pulumi from "@pulumi/pulumi";

const network = new pulumi.StackReference("organization/network/prod");
new lb.LoadBalancer("web", { internal: true, subnets: network.requireOutput("subnetIds") });
