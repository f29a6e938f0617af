// Asks for what only AWS knows.
import * as ec2 from "@pulumi/aws/ec2";

export const ami = ec2.getAmiOutput({ owners: ["amazon"] }).id;
