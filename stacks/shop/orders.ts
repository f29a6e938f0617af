import { join } from "node:path";
import { UserPool } from "@pulumi/aws/cognito";
import { Role } from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";
import { serviceTrust } from "../../infra/core";
import { RestApi, type RestIntegration } from "../../infra/edge";
import type { Environment } from "../environment";
import { type Events, ORDERS_SOURCE, OrderEvent } from "./events";

/** The API that shoppers' clients call. */
export interface Orders {
  readonly api: RestApi;
  /** Where shoppers' accounts are. */
  readonly shoppers: UserPool;
}

/** Name of the stage variable that holds the bus's name, so that the document is known before the bus exists. */
const BUS_VARIABLE = "eventBus";

/** The caller, from a token that API Gateway has checked: a UUID, which needs no escapes. */
const SHOPPER = "$context.authorizer.claims.sub";

/** Names what a request asks for; the client gets it back. A UUID. */
const REQUEST = "$context.requestId";

/** An order's id of the path. What no id has is dropped, so that nobody writes JSON of his own. */
const ORDER = `$input.params('orderId').replaceAll("[^A-Za-z0-9-]","")`;

/** The body as JSON inside of a JSON string; escapeJavaScript escapes apostrophes too, which JSON does not know. */
const BODY = `$util.escapeJavaScript($input.json('$')).replaceAll("\\\\'","'")`;

/** A Velocity template that puts one event on the bus. @param detail templates of JSON values, escaped where they have quotes */
function putEvent(detailType: string, detail: Record<string, string>): string {
  const members = Object.entries(detail).map(([key, value]) => `\\"${key}\\":${value}`);
  return `{"Entries":[{"Source":"${ORDERS_SOURCE}","DetailType":"${detailType}","EventBusName":"$stageVariables.${BUS_VARIABLE}","Detail":"{${members.join(",")}}"}]}`;
}

/** A JSON string inside of a JSON string. */
function quoted(template: string): string {
  return `\\"${template}\\"`;
}

const NOT_TAKEN = '{"message":"The request was not taken. Send it again."}';

/** PutEvents answers 200 also where it took nothing, and says so in a count. */
function takenAs(member: string): string {
  return [
    "#if($input.path('$.FailedEntryCount') > 0)",
    "#set($context.responseOverride.status = 503)",
    NOT_TAKEN,
    "#else",
    `{"${member}":"${REQUEST}"}`,
    "#end",
  ].join("\n");
}

function toBus(credentialsArn: pulumi.Input<string>, template: string, answer: string): RestIntegration {
  const notTaken = { "application/json": NOT_TAKEN };
  return {
    awsService: { service: "events", action: "PutEvents", credentialsArn },
    requestParameters: {
      "integration.request.header.X-Amz-Target": "'AWSEvents.PutEvents'",
      "integration.request.header.Content-Type": "'application/x-amz-json-1.1'",
    },
    requestTemplates: { "application/json": template },
    responses: {
      default: { statusCode: 202, templates: { "application/json": answer } },
      // A refusal is this program's mistake, a failure of EventBridge's side passes.
      "4\\d{2}": { statusCode: 500, templates: notTaken },
      "5\\d{2}": { statusCode: 503, templates: notTaken },
    },
  };
}

/** Takes orders without a function: API Gateway checks them against the document and puts them on the bus. */
export function createOrders(
  environment: Environment,
  events: Events,
  cloudwatchRoleArn?: pulumi.Input<string>,
): Orders {
  const shoppers = new UserPool("shoppers", {
    passwordPolicy: {
      minimumLength: 14,
      requireLowercase: true,
      requireNumbers: true,
      requireSymbols: true,
      requireUppercase: true,
      temporaryPasswordValidityDays: 1,
    },
    mfaConfiguration: "OPTIONAL",
    softwareTokenMfaConfiguration: { enabled: true },
    usernameAttributes: ["email"],
    autoVerifiedAttributes: ["email"],
    deletionProtection: environment.disposable ? "INACTIVE" : "ACTIVE",
  });
  const role = new Role("orders-api-role", {
    description: "API Gateway puts orders on the event bus.",
    assumeRolePolicy: serviceTrust("apigateway.amazonaws.com"),
  });
  events.bus.grantPutEvents({ role }, "orders-api");

  const { domain, rateLimit, burstLimit } = environment.api;
  const api = new RestApi("orders", {
    documentFile: join(__dirname, "orders.openapi.yaml"),
    publicOperations: ["getHealth"],
    authorizers: { shopper: { cognito: { userPoolArns: [shoppers.arn] } } },
    integrations: {
      getHealth: { mock: {} },
      placeOrder: toBus(
        role.arn,
        putEvent(OrderEvent.Placed, { orderId: quoted(REQUEST), shopper: quoted(SHOPPER), order: BODY }),
        takenAs("orderId"),
      ),
      cancelOrder: toBus(
        role.arn,
        putEvent(OrderEvent.CancellationRequested, {
          cancellationId: quoted(REQUEST),
          orderId: quoted(ORDER),
          shopper: quoted(SHOPPER),
          cancellation: BODY,
        }),
        takenAs("cancellationId"),
      ),
    },
    stages: {
      live: {
        throttle: { rateLimit, burstLimit },
        variables: { [BUS_VARIABLE]: events.bus.busName },
      },
    },
    domain: domain && {
      domainName: domain.name,
      certificateArn: domain.certificateArn,
      hostedZoneId: domain.hostedZoneId,
    },
    logs: { retentionInDays: environment.logDays },
    withoutWaf: !environment.api.firewall,
    cloudwatchRoleArn,
  });
  return { api, shoppers };
}
