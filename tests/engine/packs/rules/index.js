// Every kind of policy that the engine runs: of a resource, of the stack, a remediation, a configured one, a disabled one
// and one that reads what is unknown.
const { PolicyPack } = require("@pulumi/policy");

const queue = "aws:sqs/queue:Queue";

new PolicyPack("rules", {
  enforcementLevel: "mandatory",
  policies: [
    {
      name: "queue-encrypted",
      description: "Queues are encrypted.",
      severity: "high",
      enforcementLevel: "remediate",
      remediateResource: ({ type, props }) => (type === queue ? { ...props, sqsManagedSseEnabled: true } : undefined),
      validateResource: ({ type, props }, report) => {
        if (type === queue && props.sqsManagedSseEnabled !== true) report("The queue is not encrypted.");
      },
    },
    {
      name: "queue-delay",
      description: "Queues delay for no longer than is configured.",
      configSchema: { properties: { most: { type: "number", default: 0 } } },
      validateResource: ({ type, props, getConfig }, report) => {
        const { most } = getConfig();
        if (type === queue && (props.delaySeconds ?? 0) > most) report(`It delays for more than ${most} seconds.`);
      },
    },
    {
      name: "queue-arn",
      description: "Reads what is unknown before a deployment.",
      enforcementLevel: "advisory",
      validateStack: ({ resources }, report) => {
        for (const { type, props, urn } of resources) {
          if (type === queue && props.arn === "") report("The queue has no ARN.", urn);
        }
      },
    },
    {
      name: "role-trusts-somebody",
      description: "Roles have somebody who may assume them.",
      enforcementLevel: "advisory",
      validateResource: ({ type, props }, report) => {
        if (type === "aws:iam/role:Role" && props.assumeRolePolicy === "{}") report("Nobody may assume the role.");
      },
    },
    {
      name: "stack-has-alarm",
      description: "Each stack has an alarm.",
      validateStack: ({ resources, stackTags }, report) => {
        const alarmed = resources.some(({ type }) => type === "aws:cloudwatch/metricAlarm:MetricAlarm");
        if (!alarmed) report(`There is no alarm (tier ${stackTags.get("tier") ?? "none"}).`);
      },
    },
    {
      name: "never",
      description: "Is disabled.",
      enforcementLevel: "disabled",
      validateResource: (_args, report) => report("Never said."),
    },
  ],
});
