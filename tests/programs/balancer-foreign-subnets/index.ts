import * as lb from "@pulumi/aws/lb";

new lb.LoadBalancer("web", { internal: true, subnets: ["subnet-0a1b2c3d4e5f60718", "subnet-0123456789abcdef0"] });
