import { Topic, TopicPolicy } from "@pulumi/aws/sns";
import { Queue } from "@pulumi/aws/sqs";

new Queue("orders");
const topic = new Topic("orders");
new TopicPolicy("orders", {
  arn: topic.arn,
  policy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { AWS: "arn:aws:iam::123456789012:root" }, Action: "sns:Publish", Resource: "*" },
    ],
  }),
});
