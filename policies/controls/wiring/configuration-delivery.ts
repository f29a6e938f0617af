import { all, pass, stackControl } from "../../core";
import { Unclear } from "../../graph";
import { accountOf } from "../../graph/account";
import { keyAllowsService, receiverAt, receivers, serviceSends, withKeyAt } from "../../graph/wiring";
import { edgeTo, keys, outside } from "./shared";

const { bucket, topic } = receivers;

export const configurationDeliveryWiring = stackControl({
  id: "wiring-configuration-delivery",
  title: "AWS Config may deliver to its bucket and topic, and encrypt by its key",
  severity: "high",
  why: "The recorder does not start where its bucket does not admit AWS Config, and what it may not encrypt is not kept.",
  fix: "Let config.amazonaws.com in by the policies of the bucket, the topic and the key, for your account.",
  url: "https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html",
  on: ["aws:cfg/deliveryChannel:DeliveryChannel"],
  check: (channel, { graph }) => {
    const from = `delivery channel ${channel.name}`;
    const account = accountOf(graph);
    const sender = {
      service: "config.amazonaws.com",
      sourceArn: Unclear.because("the source that AWS Config names is not known"),
      account,
      context: keys({ "s3:x-amz-acl": "bucket-owner-full-control" }),
    };
    // It names the key itself.
    const { key: _key, ...plain } = bucket;
    const prefix = channel.string("s3KeyPrefix").value;
    return all(
      receiverAt(
        graph,
        channel,
        "s3BucketName",
        [bucket],
        (found) => {
          const edge = edgeTo(from, found, "s3BucketName");
          const target = { ...found, receiver: plain };
          const root = `${prefix ? `/${prefix}` : ""}/AWSLogs/${typeof account === "string" ? account : ""}/Config/object`;
          return all(
            serviceSends(graph, edge, sender, target, { actions: [["s3:GetBucketAcl"], ["s3:ListBucket"]] }),
            serviceSends(graph, edge, sender, target, { actions: [["s3:PutObject"]], suffixes: [root] }),
          );
        },
        (external) => outside(edgeTo(from, external, "s3BucketName")),
      ),
      receiverAt(
        graph,
        channel,
        "snsTopicArn",
        [topic],
        (found) => serviceSends(graph, edgeTo(from, found, "snsTopicArn"), sender, found),
        (external) => outside(edgeTo(from, external, "snsTopicArn")),
      ),
      withKeyAt(graph, { from, to: "its key", path: "s3KmsKeyArn" }, channel, "s3KmsKeyArn", (key) =>
        key.kind === "managed"
          ? pass
          : all(
              ["kms:GenerateDataKey", "kms:Decrypt"].map((action) =>
                keyAllowsService(
                  graph,
                  { from, to: `key ${key.key.name}`, path: "s3KmsKeyArn" },
                  sender,
                  key.key,
                  action,
                  account,
                ),
              ),
            ),
      ),
    );
  },
});
