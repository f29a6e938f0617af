import { S3Client } from "@aws-sdk/client-s3";
import { SNSClient } from "@aws-sdk/client-sns";
import type { EventBridgeEvent } from "aws-lambda";
import { CORRELATION_ID, correlate, log } from "../shared/correlation";
import { requiredEnvironment } from "../shared/environment";
import { S3Evidence } from "./evidence";
import { SnsNotices } from "./notices";
import { record } from "./recording";

const ports = {
  evidence: new S3Evidence(new S3Client(), requiredEnvironment("EVIDENCE_BUCKET")),
  notices: new SnsNotices(new SNSClient(), requiredEnvironment("FINDINGS_TOPIC_ARN")),
};

/** Lambda: takes "Config Rules Compliance Change" events of EventBridge. */
export function handler(event: EventBridgeEvent<string, unknown>): Promise<void> {
  return correlate({ [CORRELATION_ID]: event.id }, async () => {
    const { finding, evidence, published } = await record(event, ports);
    log().info("finding recorded", {
      findingId: finding.id,
      resource: finding.resourceId,
      compliance: finding.compliance,
      evidence,
      published,
    });
  });
}
