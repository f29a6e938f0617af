import type {
  GraphResource,
  PackResult,
  PolicyFinding,
  PolicyInfo,
  Provenance,
  RunResult,
} from "../../../preflight/model";

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

/** A policy of the sample's pack. */
export function policy(name: string, more: Partial<PolicyInfo> = {}): PolicyInfo {
  return {
    name,
    severity: "high",
    enforcement: "mandatory",
    kind: "resource",
    requirements: [],
    tags: [],
    ...more,
  };
}

export const commit = "0123456789abcdef0123456789abcdef01234567";

/** What the sample is evidence of. */
export function provenance(more: Partial<Provenance> = {}): Provenance {
  return {
    started: "2026-11-27T17:00:05.123Z",
    preflight: "0.1.0",
    pulumi: "3.270.0",
    providers: [{ name: "aws", version: "7.48.0" }, { name: "random" }],
    source: { commit, repository: "https://git.example/acme/shop", changed: true },
    ...more,
  };
}

/** A result with the given resources and findings. */
export function result(
  resources: GraphResource[],
  findings: PolicyFinding[],
  more: Partial<RunResult["graph"]> = {},
  pack: Partial<PackResult> = {},
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
      {
        name: "controls",
        version: "1.0.0",
        directory: "/packs/controls",
        policies: 84,
        catalogue: [],
        findings,
        held: {},
        exempted: [],
        remediations: [],
        ...pack,
      },
    ],
    timings: { total: 1432, program: 803, packs: 604 },
    provenance: provenance(),
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
    {
      catalogue: [
        policy("network-isolated-no-internet", {
          displayName: "Isolated VPCs have no way to or from the internet",
          description: "An isolated VPC has no way to or from the internet.",
          severity: "critical",
          requirements: [
            { framework: "pci-dss-4.0.1", id: "1.4.4" },
            { framework: "nist-800-53-r5", id: "SC-7" },
          ],
          tags: ["network", "pci-dss-4.0.1:1.4.4", "nist-800-53-r5:SC-7"],
          remediationSteps:
            "Remove the internet gateway. Reach AWS services through AwsServiceEndpoints, and other services through PrivateServiceConnection.",
          url: "https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html",
        }),
        policy("s3-bucket-policy-denies-http", {
          severity: "medium",
          requirements: [{ framework: "fsbp-1.0.0", id: "S3.5" }],
          tags: ["s3", "fsbp-1.0.0:S3.5"],
          remediationSteps: "Add a Deny statement for aws:SecureTransport=false.",
        }),
        policy("s3-bucket-versioned", { severity: "low", enforcement: "advisory" }),
        policy("cloudtrail-on", { severity: "medium", kind: "stack" }),
        policy("sqs-policy-denies-http", { enforcement: "advisory" }),
        policy("sns-topic-encrypted", {
          requirements: [{ framework: "fsbp-1.0.0", id: "SNS.1" }],
          tags: ["sns", "fsbp-1.0.0:SNS.1"],
        }),
        policy("ec2-subnet-no-public-ip", { severity: "medium" }),
        policy("tags-required", { enforcement: "disabled", severity: "low" }),
      ],
      held: {
        "sns-topic-encrypted": [topic.urn],
        "ec2-subnet-no-public-ip": subnets.filter(({ type }) => type.endsWith(":Subnet")).map(({ urn }) => urn),
      },
      exempted: [
        {
          policy: "s3-bucket-logging",
          urn: bucket.urn,
          reason: "exports is exempt until 2027-01-31 (platform): logs are kept by the partner",
        },
      ],
    },
  );
}
