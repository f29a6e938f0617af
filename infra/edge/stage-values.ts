import * as pulumi from "@pulumi/pulumi";

/** What a stage variable may hold, from API Gateway's reference: https://docs.aws.amazon.com/apigateway/latest/api/API_CreateStage.html */
const STAGE_VALUE = /^[A-Za-z0-9\-._~:/?#&=,]+$/;

/**
 * Stage variables for values that exist only after a resource does.
 *
 * An API's document is one text. Were a function's ARN part of it, the whole document, with its security and its
 * integration URIs, would be unknown at the first preview, and a policy could judge none of it. API Gateway can look
 * such values up in stage variables (docs.aws.amazon.com/apigateway/latest/developerguide/aws-api-gateway-stage-variables-reference.html:
 * Lambda functions and aliases of the same account, HTTP hosts, VPC links, Cognito user pools, role names, AWS service
 * paths). So what is an output goes into a stage variable, the document names the variable, and the document stays known.
 * A replaced function then takes effect with no redeployment, too.
 */
export class StageValues {
  private readonly names = new Map<unknown, string>();
  private readonly values: Record<string, pulumi.Output<string>> = {};

  /**
   * Text for the document: `value` itself where it is plain, else a reference to a stage variable that holds it.
   * @param source what tells two values apart: the same source is one variable
   * @param hint becomes the variable's name; characters that names can't have turn into `_`
   * @param part picks the variable part of the value, such as the name out of an ARN
   */
  refer(source: pulumi.Input<string>, hint: string, part: (value: string) => string): string {
    if (typeof source === "string") return part(source);
    const known = this.names.get(source);
    if (known !== undefined) return `\${stageVariables.${known}}`;
    const base = hint.replace(/[^A-Za-z0-9_]+/g, "_");
    let name = base;
    for (let count = 2; name in this.values; count++) name = `${base}_${count}`;
    this.names.set(source, name);
    this.values[name] = pulumi.output(source).apply((value) => {
      const text = part(value);
      if (STAGE_VALUE.test(text)) return text;
      throw new pulumi.RunError(
        `stage variable ${name} can't hold ${JSON.stringify(text)}: API Gateway takes letters, digits and - . _ ~ : / ? # & = ,`,
      );
    });
    return `\${stageVariables.${name}}`;
  }

  /** The variables that every stage needs, by name. */
  variables(): Readonly<Record<string, pulumi.Output<string>>> {
    return this.values;
  }
}

/** `name` or `name:alias` out of a Lambda function's ARN. */
export function functionOfArn(arn: string): string {
  const parts = arn.split(":");
  return parts.slice(parts[5] === "function" ? 6 : 5).join(":");
}
