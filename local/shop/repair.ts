import { randomUUID } from "node:crypto";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { GetObjectCommand, paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3";
import { LocalError } from "../errors";
import type { LocalProvider } from "../provider/core";
import { Inputs } from "../provider/values";
import type { LocalState } from "../state";

/** What puts APIs right in a stack, as its resources tell it. */
export interface Repair {
  /** Function that events of AWS Config go to. */
  recordFunction: string;
  evidenceBucket: string;
  /** A rule of AWS Config whose findings count. */
  ruleName: string;
}

/** @throws LocalError where the stack repairs nothing */
export function findRepair(state: LocalState): Repair {
  const all = Object.values(state.resources);
  const rule = all.find(({ type }) => type === "aws:cfg/rule:Rule");
  for (const { type, inputs, id } of all) {
    if (type !== "aws:lambda/function:Function") continue;
    const { EVIDENCE_BUCKET, QUEUE_URL } = new Inputs(inputs).child("environment")?.strings("variables") ?? {};
    // The worker has the bucket, too, and a queue.
    if (EVIDENCE_BUCKET === undefined || QUEUE_URL !== undefined) continue;
    return { recordFunction: id, evidenceBucket: EVIDENCE_BUCKET, ruleName: rule?.id ?? "api-https-only" };
  }
  throw new LocalError(`The stack ${state.stack} has no Remediation, so nothing would put an API right.`);
}

/**
 * The event that EventBridge hands over when AWS Config finds an API non-compliant:
 * docs.aws.amazon.com/config/latest/developerguide/monitor-config-with-cloudwatchevents.html. The emulator has neither
 * Config's evaluations nor events of AWS's own sources.
 */
export function findingEvent(
  { place: { account, region } }: Pick<LocalProvider, "place">,
  { ruleName }: Repair,
  apiId: string,
  observedAt = new Date().toISOString(),
) {
  const resourceType = "AWS::ApiGateway::RestApi";
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": "Config Rules Compliance Change",
    source: "aws.config",
    account,
    time: observedAt,
    region,
    resources: [],
    detail: {
      resourceId: apiId,
      resourceType,
      awsRegion: region,
      awsAccountId: account,
      configRuleName: ruleName,
      messageType: "ComplianceChangeNotification",
      newEvaluationResult: {
        complianceType: "NON_COMPLIANT",
        resultRecordedTime: observedAt,
        evaluationResultIdentifier: {
          orderingTimestamp: observedAt,
          evaluationResultQualifier: { configRuleName: ruleName, resourceType, resourceId: apiId },
        },
      },
    },
  };
}

/** Hands an event to the function that records findings. @throws LocalError where the function fails */
export async function recordFinding(provider: LocalProvider, { recordFunction }: Repair, event: object): Promise<void> {
  const { FunctionError, Payload } = await provider
    .client(LambdaClient)
    .send(new InvokeCommand({ FunctionName: recordFunction, Payload: Buffer.from(JSON.stringify(event)) }));
  if (FunctionError === undefined) return;
  throw new LocalError(`${recordFunction} failed: ${Buffer.from(Payload ?? []).toString("utf8")}`);
}

/** Keys of the evidence about an API: of findings, or of what became of them. */
export async function evidenceOf(
  provider: LocalProvider,
  { evidenceBucket }: Repair,
  apiId: string,
  kind: "findings" | "remediations",
): Promise<string[]> {
  const { account, region } = provider.place;
  const keys: string[] = [];
  const pages = paginateListObjectsV2(
    { client: provider.client(S3Client) },
    { Bucket: evidenceBucket, Prefix: `${kind}/${account}/${region}/${apiId}/` },
  );
  for await (const { Contents = [] } of pages) keys.push(...Contents.map(({ Key = "" }) => Key));
  return keys;
}

/** An object of the evidence. */
export async function readEvidence(provider: LocalProvider, { evidenceBucket }: Repair, key: string): Promise<unknown> {
  const { Body } = await provider.client(S3Client).send(new GetObjectCommand({ Bucket: evidenceBucket, Key: key }));
  return JSON.parse((await Body?.transformToString()) ?? "null");
}
