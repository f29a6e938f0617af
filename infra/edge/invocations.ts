import type { RestApi as AwsRestApi } from "@pulumi/aws/apigateway";
import { Permission } from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";
import type { RestAuthorizer } from "./authorizers";
import type { RestIntegration } from "./integrations";
import { functionOfArn } from "./stage-values";

/** Lets one API, and no other, invoke each function that it has as a backend or as an authorizer. */
export function allowInvocations(
  name: string,
  api: AwsRestApi,
  integrations: Readonly<Record<string, RestIntegration>>,
  authorizers: Readonly<Record<string, RestAuthorizer>>,
  opts: pulumi.CustomResourceOptions,
): void {
  const functions = new Map<pulumi.Input<string>, string>();
  for (const [id, { lambda }] of Object.entries(integrations)) {
    if (lambda && !lambda.otherAccount && !functions.has(lambda.functionArn)) functions.set(lambda.functionArn, id);
  }
  for (const [id, { lambda }] of Object.entries(authorizers)) {
    if (lambda && lambda.credentialsArn === undefined && !functions.has(lambda.functionArn)) {
      functions.set(lambda.functionArn, `authorizer-${id}`);
    }
  }
  for (const [functionArn, id] of functions) {
    const target = pulumi.output(functionArn).apply((arn) => functionOfArn(arn));
    new Permission(
      `${name}-invoke-${id}`,
      {
        action: "lambda:InvokeFunction",
        // The provider never settles on an ARN with an alias in it: name and alias are separate inputs.
        function: target.apply((text) => text.split(":")[0] ?? text),
        qualifier: target.apply((text) => text.split(":")[1]),
        principal: "apigateway.amazonaws.com",
        sourceArn: pulumi.interpolate`${api.executionArn}/*`,
      },
      opts,
    );
  }
}
