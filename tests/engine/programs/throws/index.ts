// Fails after it has registered something.
import * as sqs from "@pulumi/aws/sqs";

new sqs.Queue("queue", {});
throw new Error("the shop is closed");
