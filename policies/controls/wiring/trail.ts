import { all, cannotTell, pass, type Resource, stackControl, tokens, type Verdict } from "../../core";
import { type Graph, given } from "../../graph";
import {
  arnOf,
  type Edge,
  type Found,
  keyAllowsService,
  partOf,
  receiverAt,
  receivers,
  roleCalls,
  type ServiceSender,
  serviceSends,
  withKeyAt,
} from "../../graph/wiring";
import { byRole, edgeTo, keys, outside } from "./shared";

const { bucket, topic, logGroup } = receivers;
const service = "cloudtrail.amazonaws.com";

export const trailWiring = stackControl({
  id: "wiring-trail",
  title: "CloudTrail may deliver to the bucket, the topic and the log group of each trail, and encrypt by its key",
  severity: "high",
  why: "A trail that may not deliver is refused, or writes an audit log with holes in it.",
  fix: "Let cloudtrail.amazonaws.com in by the policies of the bucket, the topic and the key, for the trail's ARN, and give the trail a role that may write to the log group.",
  url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html",
  on: ["aws:cloudtrail/trail:Trail"],
  check: (trail, { graph }) => {
    const sender = senderOf(trail);
    const from = `trail ${trail.name}`;
    const to = (path: string, kind: typeof bucket, judge: (found: Found) => Verdict): Verdict =>
      receiverAt(graph, trail, path, [kind], judge, (external) => outside(edgeTo(from, external, path)));
    return all(
      to("s3BucketName", bucket, (found) => toBucket(graph, edgeTo(from, found, "s3BucketName"), trail, sender, found)),
      to("snsTopicName", topic, (found) => serviceSends(graph, edgeTo(from, found, "snsTopicName"), sender, found)),
      withKeyAt(graph, { from, to: "its key", path: "kmsKeyId" }, trail, "kmsKeyId", (key) =>
        key.kind === "managed"
          ? pass
          : keyAllowsService(
              graph,
              { from, to: `key ${key.key.name}`, path: "kmsKeyId" },
              {
                ...sender,
                context: new Map([
                  ...(sender.context ?? []),
                  ["kms:encryptioncontext:aws:cloudtrail:arn", sender.sourceArn],
                ]),
              },
              key.key,
              "kms:GenerateDataKey",
              partOf(arnOf(trail), "account"),
            ),
      ),
      given(graph, trail, "cloudWatchLogsGroupArn").state === "absent" ? pass : toLogs(graph, from, trail),
    );
  },
});

function senderOf(trail: Resource): ServiceSender {
  return {
    service,
    sourceArn: arnOf(trail),
    // Objects are delivered so, whoever owns the bucket.
    context: keys({ "s3:x-amz-acl": "bucket-owner-full-control" }),
  };
}

function toBucket(graph: Graph, edge: Edge, trail: Resource, sender: ServiceSender, found: Found): Verdict {
  const prefix = trail.string("s3KeyPrefix");
  const account = partOf(arnOf(trail), "account");
  if (prefix.state === "unknown" || typeof account !== "string") {
    return cannotTell(`${edge.from} → ${edge.to}: where in the bucket it writes is not known`, edge.path);
  }
  const root = prefix.value ? `/${prefix.value}` : "";
  // The trail encrypts what it writes itself.
  const { key: _key, ...plain } = bucket;
  const target = { ...found, receiver: { ...plain, types: tokens.bucket } };
  return all(
    serviceSends(graph, edge, sender, target, { actions: [["s3:GetBucketAcl"]] }),
    serviceSends(graph, edge, sender, target, {
      actions: [["s3:PutObject"]],
      suffixes: [`${root}/AWSLogs/${account}/CloudTrail/object`],
    }),
  );
}

/** docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html */
function toLogs(graph: Graph, from: string, trail: Resource): Verdict {
  const path = "cloudWatchLogsGroupArn";
  const sender = { resource: trail, rolePath: "cloudWatchLogsRoleArn", service, sourceArn: arnOf(trail) };
  const write = (edge: Edge, group: Found["arn"]): Verdict => {
    const [account, region] = [partOf(arnOf(trail), "account"), partOf(arnOf(trail), "region")];
    const stream =
      typeof group === "string" && typeof account === "string" && typeof region === "string"
        ? `${group}:log-stream:${account}_CloudTrail_${region}`
        : group;
    return byRole(graph, edge, sender, (role) =>
      all((logGroup.send?.actions ?? []).map((actions) => roleCalls(graph, edge, role, actions, [stream]))),
    );
  };
  return receiverAt(
    graph,
    trail,
    path,
    [logGroup],
    (found) => write(edgeTo(from, found, path), found.arn),
    (external) => write(edgeTo(from, external, path), external.arn.replace(/:\*$/, "")),
  );
}
