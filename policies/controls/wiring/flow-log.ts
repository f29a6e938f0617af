import { all, type Resource, stackControl, tokens, type Verdict } from "../../core";
import { type Graph, given } from "../../graph";
import { arnOf, receiverAt, receivers, serviceSends } from "../../graph/wiring";
import { edgeTo, keys, outside, sendsByRole } from "./shared";

const { logGroup, bucket } = receivers;

export const flowLogWiring = stackControl({
  id: "wiring-flow-log",
  title: "Flow logs may write to their log group or bucket",
  severity: "medium",
  why: "A flow log without leave is there and stays empty: what happened on the network is not to be found out.",
  fix: "Let vpc-flow-logs.amazonaws.com take the role on and grant it writing to the log group; for a bucket, admit delivery.logs.amazonaws.com in its policy.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html",
  on: ["aws:ec2/flowLog:FlowLog"],
  check: (flowLog, { graph }) => {
    const from = `flow log ${flowLog.name}`;
    const sender = { resource: flowLog, rolePath: "iamRoleArn", service: "vpc-flow-logs.amazonaws.com" };
    return flowLog.string("logDestinationType").value === "s3"
      ? toBucket(graph, from, flowLog)
      : sendsByRole(graph, from, sender, destinationOf(graph, flowLog), [logGroup, receivers.deliveryStream]);
  },
});

/** Version 6 of the provider takes the name of a log group too. */
function destinationOf(graph: Graph, flowLog: Resource): string {
  return given(graph, flowLog, "logDestination").state === "absent" && flowLog.has("logGroupName") !== false
    ? "logGroupName"
    : "logDestination";
}

/** docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-permissions.html */
function toBucket(graph: Graph, from: string, flowLog: Resource): Verdict {
  const path = "logDestination";
  const sender = {
    service: "delivery.logs.amazonaws.com",
    sourceArn: arnOf(flowLog),
    context: keys({ "s3:x-amz-acl": "bucket-owner-full-control" }),
  };
  return receiverAt(
    graph,
    flowLog,
    path,
    [{ ...bucket, types: tokens.bucket }],
    (found) => {
      const edge = edgeTo(from, found, path);
      return all(
        serviceSends(graph, edge, sender, found, { actions: [["s3:GetBucketAcl"]] }),
        serviceSends(graph, edge, sender, found, bucket.send),
      );
    },
    (external) => outside(edgeTo(from, external, path)),
  );
}
