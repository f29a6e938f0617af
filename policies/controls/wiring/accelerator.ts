import { stackControl } from "../../core";
import { somewhere } from "./shared";

/** What DAX may be asked for and hands on: docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAX.client.html */
const handedOn = [
  "dynamodb:GetItem",
  "dynamodb:BatchGetItem",
  "dynamodb:Query",
  "dynamodb:Scan",
  "dynamodb:PutItem",
  "dynamodb:UpdateItem",
  "dynamodb:DeleteItem",
  "dynamodb:BatchWriteItem",
];

export const acceleratorWiring = stackControl({
  id: "wiring-accelerator",
  title: "A DAX cluster may touch tables in DynamoDB",
  severity: "high",
  why: "Whatever a client asks for goes to the table by the cluster's role: without it every request that is not cached fails.",
  fix: "Let dax.amazonaws.com take the role on, and grant it the actions on the tables that its clients ask for.",
  url: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAX.access-control.html",
  on: ["aws:dax/cluster:Cluster"],
  check: (cluster, { graph }) => {
    const edge = { from: `accelerator ${cluster.name}`, to: "its tables", path: "iamRoleArn" };
    const sender = { resource: cluster, rolePath: edge.path, service: "dax.amazonaws.com" };
    return somewhere(graph, edge, sender, ...handedOn);
  },
});
