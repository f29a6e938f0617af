import { all, stackControl, tokens } from "../../core";
import { Unclear } from "../../graph";
import { arnOf, receiverAt, receivers, serviceSends } from "../../graph/wiring";
import { edgeTo, outside } from "./shared";

const { queue, topic, lambdaFunction } = receivers;
const lists = [
  { list: "queues", item: "queueArn", kind: queue },
  { list: "topics", item: "topicArn", kind: topic },
  { list: "lambdaFunctions", item: "lambdaFunctionArn", kind: lambdaFunction },
];

export const bucketNotificationWiring = stackControl({
  id: "wiring-bucket-notification",
  title: "S3 may deliver the notifications of a bucket to its queues, topics and functions",
  severity: "high",
  why: "S3 refuses a notification whose destination does not admit it, and loses those that a key keeps it from sending.",
  fix: "Let s3.amazonaws.com in by the destination's policy, for the ARN of the bucket, and by the policy of its key.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html",
  on: ["aws:s3/bucketNotification:BucketNotification"],
  check: (notification, { graph }) => {
    const bucket = graph.follow(notification, "bucket", tokens.bucket);
    const sourceArn =
      bucket.kind === "resource"
        ? arnOf(bucket.resource)
        : Unclear.because(`the bucket of ${notification.name} is not in this stack`);
    const sender = { service: "s3.amazonaws.com", sourceArn };
    const from = `bucket of ${notification.name}`;
    return all(
      lists.map(({ list, item, kind }) =>
        notification.list(list).every((_, index) => {
          const path = `${list}[${index}].${item}`;
          return receiverAt(
            graph,
            notification,
            path,
            [kind],
            (found) => serviceSends(graph, edgeTo(from, found, path), sender, found),
            (external) => outside(edgeTo(from, external, path)),
          );
        }),
      ),
    );
  },
});
