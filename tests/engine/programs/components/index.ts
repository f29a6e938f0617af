// Components in components, options that they hand down, a component's outputs as inputs, ordering.
import * as ec2 from "@pulumi/aws/ec2";
import * as sns from "@pulumi/aws/sns";
import * as sqs from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";

class Inbox extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;
  readonly names: pulumi.Output<string>[];

  constructor(name: string, args: { count: number }, opts?: pulumi.ComponentResourceOptions) {
    super("test:index:Inbox", name, args, opts);
    const queues = Array.from(
      { length: args.count },
      (_, index) => new sqs.Queue(`${name}-${index}`, {}, { parent: this }),
    );
    this.names = queues.map((queue) => queue.name);
    this.arn = pulumi.all(queues.map((queue) => queue.arn)).apply((arns) => arns[0] ?? "");
    this.registerOutputs({ arn: this.arn });
  }
}

class Office extends pulumi.ComponentResource {
  readonly inbox: Inbox;

  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("test:index:Office", name, {}, opts);
    this.inbox = new Inbox(`${name}-inbox`, { count: 2 }, { parent: this });
    this.registerOutputs({});
  }
}

const office = new Office("office", { protect: true });
const topic = new sns.Topic("topic", {}, { dependsOn: [office] });
new sns.TopicSubscription("first", { topic: topic.arn, protocol: "sqs", endpoint: office.inbox.arn });
const vpc = new ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
const subnets = ["a", "b"].map(
  (zone, index) =>
    new ec2.Subnet(zone, { vpcId: vpc.id, cidrBlock: `10.0.${index}.0/24`, availabilityZone: `eu-central-1${zone}` }),
);
new ec2.VpcEndpoint("array", {
  vpcId: vpc.id,
  serviceName: "s",
  vpcEndpointType: "Interface",
  subnetIds: subnets.map((subnet) => subnet.id),
});
new ec2.VpcEndpoint("whole", {
  vpcId: vpc.id,
  serviceName: "s",
  vpcEndpointType: "Interface",
  subnetIds: pulumi.all(subnets.map((subnet) => subnet.id)).apply((ids) => ids.slice(0, 1)),
  tags: { names: pulumi.interpolate`${office.inbox.names[1]}` },
});
