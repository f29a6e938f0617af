import type * as pulumi from "@pulumi/pulumi";
import type { LambdaService } from "../compute";
import type { ArgumentChecks, PlatformArgs } from "../core";
import type { ConfigurationRecorder } from "./configuration-recorder";
import { ConfigPeriod, checkTypes } from "./configuration-recorder-args";

/** When a rule judges: what is there, or what is about to be made. Values from AWS Config's `EvaluationMode`. */
export const EvaluationMode = { Detective: "DETECTIVE", Proactive: "PROACTIVE" } as const;
export type EvaluationMode = (typeof EvaluationMode)[keyof typeof EvaluationMode];

/** A value that a remediation document gets. Give one. */
export interface RemediationParameterArgs {
  /** A value. */
  value?: pulumi.Input<string>;
  /** A list of values. */
  values?: pulumi.Input<string>[];
  /** The id of the resource that is not compliant. */
  resourceId?: boolean;
}

/** Something that a remediation document may do. */
export interface RemediationPermissionArgs {
  /** Actions by name, such as `s3:PutBucketPolicy`; `*` is refused. */
  actions: string[];
  /** ARNs that it may do them to. */
  resources: pulumi.Input<string>[];
}

/** A Systems Manager automation document that makes a resource compliant. */
export interface DocumentRemediationArgs {
  /** Name of the document, such as `AWS-ConfigureS3BucketVersioning`. */
  document: string;
  /** Version of the document. @default its default version */
  documentVersion?: string;
  /** Run it without asking. Needs `permissions` or the parameter `AutomationAssumeRole`. @default false: people start it */
  automatic?: boolean;
  /** Failed attempts for one resource before AWS Config gives up, 1 to 25. @default 5 */
  maximumAttempts?: number;
  /** Time that those attempts are counted in, in seconds, 1 to 2,678,000. @default 60 */
  retrySeconds?: number;
  /** Per cent of the resources that are put right at once, 1 to 100. @default 10 */
  concurrencyPercent?: number;
  /** Per cent of failures at which it stops for the rule, 1 to 100. @default 50 */
  errorPercent?: number;
  /** What the document gets, by parameter. @default nothing but the role */
  parameters?: Record<string, RemediationParameterArgs>;
  /**
   * What the document may do. A role for it alone is made and handed over as `AutomationAssumeRole`. @default no role is
   * made: give the parameter `AutomationAssumeRole`
   */
  permissions?: RemediationPermissionArgs[];
}

/** What a rule looks for; the same in a rule of its own and in a pack. Give one of `identifier` and `guardPolicy`. */
export interface RuleDefinitionArgs {
  /** One of AWS's managed rules, such as `API_GW_SSL_ENABLED`. */
  identifier?: string;
  /** Policy in the Guard language, for `guardRuntime`. Needs `resourceTypes`. */
  guardPolicy?: string;
  /** Runtime of the Guard policy. @default "guard-2.x.x" */
  guardRuntime?: string;
  /** What is judged, and why. @default none */
  description?: string;
  /** Parameters of the rule. @default none */
  parameters?: Record<string, pulumi.Input<string>>;
  /** Judge these CloudFormation types alone. @default those that the rule is for */
  resourceTypes?: string[];
  /** Judge this resource alone; with one type in `resourceTypes`. @default all */
  resourceId?: pulumi.Input<string>;
  /** Judge resources with this tag alone. Excludes `resourceTypes`. @default all */
  tagKey?: string;
  /** Value of the tag `tagKey` that a resource has to have to be judged. @default any value of the tag */
  tagValue?: string;
  /** Judge every so often. For periodic rules. @default on each change, or AWS's day for periodic managed rules */
  period?: ConfigPeriod;
}

/** Arguments of {@link ComplianceRule}. Give one of `identifier`, `guardPolicy` and `function`. */
export interface ComplianceRuleArgs extends PlatformArgs, RuleDefinitionArgs {
  /** Function that judges, and may then report evaluations. */
  function?: LambdaService;
  /** Recorder of this region, which has to record before rules can judge. @default one that another stack made */
  recorder?: ConfigurationRecorder;
  /** When it judges: what is there, what is about to be made, or both. @default AWS's: "DETECTIVE" */
  modes?: EvaluationMode[];
  /** Systems Manager document that puts right what is found. @default none */
  remediation?: DocumentRemediationArgs;
}

const IDENTIFIER = /^[A-Z0-9][A-Z0-9_-]*$/;
const ACTION = /^[a-z0-9-]+:[A-Za-z0-9]+\*?$/;

/** What an automation takes its role from: docs.aws.amazon.com/systems-manager/latest/userguide/automation-setup.html */
export const ASSUME_ROLE = "AutomationAssumeRole";

/** Checks what a rule looks for. `prefix` is for messages. */
export function checkDefinition(checks: ArgumentChecks, args: RuleDefinitionArgs, prefix = ""): void {
  checks.matches(
    `${prefix}identifier`,
    args.identifier,
    IDENTIFIER,
    "use a managed rule's identifier, in capitals: API_GW_SSL_ENABLED",
  );
  checkTypes(checks, `${prefix}resourceTypes`, args.resourceTypes);
  checks.oneOf(`${prefix}period`, args.period, Object.values(ConfigPeriod));
  checks.matches(`${prefix}guardRuntime`, args.guardRuntime, /^guard-\d+\.\w+\.\w+$/, 'use one such as "guard-2.x.x"');
  if (args.guardPolicy === undefined && args.guardRuntime !== undefined) {
    checks.fail(`${prefix}guardRuntime`, args.guardRuntime, "it is for rules with guardPolicy only");
  }
  if (args.guardPolicy !== undefined) {
    // docs.aws.amazon.com/config/latest/APIReference/API_CustomPolicyDetails.html
    checks.that(
      `${prefix}guardPolicy`,
      args.guardPolicy,
      args.guardPolicy.length <= 10_000,
      "use at most 10,000 characters",
    );
    checks.required(`${prefix}guardPolicy`, args.guardPolicy.trim(), "give the text of a Guard policy");
    if (!args.resourceTypes) checks.fail(`${prefix}resourceTypes`, null, "name the types that the Guard policy is for");
    if (args.period) checks.fail(`${prefix}period`, args.period, "Guard policies judge on changes only: leave it out");
  }
  if (args.tagKey !== undefined && args.resourceTypes) {
    checks.fail(
      `${prefix}tagKey`,
      args.tagKey,
      "AWS Config takes either a tag or resourceTypes as scope: leave one out",
    );
  }
  if (args.tagKey === undefined && args.tagValue !== undefined) {
    checks.fail(`${prefix}tagValue`, args.tagValue, "give tagKey too, or leave it out");
  }
  if (args.resourceId !== undefined && args.resourceTypes?.length !== 1) {
    checks.fail(`${prefix}resourceTypes`, args.resourceTypes ?? null, "name the one type of resourceId");
  }
}

/** Checks the arguments of a rule. */
export function checkRule(checks: ArgumentChecks, args: ComplianceRuleArgs): void {
  checks.exclusive({
    identifier: args.identifier,
    guardPolicy: args.guardPolicy,
    function: args.function && "a function",
  });
  checkDefinition(checks, args);
  checks.length("modes", args.modes, 1, 2);
  for (const mode of args.modes ?? []) checks.oneOf("modes", mode, Object.values(EvaluationMode));
  if (args.remediation) checkRemediation(checks, args.remediation);
}

/** Ranges: docs.aws.amazon.com/config/latest/APIReference/API_RemediationConfiguration.html and API_SsmControls.html */
export function checkRemediation(checks: ArgumentChecks, args: DocumentRemediationArgs): void {
  const path = "remediation.";
  checks
    .required(`${path}document`, args.document, "name a Systems Manager automation document")
    .integer(`${path}maximumAttempts`, args.maximumAttempts, 1, 25)
    .integer(`${path}retrySeconds`, args.retrySeconds, 1, 2_678_000, "seconds")
    .integer(`${path}concurrencyPercent`, args.concurrencyPercent, 1, 100, "per cent")
    .integer(`${path}errorPercent`, args.errorPercent, 1, 100, "per cent");
  for (const [name, parameter] of Object.entries(args.parameters ?? {})) {
    const { value, values, resourceId } = parameter;
    const given = { value, values, resourceId: resourceId || undefined };
    checks.exclusive(
      Object.fromEntries(Object.entries(given).map(([key, one]) => [`${path}parameters.${name}.${key}`, one])),
    );
  }
  const assumes = args.parameters?.[ASSUME_ROLE] !== undefined;
  if (assumes && args.permissions) {
    checks.fail(`${path}permissions`, args.permissions, `parameters.${ASSUME_ROLE} names a role: leave one out`);
  }
  if (args.automatic && !assumes && !args.permissions) {
    checks.fail(`${path}automatic`, true, `give permissions, or parameters.${ASSUME_ROLE}: nobody lends it a role`);
  }
  checks.length(`${path}permissions`, args.permissions, 1, 50);
  for (const [index, { actions, resources }] of (args.permissions ?? []).entries()) {
    const where = `${path}permissions[${index}]`;
    checks.length(`${where}.actions`, actions, 1, 100).length(`${where}.resources`, resources, 1, 100);
    for (const action of actions) {
      checks.matches(`${where}.actions`, action, ACTION, 'use actions by name, such as "s3:PutBucketPolicy"');
    }
  }
}
