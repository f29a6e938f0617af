import { Role } from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";
import { type PlatformArgs, PlatformComponent, serviceTrust } from "../core";
import type { RestIntegration } from "../edge";
import type { Workflow } from "./workflow";
import { WorkflowType } from "./workflow-args";

/** Arguments of {@link WorkflowStart}. */
export interface WorkflowStartArgs extends PlatformArgs {
  /** What a request starts. */
  workflow: Workflow;
  /**
   * Velocity expression for the execution's name, such as `$input.path('$.orderId')`: a second request with the same name
   * and body then finds the first one's execution. @default a new name each time
   */
  executionName?: string;
  /**
   * Wait for the end and answer with the execution's status and output; express workflows only, which then may take
   * 29 seconds. @default false: answer 202 with the execution's ARN
   */
  synchronous?: boolean;
}

/**
 * A REST API operation that starts a workflow with the request's body as its input, with no code between:
 *
 * ```ts
 * const start = new WorkflowStart("start-import", { workflow });
 * new RestApi("imports", {
 *   documentFile,
 *   integrations: { startImport: start.integration },
 *   stages: { live: { variables: start.stageVariables } },
 * });
 * ```
 */
export class WorkflowStart extends PlatformComponent {
  /** Backend of the operation. */
  readonly integration: RestIntegration;
  /** Variables that every stage of the API needs: they hold the workflow's ARN, so that the document stays known. */
  readonly stageVariables: Record<string, pulumi.Output<string>>;
  /** Role that API Gateway starts the workflow with. */
  readonly role: Role;

  constructor(name: string, args: WorkflowStartArgs, opts?: pulumi.ComponentResourceOptions) {
    super("workflow:WorkflowStart", name, args, opts);
    const { workflow, synchronous, executionName } = args;
    const checks = this.checks();
    if (synchronous && workflow.type !== WorkflowType.Express) {
      checks.fail("synchronous", true, "leave it out, or use an express workflow: no other can be waited for");
    }
    checks.done();
    this.role = new Role(
      `${name}-role`,
      { assumeRolePolicy: serviceTrust("apigateway.amazonaws.com"), tags: this.tags(`${name}-role`) },
      this.child(),
    );
    workflow.grantStartExecution(this, name);
    const variable = `${name.replaceAll("-", "_")}_workflow`;
    this.stageVariables = { [variable]: workflow.arn };
    // escapeJavaScript writes \' for ', which JSON does not know:
    // docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
    const input = `"$util.escapeJavaScript($input.json('$')).replaceAll("\\\\'","'")"`;
    const nameField = executionName === undefined ? "" : `"name": "$util.escapeJavaScript(${executionName})", `;
    this.integration = {
      awsService: {
        service: "states",
        action: synchronous ? "StartSyncExecution" : "StartExecution",
        credentialsArn: this.role.arn,
      },
      requestTemplates: {
        "application/json": `{${nameField}"stateMachineArn": "$stageVariables.${variable}", "input": ${input}}`,
      },
      responses: {
        default: synchronous ? { statusCode: 200 } : { statusCode: 202 },
        "400": { statusCode: 400, templates: { "application/json": '{"title": "The request can not be started."}' } },
        "5\\d{2}": {
          statusCode: 502,
          templates: { "application/json": '{"title": "The workflow can not be started."}' },
        },
      },
    };
    this.registerOutputs({ roleArn: this.role.arn });
  }
}
