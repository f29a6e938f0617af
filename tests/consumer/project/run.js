// The library as plain JavaScript sees it.
const { preflight } = require("aws-microservices-platform/preflight");

preflight({ directory: __dirname, stack: "dev", policyPacks: [] }).then(({ graph }) => {
  const vpcs = graph.resources.filter((resource) => resource.type === "aws:ec2/vpc:Vpc").length;
  console.log(`resources: ${graph.resources.length}, vpcs: ${vpcs}`);
});
