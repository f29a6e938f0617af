// What a rule finds is put right: evidence is kept, people are told, and a worker closes the API that somebody opened.
import { join } from "node:path";
import { ComplianceRule, Remediation } from "../../infra/audit";

const rule = new ComplianceRule("apis-https-only", {
  // In the Guard language of AWS Config; the recorder is another stack's.
  guardPolicy: `
rule api_policy_denies_plain_http when resourceType == "AWS::ApiGateway::RestApi" {
  configuration.policy exists
  configuration.policy == /aws:SecureTransport/
}
`,
  resourceTypes: ["AWS::ApiGateway::RestApi"],
});

const functions = join(__dirname, "../../services/compliance-remediator");

const repair = new Remediation("api-repair", {
  ruleNames: [rule.ruleName],
  // Writes down what was found, and tells it.
  recordEntry: join(functions, "record.ts"),
  // Restores the API's configuration. It may touch these APIs and no other.
  workerEntry: join(functions, "lambda.ts"),
  restApiIds: ["a1b2c3d4e5"],
  emails: ["security@example.com"],
});

export const evidenceBucket = repair.evidenceBucketName;
