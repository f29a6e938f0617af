import * as cfg from "@pulumi/aws/cfg";
import { Role, RolePolicy } from "@pulumi/aws/iam";
import { Permission } from "@pulumi/aws/lambda";
import type { input } from "@pulumi/aws/types";
import * as pulumi from "@pulumi/pulumi";
import type { LambdaService } from "../compute";
import type { Statement } from "../core";
import { onAllResources, PlatformComponent, policyDocument } from "../core";
import {
  ASSUME_ROLE,
  type ComplianceRuleArgs,
  checkRule,
  type DocumentRemediationArgs,
  type RuleDefinitionArgs,
} from "./compliance-rule-args";

const CONFIG = "config.amazonaws.com";

/** Notifications that a custom rule judges on: changes, and those that are too large for one message. */
export const ON_CHANGE = ["ConfigurationItemChangeNotification", "OversizedConfigurationItemChangeNotification"];

/** Runtime of Guard policies that are given none. */
export const GUARD_RUNTIME = "guard-2.x.x";

/** Children of a {@link ComplianceRule}, for reading and for tests. */
export interface ComplianceRuleNodes {
  rule: cfg.Rule;
  remediation: cfg.RemediationConfiguration | undefined;
  /** Role of the remediation document; undefined where none was made. */
  remediationRole: Role | undefined;
}

/**
 * A rule of AWS Config: one that AWS manages, a function, or a policy in the Guard language, with a Systems Manager
 * document that puts things right if asked for. For what no document can do, see `Remediation`.
 */
export class ComplianceRule extends PlatformComponent {
  /** Name of the rule, which compliance events carry. */
  readonly ruleName: pulumi.Output<string>;
  /** ARN of the rule. */
  readonly ruleArn: pulumi.Output<string>;
  /** Children, for reading and for tests. */
  readonly nodes: ComplianceRuleNodes;
  private readonly logicalName: string;

  /** @throws ArgumentError where an argument is wrong. */
  constructor(name: string, args: ComplianceRuleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("audit:ComplianceRule", name, args, opts);
    this.logicalName = name;
    const checks = this.checks();
    checkRule(checks, args);
    checks.done();

    const dependsOn: pulumi.Resource[] = args.recorder ? [args.recorder.nodes.status] : [];
    if (args.function) dependsOn.push(...this.admitToFunction(args.function));
    const rule = new cfg.Rule(
      name,
      {
        description: args.description,
        source: source(args),
        scope: scope(args),
        // Custom rules have their period in the source.
        ...(args.identifier !== undefined && { maximumExecutionFrequency: args.period }),
        ...(args.parameters && { inputParameters: pulumi.jsonStringify(args.parameters) }),
        ...(args.modes && { evaluationModes: args.modes.map((mode) => ({ mode })) }),
        tags: this.tags(name),
      },
      this.child({ dependsOn }),
    );
    this.ruleName = rule.name;
    this.ruleArn = rule.arn;
    const { remediation } = args;
    const lent = remediation?.permissions && this.createRole(remediation);
    this.nodes = {
      rule,
      remediation: remediation && this.createRemediation(rule, remediation, args, lent),
      remediationRole: lent?.role,
    };
    this.registerOutputs({ ruleName: this.ruleName, ruleArn: this.ruleArn });
  }

  private admitToFunction(fn: LambdaService): pulumi.Resource[] {
    const permission = new Permission(
      `${this.logicalName}-permission`,
      {
        action: "lambda:InvokeFunction",
        function: fn.functionName,
        qualifier: fn.aliasName,
        principal: CONFIG,
        // AWS Config refuses a rule whose function doesn't admit it, so that the rule's ARN can't be known here.
        sourceAccount: this.accountId,
      },
      this.child({ dependsOn: [fn] }),
    );
    const report = new RolePolicy(
      `${this.logicalName}-evaluations`,
      {
        role: fn.role.name,
        policy: policyDocument(onAllResources("Evaluations")),
      },
      this.child(),
    );
    return [permission, report];
  }

  private createRole(args: DocumentRemediationArgs): { role: Role; policy: RolePolicy } {
    const name = `${this.logicalName}-remediation-role`;
    const executions = pulumi.interpolate`arn:${this.partition}:ssm:${this.region}:${this.accountId}:automation-execution/*`;
    const role = new Role(
      name,
      {
        description: `Systems Manager runs ${args.document} for the rule ${this.logicalName}`,
        // docs.aws.amazon.com/systems-manager/latest/userguide/automation-setup-iam.html
        assumeRolePolicy: policyDocument({
          Effect: "Allow",
          Principal: { Service: "ssm.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: {
            StringEquals: { "aws:SourceAccount": this.accountId },
            ArnLike: { "aws:SourceArn": executions },
          },
        }),
        tags: this.tags(name),
      },
      this.child(),
    );
    const statements = (args.permissions ?? []).map(
      ({ actions, resources }): Statement => ({ Effect: "Allow", Action: actions, Resource: resources }),
    );
    const policy = new RolePolicy(
      `${name}-policy`,
      { role: role.name, policy: policyDocument(...statements) },
      this.child(),
    );
    return { role, policy };
  }

  private createRemediation(
    rule: cfg.Rule,
    args: DocumentRemediationArgs,
    { resourceTypes }: ComplianceRuleArgs,
    lent: { role: Role; policy: RolePolicy } | undefined,
  ): cfg.RemediationConfiguration {
    const parameters = Object.entries(args.parameters ?? {}).map(
      ([name, { value, values, resourceId }]): input.cfg.RemediationConfigurationParameter => ({
        name,
        ...(value !== undefined && { staticValue: value }),
        ...(values && { staticValues: values }),
        ...(resourceId && { resourceValue: "RESOURCE_ID" }),
      }),
    );
    return new cfg.RemediationConfiguration(
      `${this.logicalName}-remediation`,
      {
        configRuleName: rule.name,
        resourceType: resourceTypes?.length === 1 ? resourceTypes[0] : undefined,
        targetType: "SSM_DOCUMENT",
        targetId: args.document,
        targetVersion: args.documentVersion,
        automatic: args.automatic ?? false,
        maximumAutomaticAttempts: args.maximumAttempts ?? 5,
        retryAttemptSeconds: args.retrySeconds ?? 60,
        executionControls: {
          ssmControls: {
            concurrentExecutionRatePercentage: args.concurrencyPercent ?? 10,
            errorPercentage: args.errorPercent ?? 50,
          },
        },
        parameters: lent ? [{ name: ASSUME_ROLE, staticValue: lent.role.arn }, ...parameters] : parameters,
      },
      this.child({ dependsOn: lent ? [lent.policy] : [] }),
    );
  }
}

function source(args: ComplianceRuleArgs): input.cfg.RuleSource {
  if (args.identifier !== undefined) return { owner: "AWS", sourceIdentifier: args.identifier };
  const eventSource = "aws.config";
  const onChange = ON_CHANGE.map((messageType) => ({ eventSource, messageType }));
  if (args.guardPolicy !== undefined) {
    return {
      owner: "CUSTOM_POLICY",
      sourceDetails: onChange,
      customPolicyDetails: { policyRuntime: args.guardRuntime ?? GUARD_RUNTIME, policyText: args.guardPolicy },
    };
  }
  return {
    owner: "CUSTOM_LAMBDA",
    sourceIdentifier: args.function?.arn,
    sourceDetails:
      args.period === undefined
        ? onChange
        : [{ eventSource, messageType: "ScheduledNotification", maximumExecutionFrequency: args.period }],
  };
}

function scope(args: RuleDefinitionArgs): input.cfg.RuleScope | undefined {
  if (args.tagKey !== undefined) return { tagKey: args.tagKey, tagValue: args.tagValue };
  if (!args.resourceTypes) return undefined;
  return { complianceResourceTypes: args.resourceTypes, complianceResourceId: args.resourceId };
}
