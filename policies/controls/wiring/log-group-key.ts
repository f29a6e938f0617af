import { all, pass, stackControl } from "../../core";
import { arnOf, keyAllowsService, partOf, receivers, withKeyAt } from "../../graph/wiring";
import { keys } from "./shared";

export const logGroupKeyWiring = stackControl({
  id: "wiring-log-group-key",
  title: "CloudWatch Logs may use the key of each log group",
  severity: "high",
  why: "AWS refuses a log group whose key does not admit CloudWatch Logs, halfway through the deployment.",
  fix: "Let logs.REGION.amazonaws.com use the key in its policy, with the log group's ARN as kms:EncryptionContext:aws:logs:arn.",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
  on: receivers.logGroup.types,
  check: (group, { graph }) => {
    const arn = arnOf(group);
    return withKeyAt(graph, { from: "CloudWatch Logs", to: "its key", path: "kmsKeyId" }, group, "kmsKeyId", (key) => {
      if (key.kind === "managed") {
        return pass;
      }
      const region = partOf(arnOf(key.key), "region");
      const sender = {
        service: `logs.${typeof region === "string" ? region : "*"}.amazonaws.com`,
        aliases: ["logs.amazonaws.com"],
        sourceArn: arn,
        context: keys({ "kms:encryptioncontext:aws:logs:arn": arn }),
      };
      const edge = { from: `log group ${group.name}`, to: `key ${key.key.name}`, path: "kmsKeyId" };
      return all(
        ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey"].map((action) =>
          keyAllowsService(graph, edge, sender, key.key, action, partOf(arn, "account")),
        ),
      );
    });
  },
});
