import { Account } from "@pulumi/aws/apigateway";
import { Role, RolePolicy } from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";
import { onAllResources, type PlatformArgs, PlatformComponent, policyDocument, serviceTrust } from "../core";

/** Arguments of {@link ApiGatewayAccount}. */
export interface ApiGatewayAccountArgs extends PlatformArgs {
  /** Role of the account's own that may write to CloudWatch Logs. @default one is made */
  cloudwatchRoleArn?: pulumi.Input<string>;
}

/**
 * The role with which API Gateway writes its logs. AWS keeps one for each account and region, so make one of these in
 * the stack that owns the account's foundation; without it no stage can have execution logs.
 */
export class ApiGatewayAccount extends PlatformComponent {
  /** ARN of the role. */
  readonly cloudwatchRoleArn: pulumi.Output<string>;

  constructor(name: string, args: ApiGatewayAccountArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("edge:ApiGatewayAccount", name, args, opts);
    const dependsOn: pulumi.Resource[] = [];
    let roleArn = args.cloudwatchRoleArn;
    if (roleArn === undefined) {
      const role = new Role(
        `${name}-role`,
        {
          description: "API Gateway writes its logs with this role.",
          assumeRolePolicy: serviceTrust("apigateway.amazonaws.com"),
          tags: this.tags(`${name}-role`),
        },
        this.child(),
      );
      dependsOn.push(
        new RolePolicy(
          `${name}-role-logs`,
          {
            role: role.name,
            policy: policyDocument(onAllResources("GatewayLogs")),
          },
          this.child(),
        ),
      );
      roleArn = role.arn;
    }
    const account = new Account(name, { cloudwatchRoleArn: roleArn }, this.child({ dependsOn }));
    this.cloudwatchRoleArn = account.cloudwatchRoleArn;
    this.registerOutputs({ cloudwatchRoleArn: this.cloudwatchRoleArn });
  }
}
