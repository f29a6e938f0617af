import { readFileSync } from "node:fs";
import { LogGroup } from "@pulumi/aws/cloudwatch";
import { Role, RolePolicy } from "@pulumi/aws/iam";
import { Alias, StateMachine } from "@pulumi/aws/sfn";
import * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks, Grant, Grantable } from "../core";
import { grant, LOG_RETENTION_DAYS, PlatformComponent, policyDocument, serviceTrust } from "../core";
import { yaml } from "../core/yaml";
import { createExecutionAlarms } from "./alarms";
import type { StateMachineDefinition } from "./asl";
import { checkDefinition } from "./definition-checks";
import { integrationStatements, logStatement, traceStatement } from "./permissions";
import { checkCalls, serviceCalls } from "./service-calls";
import { placeholders, substitute } from "./substitutions";
import { type WorkflowArgs, WorkflowType } from "./workflow-args";

const STATES = "states.amazonaws.com";
const JOB_PREFIX = /^[A-Za-z0-9][A-Za-z0-9-]{0,62}$/;

/** docs.aws.amazon.com/step-functions/latest/dg/concepts-state-machine-alias.html */
const ALIAS = /^(?=.*[A-Za-z_.-])[A-Za-z0-9_.-]{1,80}$/;

/**
 * A Step Functions state machine that is logged, traced and watched, and whose role may do just what its definition
 * does with the resources that it was given.
 */
export class Workflow extends PlatformComponent implements Grantable {
  /** ARN that callers start: of the alias where there is one, else of the state machine. */
  readonly arn: pulumi.Output<string>;
  /** ARN of the state machine itself, which its CloudWatch metrics have as dimension. */
  readonly stateMachineArn: pulumi.Output<string>;
  /** Name of the state machine. */
  readonly name: pulumi.Output<string>;
  /** Role that it runs as. */
  readonly role: Role;
  /** ARN of the newest published version; undefined where there is no alias. */
  readonly versionArn: pulumi.Output<string> | undefined;
  /** Name of its log group; undefined where there is none. */
  readonly logGroupName: pulumi.Output<string> | undefined;
  /** Whether it is a standard or an express workflow. */
  readonly type: WorkflowType;
  /** Name in the program. */
  readonly logicalName: string;

  constructor(name: string, args: WorkflowArgs, opts?: pulumi.ComponentResourceOptions) {
    super("workflow:Workflow", name, args, opts);
    this.logicalName = name;
    this.type = args.type ?? WorkflowType.Standard;
    const definition = checkWorkflow(this.checks(), args);

    const logs = args.withoutLogs ? undefined : this.createLogGroup(args);
    const integrations = args.integrations ?? {};
    this.role = new Role(
      `${name}-role`,
      { assumeRolePolicy: serviceTrust(STATES, this.accountId), tags: this.tags(`${name}-role`) },
      this.child(),
    );
    const place = { partition: this.partition, region: this.region, accountId: this.accountId };
    const statements = [
      ...integrationStatements(serviceCalls(definition), integrations, place),
      ...(logs ? [logStatement()] : []),
      ...(args.withoutTracing ? [] : [traceStatement()]),
    ];
    const dependsOn: pulumi.Resource[] = [];
    if (statements.length > 0) {
      const policy = { role: this.role.name, policy: policyDocument(...statements) };
      dependsOn.push(new RolePolicy(`${name}-role-policy`, policy, this.child()));
    }
    const machine = new StateMachine(
      name,
      {
        type: this.type,
        roleArn: this.role.arn,
        definition: substitute(definition, args.definitionSubstitutions ?? {}),
        publish: args.alias !== undefined,
        tracingConfiguration: { enabled: !args.withoutTracing },
        loggingConfiguration: logs
          ? {
              level: "ALL",
              includeExecutionData: args.logExecutionData ?? false,
              logDestination: pulumi.interpolate`${logs.arn}:*`,
            }
          : { level: "OFF" },
        ...(args.kmsKeyArn !== undefined && {
          encryptionConfiguration: {
            type: "CUSTOMER_MANAGED_KMS_KEY",
            kmsKeyId: args.kmsKeyArn,
            kmsDataKeyReusePeriodSeconds: args.kmsDataKeyReuseSeconds ?? 300,
          },
        }),
        tags: this.tags(name),
      },
      this.child({ dependsOn }),
    );
    if (args.kmsKeyArn !== undefined) this.allowKey(args.kmsKeyArn, machine);
    const alias =
      args.alias === undefined
        ? undefined
        : new Alias(
            `${name}-alias`,
            {
              name: args.alias,
              routingConfigurations: [{ stateMachineVersionArn: machine.stateMachineVersionArn, weight: 100 }],
            },
            this.child(),
          );
    if (!args.withoutAlarms) {
      const tags = (child: string) => this.tags(child);
      createExecutionAlarms({ name, topicArn: args.alarmTopicArn, tags, child: () => this.child() }, machine.arn);
    }
    this.arn = alias?.arn ?? machine.arn;
    this.stateMachineArn = machine.arn;
    this.name = machine.name;
    this.versionArn = alias && machine.stateMachineVersionArn;
    this.logGroupName = logs?.name;
    this.registerOutputs({
      arn: this.arn,
      stateMachineArn: this.stateMachineArn,
      name: this.name,
      versionArn: this.versionArn,
      logGroupName: this.logGroupName,
    });
  }

  /**
   * Lets `to` start executions and, of an express workflow, wait for their results.
   * @param granteeName names the grant: letters, digits and hyphens, one of a kind for the workflow.
   */
  grantStartExecution(to: Grantable, granteeName: string): Grant {
    const actions = ["states:StartExecution"];
    if (this.type === WorkflowType.Express) actions.push("states:StartSyncExecution");
    return grant(this, this.logicalName, "start", to, granteeName, actions, [this.arn]);
  }

  /** Lets `to` answer states that wait for a task's token. See {@link grantStartExecution} for the name. */
  grantAnswer(to: Grantable, granteeName: string): Grant {
    const actions = ["states:SendTaskSuccess", "states:SendTaskFailure", "states:SendTaskHeartbeat"];
    return grant(this, this.logicalName, "answer", to, granteeName, actions, [this.stateMachineArn]);
  }

  private createLogGroup(args: WorkflowArgs): LogGroup {
    const name = `${this.logicalName}-logs`;
    return new LogGroup(
      name,
      {
        // Under another prefix every state machine adds to the account's log resource policy, which is limited in size:
        // docs.aws.amazon.com/step-functions/latest/dg/bp-cwl.html
        namePrefix: `/aws/vendedlogs/states/${this.logicalName}-`,
        retentionInDays: args.logRetentionDays ?? 90,
        kmsKeyId: args.logKmsKeyArn,
        tags: this.tags(name),
      },
      this.child(),
    );
  }

  /**
   * The key for this state machine's data and no other's, which can be said only once it has an ARN:
   * docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html
   */
  private allowKey(keyArn: pulumi.Input<string>, machine: StateMachine): void {
    new RolePolicy(
      `${this.logicalName}-role-key`,
      {
        role: this.role.name,
        policy: policyDocument({
          Effect: "Allow",
          Action: ["kms:Decrypt", "kms:GenerateDataKey"],
          Resource: keyArn,
          Condition: { StringEquals: { "kms:EncryptionContext:aws:states:stateMachineArn": machine.arn } },
        }),
      },
      this.child(),
    );
  }
}

/** @throws ArgumentError where anything is wrong. */
function checkWorkflow(checks: ArgumentChecks, args: WorkflowArgs): StateMachineDefinition {
  const { definition: text, definitionFile } = args;
  checks.exclusive({ definition: text, definitionFile });
  checks.oneOf("type", args.type, Object.values(WorkflowType));
  checks.matches("alias", args.alias, ALIAS, "use 1 to 80 letters, digits, . - _, not digits alone");
  checks
    .oneOf("logRetentionDays", args.logRetentionDays, LOG_RETENTION_DAYS)
    .arn("logKmsKeyArn", args.logKmsKeyArn, "kms", "a KMS key")
    .arn("kmsKeyArn", args.kmsKeyArn, "kms", "a KMS key")
    .arn("alarmTopicArn", args.alarmTopicArn, "sns", "an SNS topic")
    .idle("withoutLogs", args.withoutLogs, {
      logRetentionDays: args.logRetentionDays,
      logExecutionData: args.logExecutionData,
      logKmsKeyArn: args.logKmsKeyArn,
    })
    .idle("withoutAlarms", args.withoutAlarms, { alarmTopicArn: args.alarmTopicArn });
  checks.integer("kmsDataKeyReuseSeconds", args.kmsDataKeyReuseSeconds, 60, 900, "seconds");
  if (args.kmsKeyArn === undefined && args.kmsDataKeyReuseSeconds !== undefined) {
    checks.fail("kmsDataKeyReuseSeconds", args.kmsDataKeyReuseSeconds, "give kmsKeyArn too, or leave it out");
  }
  for (const kind of ["transformJobs", "trainingJobs"] as const) {
    const prefix = args.integrations?.[kind]?.namePrefix;
    checks.matches(`integrations.${kind}.namePrefix`, prefix, JOB_PREFIX, "use 1 to 63 letters, digits and hyphens");
  }
  const parsed = checkDefinition(checks, definitionOf(checks, text, definitionFile));
  if (parsed) {
    checkCalls(checks, parsed, args.integrations ?? {}, args.type ?? WorkflowType.Standard);
    const used = placeholders(parsed);
    const given = Object.keys(args.definitionSubstitutions ?? {});
    for (const name of [...used].filter((one) => !given.includes(one))) {
      checks.fail(`definitionSubstitutions.${name}`, null, "give it: the definition has it as a placeholder");
    }
    for (const name of given.filter((one) => !used.has(one))) {
      checks.fail(`definitionSubstitutions.${name}`, name, "leave it out: no text of the definition names it");
    }
  }
  checks.done();
  if (!parsed) throw new Error("a definition that can't be read was not reported");
  return parsed;
}

function definitionOf(checks: ArgumentChecks, text: string | undefined, file: string | undefined): unknown {
  try {
    return yaml().parse(text ?? (file === undefined ? "" : readFileSync(file, "utf8")));
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    checks.fail(file === undefined ? "definition" : "definitionFile", file ?? text, `give JSON or YAML: ${reason}`);
    return {};
  }
}
