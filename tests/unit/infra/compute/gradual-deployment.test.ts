import { strict as assert } from "node:assert";
import { Role } from "@pulumi/aws/iam";
import { DeploymentPace, type GradualDeploymentArgs, type LambdaService } from "../../../../infra/compute";
import type { GraphOptions, TestGraph } from "../../../../testing";
import { FUNCTION, hello, outputValue, statements } from "./lambda-fixtures";

const ARN = "arn:aws:lambda:eu-central-1:123456789012:hello";

function gradual(
  args: GradualDeploymentArgs = {},
  wire?: (fn: LambdaService) => unknown,
  provisionedConcurrency?: number,
  options: GraphOptions = { outputs: { [FUNCTION]: { version: "7" } } },
): Promise<TestGraph> {
  return hello({ gradualDeployment: args, provisionedConcurrency }, wire, options);
}

describe("gradual deployment of a LambdaService", () => {
  it("makes a new version a CodeDeploy deployment of the alias: a stack whose update waits, and takes it back", async () => {
    const seen = await gradual();
    assert.deepEqual(seen.json("hello-alias", "templateBody"), {
      AWSTemplateFormatVersion: "2010-09-09",
      Description: "Alias live-gradual of the function hello, moved by CodeDeploy.",
      Resources: {
        Alias: {
          Type: "AWS::Lambda::Alias",
          Properties: { FunctionName: "hello", FunctionVersion: "7", Name: "live-gradual" },
          UpdatePolicy: {
            CodeDeployLambdaAliasUpdate: {
              ApplicationName: "hello-deployment",
              DeploymentGroupName: "hello",
            },
          },
        },
      },
    });
    assert.equal(seen.all("aws:lambda/alias:Alias").length, 0);
  });

  it("moves a tenth, then the rest, and back on alarm, failure or request, with nothing given", async () => {
    const seen = await gradual();
    const { tags, serviceRoleArn, ...group } = seen.one("hello-deployment-group").inputs;
    assert.ok(tags && serviceRoleArn);
    assert.deepEqual(group, {
      appName: "hello-deployment",
      deploymentGroupName: "hello",
      deploymentConfigName: "CodeDeployDefault.LambdaCanary10Percent5Minutes",
      deploymentStyle: { deploymentType: "BLUE_GREEN", deploymentOption: "WITH_TRAFFIC_CONTROL" },
      alarmConfiguration: { enabled: true, alarms: ["hello-deployment-errors"] },
      autoRollbackConfiguration: {
        enabled: true,
        events: ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"],
      },
    });
    assert.equal(
      seen.one("hello-deployment", "aws:codedeploy/application:Application").inputs["computePlatform"],
      "Lambda",
    );
  });

  it("watches the errors of calls through the alias, not of others", async () => {
    const { dimensions, metricName, threshold, period, treatMissingData } = (await gradual({ errorsPerMinute: 5 })).one(
      "hello-deployment-errors",
    ).inputs;
    assert.deepEqual(
      { dimensions, metricName, threshold, period, treatMissingData },
      {
        dimensions: { FunctionName: "hello", Resource: "hello:live-gradual" },
        metricName: "Errors",
        threshold: 5,
        period: 60,
        treatMissingData: "notBreaching",
      },
    );
  });

  it("goes by alarms that are given by name or by ARN", async () => {
    const alarms = ["slow", "arn:aws:cloudwatch:eu-central-1:123456789012:alarm:shop: errors"];
    const seen = await gradual({ alarms, withoutErrorAlarm: true });
    assert.deepEqual(seen.one("hello-deployment-group").inputs["alarmConfiguration"], {
      enabled: true,
      alarms: ["slow", "shop: errors"],
    });
    assert.equal(seen.all("aws:cloudwatch/metricAlarm:MetricAlarm").length, 0);
  });

  it("takes CodeDeploy's paces and one's own", async () => {
    const config = async (args: GradualDeploymentArgs) =>
      (await gradual(args)).one("hello-deployment-group").inputs["deploymentConfigName"];
    assert.equal(
      await config({ pace: DeploymentPace.Linear10PercentEvery1Minute }),
      "CodeDeployDefault.LambdaLinear10PercentEvery1Minute",
    );
    assert.equal(await config({ deploymentConfigName: "shop-slow" }), "shop-slow");
  });

  it("has CodeDeploy move this function's aliases, and call nothing", async () => {
    const seen = await gradual();
    assert.deepEqual(statements(seen, "hello-deployment-role-policy"), [
      {
        Effect: "Allow",
        Action: ["lambda:GetAlias", "lambda:UpdateAlias", "lambda:GetProvisionedConcurrencyConfig"],
        Resource: [ARN, `${ARN}:*`],
      },
      { Sid: "DeploymentAlarms", Effect: "Allow", Action: "cloudwatch:DescribeAlarms", Resource: "*" },
    ]);
    assert.match(
      String(seen.one("hello-deployment-role").inputs["assumeRolePolicy"]),
      /"codedeploy\.amazonaws\.com".*"aws:SourceAccount":"123456789012"/,
    );
  });

  it("asks the hooks before and after, and may call just them", async () => {
    const seen = await gradual({ beforeTrafficFunctionName: "smoke", afterTrafficFunctionName: "verify" });
    const template = JSON.stringify(seen.json("hello-alias", "templateBody"));
    assert.match(template, /"BeforeAllowTrafficHook":"smoke","AfterAllowTrafficHook":"verify"/);
    const policy = JSON.stringify(statements(seen, "hello-deployment-role-policy"));
    assert.match(
      policy,
      /"lambda:InvokeFunction","Resource":\["arn:aws:lambda:eu-central-1:123456789012:function:smoke","arn:aws:lambda:eu-central-1:123456789012:function:verify"\]/,
    );
  });

  it("has the stack keep the provisioned environments, so that they move with the alias", async () => {
    const seen = await gradual({}, undefined, 3);
    assert.match(
      JSON.stringify(seen.json("hello-alias", "templateBody")),
      /"ProvisionedConcurrencyConfig":\{"ProvisionedConcurrentExecutions":3\}/,
    );
    assert.equal(seen.all("aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig").length, 0);
  });

  it("has an alias of another name than a plain one, so that it can be turned on while callers call", async () => {
    let fn: LambdaService | undefined;
    const seen = await gradual({}, (made) => {
      fn = made;
      made.allowInvoke("rule", {
        principal: "events.amazonaws.com",
        sourceArn: "arn:aws:events:eu-central-1:1:rule/a",
      });
      made.grantInvoke({ role: new Role("caller", { assumeRolePolicy: "{}" }) }, "caller");
    });
    assert.ok(fn);
    assert.equal(await outputValue(fn.arn), `${ARN}:live-gradual`);
    assert.equal(seen.one("hello-from-rule").inputs["qualifier"], "live-gradual");
    assert.ok(
      seen.one("hello-invoke-caller").propertyDependencies["policy"]?.includes(seen.one("hello-alias").urn),
      "whoever uses the ARN has to wait for the stack that makes the alias",
    );
  });
});
