import type { GraphResource, PolicyFinding, RunResult } from "../../../preflight/model";

/** A resource of the sample with what a test cares about. */
export function resource(
  type: string,
  name: string,
  parent?: GraphResource,
  more: Partial<GraphResource> = {},
): GraphResource {
  const chain = parent && parent.kind !== "stack" ? `${parent.urn.split("::")[2]}$` : "";
  return {
    urn: `urn:pulumi:dev::shop::${chain}${type}::${name}`,
    type,
    name,
    kind: "custom",
    origin: "program",
    parent: parent?.urn,
    inputs: {},
    outputs: {},
    symbolic: [],
    dependencies: [],
    propertyDependencies: {},
    ...more,
  };
}

/** A finding of the sample's pack. */
export function finding(
  policy: string,
  about: GraphResource | undefined,
  more: Partial<PolicyFinding> = {},
): PolicyFinding {
  return {
    pack: "controls",
    packVersion: "1.0.0",
    policy,
    enforcement: "mandatory",
    severity: "high",
    verdict: "violation",
    message: "",
    urn: about?.urn,
    ...more,
  };
}

/** A result with the given resources and findings. */
export function result(
  resources: GraphResource[],
  findings: PolicyFinding[],
  more: Partial<RunResult["graph"]> = {},
): RunResult {
  return {
    graph: {
      project: "shop",
      stack: "dev",
      organization: "organization",
      mode: "symbolic",
      resources,
      stackOutputs: {},
      unansweredInvokes: [],
      notes: [],
      logs: [],
      ...more,
    },
    packs: [
      { name: "controls", version: "1.0.0", directory: "/packs/controls", policies: 84, findings, remediations: [] },
    ],
    timings: { total: 1432, program: 803, packs: 604 },
  };
}

/** A platform in small: a sound VPC, an isolated one with an internet gateway, a queue in doubt. */
export function shop(): RunResult {
  const stack = resource("pulumi:pulumi:Stack", "shop-dev", undefined, { kind: "stack" });
  const provider = resource("pulumi:providers:aws", "default_7_48_0", undefined, { kind: "provider" });
  const component = (type: string, name: string, parent = stack): GraphResource =>
    resource(`aws-microservices-platform:${type}`, name, parent, {
      kind: "component",
      source: { file: "/shop/stacks/index.ts", line: 40 },
    });
  const vpc = component("network:Vpc", "platform");
  const subnets = ["a", "b"].flatMap((zone) => [
    resource("aws:ec2/subnet:Subnet", `platform-public-${zone}`, vpc),
    resource("aws:ec2/subnet:Subnet", `platform-private-${zone}`, vpc),
    resource("aws:ec2/routeTable:RouteTable", `platform-private-${zone}`, vpc),
  ]);
  const isolated = component("network:IsolatedVpc", "payments");
  const isolatedVpc = resource("aws:ec2/vpc:Vpc", "payments-vpc", isolated);
  const gateway = resource("aws:ec2/internetGateway:InternetGateway", "payments-igw", isolated, {
    source: { file: "/shop/infra/network/isolated-vpc.ts", line: 61, column: 5 },
  });
  const messaging = component("messaging:MessageBus", "orders");
  const topic = resource("aws:sns/topic:Topic", "orders-topic", messaging);
  const queue = resource("aws:sqs/queue:Queue", "orders-dlq", messaging);
  const image = resource("awsx:ecr:Image", "catalog-image", stack, { kind: "component", origin: "opaque" });
  const bucket = resource("aws:s3/bucket:Bucket", "exports", stack, {
    source: { file: "/shop/stacks/index.ts", line: 12 },
  });
  return result(
    [stack, provider, vpc, ...subnets, isolated, isolatedVpc, gateway, messaging, topic, queue, image, bucket],
    [
      finding("network-isolated-no-internet", gateway, {
        severity: "critical",
        description: "An isolated VPC has no way to or from the internet.",
        message:
          "An isolated VPC has no way to or from the internet.\nvpcId: this internet gateway is attached to payments-vpc, which is tagged isolated; expected no internet gateway.",
        remediationSteps:
          "Remove the internet gateway. Reach AWS services through AwsServiceEndpoints, and other services through PrivateServiceConnection.",
        url: "https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html",
        symbolicOnly: true,
      }),
      finding("s3-bucket-policy-denies-http", bucket, {
        severity: "medium",
        message: "policy: there is no statement that denies aws:SecureTransport=false.",
        remediationSteps: "Add a Deny statement for aws:SecureTransport=false.",
      }),
      finding("s3-bucket-versioned", bucket, {
        enforcement: "advisory",
        severity: "low",
        message: "versioning: absent; expected enabled.",
      }),
      finding("cloudtrail-on", undefined, {
        severity: "medium",
        message: "The stack is an account's foundation and has no trail.",
      }),
      finding("sqs-policy-denies-http", queue, {
        enforcement: "advisory",
        verdict: "can't tell",
        message: "string value at .policy can't be known during preview",
      }),
    ],
    {
      unansweredInvokes: [
        { token: "aws:ec2/getAmi:getAmi", args: {}, reason: "needs the EC2 API" },
        { token: "aws:ec2/getAmi:getAmi", args: {}, reason: "needs the EC2 API" },
      ],
      notes: [{ message: "awsx's plugin is not installed: what this component creates is not known.", urn: image.urn }],
      logs: [
        { severity: "warning", message: "versionedBucket is deprecated" },
        { severity: "info", message: "hello" },
      ],
    },
  );
}
