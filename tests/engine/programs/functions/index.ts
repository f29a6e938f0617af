// Provider functions, plain and as outputs, of known arguments and of unknown ones.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const zones = aws.getAvailabilityZonesOutput({ state: "available" });
const identity = aws.getCallerIdentityOutput();
const region = aws.getRegionOutput();
const partition = aws.getPartitionOutput();
const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
for (const index of [0, 1]) {
  new aws.ec2.Subnet(`subnet-${index}`, {
    vpcId: vpc.id,
    cidrBlock: `10.0.${index}.0/24`,
    availabilityZone: zones.names.apply((names) => names[index] ?? ""),
  });
}
const queue = new aws.sqs.Queue("queue", {});
const known = aws.iam.getPolicyDocumentOutput({
  statements: [
    {
      sid: "Publish",
      actions: ["sns:Publish", "sns:Subscribe"],
      resources: ["*"],
      principals: [{ type: "Service", identifiers: ["events.amazonaws.com"] }],
      conditions: [{ test: "StringEquals", variable: "aws:SourceAccount", values: [identity.accountId] }],
    },
  ],
});
new aws.iam.Policy("known", { policy: known.json });
const unknown = aws.iam.getPolicyDocumentOutput({
  statements: [{ effect: "Deny", actions: ["sqs:*"], resources: [queue.arn] }],
});
new aws.iam.Policy("unknown", { policy: unknown.json });
new aws.ssm.Parameter("where", {
  type: "String",
  value: pulumi.interpolate`arn:${partition.partition}:sqs:${region.region}:${identity.accountId}:x`,
});
