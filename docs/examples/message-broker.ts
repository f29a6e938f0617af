// A broker for systems that speak AMQP and not SQS: ActiveMQ with a standby in a second zone.
import { SecurityGroup } from "@pulumi/aws/ec2";
import { SecurityGroupEgressRule } from "@pulumi/aws/vpc";
import { BrokerEngine, BrokerProtocol, MessageBroker } from "../../infra/messaging";
import { Vpc } from "../../infra/network";

const vpc = new Vpc("logistics", {
  cidrBlock: "10.50.0.0/16",
  availabilityZones: ["eu-central-1a", "eu-central-1b"],
  isolatedSubnets: true,
});

const tasks = new SecurityGroup("logistics-tasks", { vpcId: vpc.vpcId, description: "Tasks that talk to carriers." });

const broker = new MessageBroker("carriers", {
  engine: BrokerEngine.ActiveMq,
  placement: vpc.placement("isolated"),
  // The user's password is made, and kept in Secrets Manager.
  users: { logistics: {} },
  clients: { tasks: { securityGroupId: tasks.id, protocols: [BrokerProtocol.Amqp] } },
});

// Both groups are closed: this is the tasks' way out, to AMQP over TLS.
new SecurityGroupEgressRule("tasks-carriers", {
  securityGroupId: tasks.id,
  referencedSecurityGroupId: broker.securityGroupId,
  description: "To the carriers' broker",
  ipProtocol: "tcp",
  fromPort: 5671,
  toPort: 5671,
});

// What a client needs: addresses of both brokers, for failover, and where its user's password is.
export const endpoints = broker.amqpEndpoints;
export const secretArns = broker.userSecretArns;
