// npm run -s permissions: the grants on all resources, as a table in Markdown, for an auditor or a page of documentation.
import { managedPolicies, unscopedGrants } from "../infra/core/unscoped";

console.log("| statement | actions on all resources | why nothing narrower works |\n| --- | --- | --- |");
for (const [name, { actions, reason, source }] of Object.entries(unscopedGrants)) {
  console.log(`| ${name} | ${actions.map((action) => `\`${action}\``).join(", ")} | ${reason} [AWS](${source}) |`);
}
for (const [name, { reason, source }] of Object.entries(managedPolicies)) {
  console.log(`| the policy ${name} | all of it | ${reason} [AWS](${source}) |`);
}
