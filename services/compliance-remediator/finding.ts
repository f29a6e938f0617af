import { createHash } from "node:crypto";
import * as v from "valibot";

/** A finding of AWS Config, as the record step writes it to S3 and puts it into messages. */
export interface Finding {
  /** The same for every copy of one evaluation result. */
  readonly id: string;
  readonly rule: string;
  readonly account: string;
  readonly region: string;
  readonly resourceType: string;
  readonly resourceId: string;
  readonly compliance: string;
  /** When AWS Config captured the configuration that it judged, ISO 8601. */
  readonly observedAt: string;
  readonly correlationId: string;
}

/** The API that a finding is about. */
export interface ApiKey {
  readonly account: string;
  readonly region: string;
  readonly apiId: string;
}

/** What a message of the queue turned out to be. */
export type Parsed =
  | { readonly kind: "finding"; readonly finding: Finding }
  | { readonly kind: "other"; readonly what: string }
  | { readonly kind: "poison"; readonly reason: string };

const text = v.pipe(v.string(), v.minLength(1));
const instant = v.pipe(
  v.string(),
  v.check((value) => !Number.isNaN(Date.parse(value)), "is no date and time"),
  v.transform((value) => new Date(value).toISOString()),
);

/**
 * The event "Config Rules Compliance Change" of EventBridge (source aws.config), as far as it is used here:
 * docs.aws.amazon.com/config/latest/developerguide/monitor-config-with-cloudwatchevents.html.
 */
const ComplianceChange = v.object({
  id: text,
  "detail-type": v.literal("Config Rules Compliance Change"),
  detail: v.object({
    awsAccountId: text,
    awsRegion: text,
    configRuleName: text,
    resourceType: text,
    resourceId: text,
    newEvaluationResult: v.object({
      complianceType: text,
      resultRecordedTime: instant,
      evaluationResultIdentifier: v.optional(v.object({ orderingTimestamp: v.optional(instant) })),
    }),
  }),
});

const FindingMessage = v.object({
  kind: v.literal("finding"),
  finding: v.object({
    id: text,
    rule: text,
    account: text,
    region: text,
    resourceType: text,
    resourceId: text,
    compliance: text,
    observedAt: instant,
    correlationId: text,
  }),
});
const OutcomeMessage = v.object({ kind: v.literal("outcome") });
/** What SNS wraps a message in where the subscription does not deliver it raw. */
const Envelope = v.object({ Type: v.literal("Notification"), Message: v.string() });

/**
 * The finding in an event of AWS Config.
 * @throws valibot's ValiError where the event has another shape, with the paths that are wrong.
 */
export function findingOf(event: unknown): Finding {
  const { id, detail } = v.parse(ComplianceChange, event);
  const result = detail.newEvaluationResult;
  const observedAt = result.evaluationResultIdentifier?.orderingTimestamp ?? result.resultRecordedTime;
  const identity = [
    detail.awsAccountId,
    detail.awsRegion,
    detail.configRuleName,
    detail.resourceType,
    detail.resourceId,
    result.complianceType,
    observedAt,
  ];
  return {
    id: createHash("sha256").update(JSON.stringify(identity)).digest("hex").slice(0, 32),
    rule: detail.configRuleName,
    account: detail.awsAccountId,
    region: detail.awsRegion,
    resourceType: detail.resourceType,
    resourceId: detail.resourceId,
    compliance: result.complianceType,
    observedAt,
    correlationId: id,
  };
}

/** The text of the message that carries a finding. */
export function findingMessage(finding: Finding): string {
  return JSON.stringify({ kind: "finding", finding });
}

/** Reads a message's body, delivered raw or in SNS's envelope. Never throws: what can't be read is poison, with why. */
export function parseMessage(body: string): Parsed {
  const outer = json(body);
  if (outer === undefined) return { kind: "poison", reason: "the body is not JSON" };
  const envelope = v.safeParse(Envelope, outer);
  const content = envelope.success ? json(envelope.output.Message) : outer;
  if (content === undefined) return { kind: "poison", reason: "the message in the SNS envelope is not JSON" };
  if (v.is(OutcomeMessage, content)) return { kind: "other", what: "an outcome that the remediator itself published" };
  const finding = v.safeParse(FindingMessage, content);
  if (finding.success) return { kind: "finding", finding: finding.output.finding };
  const flat = v.flatten(finding.issues);
  const reasons = [...(flat.root ?? []), ...Object.entries(flat.nested ?? {}).map(([path, why]) => `${path}: ${why}`)];
  return { kind: "poison", reason: `not a finding (${reasons.join("; ")})` };
}

/**
 * The REST API that a finding is about: of the API itself or of one of its stages, named by id or by ARN.
 * Undefined for every other type of resource.
 */
export function apiOf(finding: Finding): ApiKey | undefined {
  const { account, region, resourceType, resourceId } = finding;
  if (resourceType !== "AWS::ApiGateway::RestApi" && resourceType !== "AWS::ApiGateway::Stage") return undefined;
  const inArn = /^arn:[^:]*:apigateway:[^:]*:[^:]*:\/restapis\/([a-zA-Z0-9]+)(?:\/stages\/[^/]+)?$/.exec(
    resourceId,
  )?.[1];
  const bare =
    resourceType === "AWS::ApiGateway::RestApi" && /^[a-zA-Z0-9]+$/.test(resourceId) ? resourceId : undefined;
  const apiId = inArn ?? bare;
  return apiId === undefined ? undefined : { account, region, apiId };
}

function json(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
