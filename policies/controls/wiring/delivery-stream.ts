import { all, pass, type Resource, stackControl, type Verdict } from "../../core";
import { type Graph, given } from "../../graph";
import { receivers, roleCalls } from "../../graph/wiring";
import { byRole, logStreamBeside, sendsByRole, somewhere } from "./shared";

const { bucket, stream, deliveryStream, searchDomain } = receivers;
const service = "firehose.amazonaws.com";

/** Where a delivery stream names a bucket, and beside it the role that writes there. */
const configurations = [
  "extendedS3Configuration",
  "opensearchConfiguration.s3Configuration",
  "opensearchserverlessConfiguration.s3Configuration",
  "redshiftConfiguration.s3Configuration",
  "httpEndpointConfiguration.s3Configuration",
  "splunkConfiguration.s3Configuration",
];

export const deliveryStreamWiring = stackControl({
  id: "wiring-delivery-stream",
  title: "A delivery stream may read its source and write to its bucket and its search domain",
  severity: "high",
  why: "Firehose retries for a day at most; what it may not write by then is lost.",
  fix: "Let firehose.amazonaws.com take the role on, and grant the role writing to the bucket and the domain, reading the source and using their keys.",
  url: "https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html",
  on: deliveryStream.types,
  check: (delivery, { graph }) =>
    all(
      delivery.has("kinesisSourceConfiguration") === false
        ? pass
        : sendsByRole(
            graph,
            from(delivery),
            { resource: delivery, rolePath: "kinesisSourceConfiguration.roleArn", service },
            "kinesisSourceConfiguration.kinesisStreamArn",
            [stream],
            () => firehoseReads,
          ),
      configurations.map((configuration) => toBucket(graph, delivery, configuration)),
      given(graph, delivery, "opensearchConfiguration").state === "absent" ? pass : toDomain(graph, delivery),
    ),
});

/** docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#firehose-kinesisstream */
const firehoseReads = {
  actions: [["kinesis:DescribeStream"], ["kinesis:GetShardIterator"], ["kinesis:GetRecords"], ["kinesis:ListShards"]],
  keyActions: ["kms:Decrypt"],
};

function from({ name }: Resource): string {
  return `delivery stream ${name}`;
}

function toBucket(graph: Graph, delivery: Resource, configuration: string): Verdict {
  const sender = { resource: delivery, rolePath: `${configuration}.roleArn`, service };
  return delivery.has(`${configuration}.bucketArn`) === false
    ? pass
    : all(
        sendsByRole(graph, from(delivery), sender, `${configuration}.bucketArn`, [bucket]),
        writesErrors(graph, delivery, configuration),
      );
}

/** docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-s3; Firehose does not make the stream itself. */
function writesErrors(graph: Graph, delivery: Resource, configuration: string): Verdict {
  const options = delivery.at(`${configuration}.cloudwatchLoggingOptions`);
  const group = options.string("logGroupName").value;
  if (options.boolean("enabled").value !== true || group === undefined) {
    return pass;
  }
  const edge = { from: from(delivery), to: `log group ${group}`, path: options.path };
  const streamArn = logStreamBeside(delivery, () => group, options.string("logStreamName").value ?? "stream");
  return byRole(graph, edge, { resource: delivery, rolePath: `${configuration}.roleArn`, service }, (role) =>
    roleCalls(graph, edge, role, ["logs:PutLogEvents"], [streamArn]),
  );
}

/** docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-es */
const looks = {
  actions: [["es:DescribeDomain"], ["es:DescribeDomains"], ["es:DescribeDomainConfig"]],
  suffixes: ["", "/*"],
};
const reads = { actions: [["es:ESHttpGet"]], suffixes: ["/_cluster/stats"] };

/** docs.aws.amazon.com/firehose/latest/APIReference/API_VpcConfiguration.html */
const interfaceActions = [
  "ec2:DescribeVpcs",
  "ec2:DescribeVpcAttribute",
  "ec2:DescribeSubnets",
  "ec2:DescribeSecurityGroups",
  "ec2:DescribeNetworkInterfaces",
  "ec2:CreateNetworkInterface",
  "ec2:CreateNetworkInterfacePermission",
  "ec2:DeleteNetworkInterface",
];

function toDomain(graph: Graph, delivery: Resource): Verdict {
  const configuration = "opensearchConfiguration";
  const sender = { resource: delivery, rolePath: `${configuration}.roleArn`, service };
  const inVpc = `${configuration}.vpcConfig`;
  const edge = { from: from(delivery), to: "the VPC of its domain", path: inVpc };
  return all(
    writesErrors(graph, delivery, configuration),
    [searchDomain.send, looks, reads].map((use) =>
      sendsByRole(graph, edge.from, sender, `${configuration}.domainArn`, [searchDomain], () => use),
    ),
    delivery.has(inVpc) === false
      ? pass
      : interfaceActions.map((action) => somewhere(graph, edge, { ...sender, rolePath: `${inVpc}.roleArn` }, action)),
  );
}
