// npm run -s permissions: the grants on all resources, as a table in Markdown, for an auditor or a page of documentation.
import { managedPolicies, unscopedGrants } from "../infra/core/unscoped";

const [unexpected] = process.argv.slice(2);
if (unexpected !== undefined) {
  const isHelp = unexpected === "--help" || unexpected === "-h";
  const usage =
    "npm run -s permissions > permissions.md: the grants on all resources with their reasons, as a table in Markdown.";
  (isHelp ? console.log : console.error)(isHelp ? usage : `✗ There is no option ${unexpected}. ${usage}`);
  process.exit(isHelp ? 0 : 2);
}

console.log("| statement | actions on all resources | why nothing narrower works |\n| --- | --- | --- |");
for (const [name, { actions, reason, source }] of Object.entries(unscopedGrants)) {
  console.log(`| ${name} | ${actions.map((action) => `\`${action}\``).join(", ")} | ${reason} [AWS](${source}) |`);
}
for (const [name, { reason, source }] of Object.entries(managedPolicies)) {
  console.log(`| the policy ${name} | all of it | ${reason} [AWS](${source}) |`);
}
