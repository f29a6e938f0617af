import { ComplianceRule, type ConfigurationRecorder, Remediation } from "../../infra/audit";
import type { RestApi } from "../../infra/edge";
import type { AlertTopic } from "../../infra/observability";
import type { Environment } from "../environment";

/** Keeps the APIs as this program made them: whoever opens one to plain HTTP finds it closed again. */
export interface Compliance {
  readonly rule: ComplianceRule;
  readonly remediation: Remediation;
}

/** AWS Config's own rules don't look at this: a REST API that answers on its default endpoint, past its domain. */
const HTTPS_ONLY = `
rule api_policy_denies_plain_http when resourceType == "AWS::ApiGateway::RestApi" {
  configuration.policy exists
  configuration.policy == /aws:SecureTransport/
}
`;

export function createCompliance(
  environment: Environment,
  apis: readonly RestApi[],
  alerts: AlertTopic,
  recorder: ConfigurationRecorder | undefined,
): Compliance {
  const rule = new ComplianceRule("api-https-only", {
    guardPolicy: HTTPS_ONLY,
    resourceTypes: ["AWS::ApiGateway::RestApi"],
    description: "REST APIs deny requests that did not come over TLS.",
    recorder,
  });
  const { domain } = environment.api;
  const remediation = new Remediation("api-repair", {
    ruleNames: [rule.ruleName],
    recordEntry: "services/compliance-remediator/record.ts",
    workerEntry: "services/compliance-remediator/lambda.ts",
    restApiIds: apis.map(({ restApiId }) => restApiId),
    domainNames: domain && [domain.name],
    deleteEvidenceOnDestroy: environment.disposable,
    logRetentionDays: environment.logDays,
    alarmTopicArn: alerts.topicArn,
  });
  return { rule, remediation };
}
