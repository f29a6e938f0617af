import { LogGroup } from "@pulumi/aws/cloudwatch";
import { Role, RolePolicy } from "@pulumi/aws/iam";
import {
  Function as AwsFunction,
  EventSourceMapping,
  type EventSourceMappingArgs,
  FunctionRecursionConfig,
  Permission,
} from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";
import type { Archive } from "@pulumi/pulumi/asset";
import type { Grant, Grantable } from "../core";
import { ArgumentError, grant, PlatformComponent, policyDocument, serviceTrust } from "../core";
import { Queue } from "../messaging/queue";
import { alarmsOf, watchDeadLetters } from "../messaging/queue-resources";
import {
  type AdmittedDestination,
  type AsynchronousArgs,
  admitDestination,
  configureAsynchronous,
  type LambdaDestinationArgs,
} from "./asynchronous";
import { entryPath, projectDirectory } from "./bundle";
import { bundledCode } from "./bundled-code";
import { signCode } from "./code-signing";
import { createAlias } from "./lambda-alias";
import type { LambdaCallerArgs, LambdaServiceArgs } from "./lambda-args";
import { checkLambda } from "./lambda-checks";
import { createLambdaGroup, interfaceRefusal } from "./lambda-network";
import { executionPolicy, functionSettings } from "./lambda-settings";

/** Resources of a {@link LambdaService}, for reading and for tests. */
export interface LambdaServiceNodes {
  readonly function: AwsFunction;
  readonly logGroup: LogGroup;
}

/**
 * A Lambda function as a microservice: bundled from TypeScript, with a role that can do no more than it needs, a log
 * group of its own, JSON logs, traces, and an alias that callers go by, so that a version can be taken back.
 */
export class LambdaService extends PlatformComponent implements Grantable {
  /** Name of the component. */
  readonly logicalName: string;
  /** Role that the code runs as. */
  readonly role: Role;
  /** ARN of the function itself, with no alias. */
  readonly functionArn: pulumi.Output<string>;
  /** Name of the function, which its CloudWatch metrics have as dimension. */
  readonly functionName: pulumi.Output<string>;
  /** ARN of the alias: what callers use. */
  readonly arn: pulumi.Output<string>;
  /** URI by which API Gateway invokes the alias. */
  readonly invokeArn: pulumi.Output<string>;
  /** Name of the alias: `live`, with a gradual deployment `live-gradual`. */
  readonly aliasName: string;
  /** Name of the log group. */
  readonly logGroupName: pulumi.Output<string>;
  /** Longest invocation, in seconds. */
  readonly timeoutSeconds: number;
  /** Most environments of the function; undefined where it has no limit of its own. */
  readonly reservedConcurrency: number | undefined;
  /** Security group of a placed function; undefined in no VPC. */
  readonly securityGroupId: pulumi.Output<string> | undefined;
  /** ARN of the queue of events that failed to the end; undefined where there is none. */
  readonly deadLetterQueueArn: pulumi.Output<string> | undefined;
  /** Name of that queue; undefined where there is none. */
  readonly deadLetterQueueName: pulumi.Output<string> | undefined;
  /** Children, for reading and for tests. */
  readonly nodes: LambdaServiceNodes;

  /** @throws ArgumentError where an argument is wrong */
  constructor(name: string, args: LambdaServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("compute:LambdaService", name, args, opts);
    this.logicalName = name;
    checkLambda(this.checks(), args);
    this.timeoutSeconds = args.timeoutSeconds ?? 30;
    this.reservedConcurrency = args.reservedConcurrency;
    // An alias that CodeDeploy moves has a name of its own, so that callers can be moved from one kind to the other.
    this.aliasName = args.gradualDeployment ? "live-gradual" : "live";

    const code = this.code(args);
    const logGroup = new LogGroup(
      `${name}-logs`,
      {
        namePrefix: `/aws/lambda/${name}-`,
        retentionInDays: args.logRetentionDays ?? 90,
        kmsKeyId: args.logKmsKeyArn,
        tags: this.tags(`${name}-logs`),
      },
      this.child(),
    );
    this.role = new Role(
      `${name}-role`,
      {
        description: `Function ${name}.`,
        assumeRolePolicy: serviceTrust("lambda.amazonaws.com"),
        tags: this.tags(`${name}-role`),
      },
      this.child(),
    );
    const policies = [
      new RolePolicy(
        `${name}-execution`,
        { role: this.role.name, policy: executionPolicy(args, logGroup.arn, this.region) },
        this.child(),
      ),
    ];
    const group =
      args.placement &&
      createLambdaGroup({
        name,
        placement: args.placement,
        egress: args.egress ?? {},
        tags: (child) => this.tags(child),
        child: (more) => this.child(more),
      });
    this.securityGroupId = group?.id;
    const queue = args.asynchronous?.deadLetterQueue ? this.createDeadLetterQueue(args.asynchronous) : undefined;
    const deadLetters = queue
      ? this.admit("dead-letters", { queueArn: queue.arn })
      : this.admit("dead-letters", args.asynchronous?.deadLetters);
    // Lambda refuses a dead-letter queue that the role can't send to.
    if (deadLetters) policies.push(deadLetters.policy);
    this.deadLetterQueueArn = queue?.arn ?? outputOf(args.asynchronous?.deadLetters?.queueArn);
    this.deadLetterQueueName = this.deadLetterQueueArn?.apply((arn) => arn.split(":").pop() ?? arn);

    const fn = new AwsFunction(
      name,
      {
        ...(args.codeSigning
          ? signCode({
              name,
              args: args.codeSigning,
              code,
              tags: (child) => this.tags(child),
              child: (more) => this.child(more),
            })
          : { code }),
        role: this.role.arn,
        ...functionSettings(name, args, logGroup.name),
        timeout: this.timeoutSeconds,
        reservedConcurrentExecutions: args.reservedConcurrency,
        deadLetterConfig: deadLetters && { targetArn: deadLetters.arn },
        vpcConfig: args.placement && group && { subnetIds: args.placement.subnetIds, securityGroupIds: [group.id] },
        publish: true,
        tags: this.tags(name),
      },
      this.child({ dependsOn: policies }),
    );
    this.functionArn = fn.arn;
    this.functionName = fn.name;
    this.logGroupName = logGroup.name;
    const alias = createAlias({
      name,
      args,
      fn,
      aliasName: this.aliasName,
      partition: this.partition,
      region: this.region,
      accountId: this.accountId,
      tags: (child) => this.tags(child),
      child: (more) => this.child(more),
    });
    // Known as soon as the function's ARN is, and yet nobody gets hold of it before the alias is there.
    this.arn = pulumi.all([fn.arn, alias.id]).apply(([arn]) => `${arn}:${this.aliasName}`);
    this.invokeArn = pulumi.interpolate`arn:${this.partition}:apigateway:${this.region}:lambda:path/2015-03-31/functions/${this.arn}/invocations`;
    if (args.placement) {
      new RolePolicy(
        `${name}-network-refusal`,
        { role: this.role.name, policy: policyDocument(interfaceRefusal(fn.arn)) },
        this.child(),
      );
    }
    if (args.allowRecursiveLoops) {
      new FunctionRecursionConfig(`${name}-recursion`, { functionName: fn.name, recursiveLoop: "Allow" }, this.child());
    }
    if (args.asynchronous) {
      configureAsynchronous({
        name,
        args: args.asynchronous,
        functionName: fn.name,
        qualifier: this.qualifier,
        admit: (verb, to) => this.admit(verb, to),
        child: (more) => this.child(more),
      });
    }
    this.nodes = { function: fn, logGroup };
    this.registerOutputs({
      arn: this.arn,
      functionArn: this.functionArn,
      functionName: this.functionName,
      logGroupName: this.logGroupName,
      deadLetterQueueArn: this.deadLetterQueueArn,
    });
  }

  /** Lets `to` invoke the alias. @param granteeName names the grant: letters, digits and hyphens, one of a kind */
  grantInvoke(to: Grantable, granteeName: string): Grant {
    return grant(this, this.logicalName, "invoke", to, granteeName, ["lambda:InvokeFunction"], [this.arn]);
  }

  /**
   * Lets an AWS service invoke the alias on behalf of one resource.
   * @param callerName names the permission: letters, digits and hyphens, one of a kind for the function
   */
  allowInvoke(callerName: string, caller: LambdaCallerArgs): Permission {
    return new Permission(
      `${this.logicalName}-from-${callerName}`,
      {
        action: "lambda:InvokeFunction",
        function: this.functionName,
        qualifier: this.qualifier,
        principal: caller.principal,
        sourceArn: caller.sourceArn,
        sourceAccount: caller.sourceAccount,
      },
      this.child(),
    );
  }

  /**
   * Has Lambda poll a source and invoke the alias; `consumeQueue`, `consumeStream` and `consumeTable` say the rest.
   * @param sourceName names the mapping, one of a kind for the function
   * @param after what the role needs before Lambda takes the mapping
   */
  mapEvents(
    sourceName: string,
    source: Omit<EventSourceMappingArgs, "functionName" | "tags">,
    after: pulumi.Resource[],
  ): EventSourceMapping {
    const name = `${this.logicalName}-from-${sourceName}`;
    return new EventSourceMapping(
      name,
      { ...source, functionName: this.arn, tags: this.tags(name) },
      this.child({ dependsOn: after }),
    );
  }

  /** Name of the alias, for what can't be made before the alias is. */
  private get qualifier(): pulumi.Output<string> {
    return this.arn.apply(() => this.aliasName);
  }

  private code(args: LambdaServiceArgs): pulumi.Input<Archive> {
    if (args.entry !== undefined) {
      const directory = projectDirectory();
      entryPath(this.label, args.entry, directory);
      const exported = args.handler ?? "handler";
      return bundledCode(this, args.entry, args.bundle ?? {}, { owner: this.label, directory, exported });
    }
    if (args.code === undefined) throw new ArgumentError(`${this.label}: give entry or code`);
    return args.code;
  }

  private createDeadLetterQueue(args: AsynchronousArgs): Queue {
    const name = `${this.logicalName}-dlq`;
    const queue = new Queue(
      name,
      { withoutDeadLetterQueue: true, messageRetentionSeconds: 1_209_600 },
      { parent: this },
    );
    watchDeadLetters(name, queue.queueName, {
      alarms: alarmsOf(args),
      tags: (child) => this.tags(child),
      child: () => this.child(),
    });
    return queue;
  }

  private admit(verb: string, to: LambdaDestinationArgs | undefined): AdmittedDestination | undefined {
    return to && admitDestination(`${this.logicalName}-${verb}`, this, to, this.region, this.child());
  }
}

function outputOf(value: pulumi.Input<string> | undefined): pulumi.Output<string> | undefined {
  return value === undefined ? undefined : pulumi.output(value);
}
