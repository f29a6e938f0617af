import { Account } from "@pulumi/aws/apigateway";
import { Role, RolePolicy } from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";
import { type PlatformArgs, PlatformComponent, policyDocument, serviceTrust } from "../core";

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
            // The actions that the provider documents for this role. API Gateway makes a log group for each stage itself
            // and checks the role against all groups when the setting is made, so that no narrower resource works.
            policy: policyDocument({
              Effect: "Allow",
              Action: [
                "logs:CreateLogGroup",
                "logs:CreateLogStream",
                "logs:DescribeLogGroups",
                "logs:DescribeLogStreams",
                "logs:PutLogEvents",
                "logs:GetLogEvents",
                "logs:FilterLogEvents",
              ],
              Resource: "*",
            }),
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
