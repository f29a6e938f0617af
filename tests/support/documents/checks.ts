/** Checks of single documents: each takes one as the program hands it to AWS and says what is wrong, a line each. */
import { Script } from "node:vm";
import AjvDraft04 from "ajv-draft-04";
import aslValidator from "asl-validator";
import jsonata from "jsonata";
import { parseDocument } from "yaml";
import type { GraphResource } from "../../../preflight";
import { type PolicyKind, policyProblems } from "./iam";
import { violations } from "./schemas";

/**
 * What is wrong with a document; nothing where it is sound.
 *
 * @param value parsed where it is JSON, else its text
 * @param resource the resource that it is a property of, for what it refers to
 */
export type Check = (value: unknown, resource: GraphResource) => string[] | Promise<string[]>;

/** A document that is JSON. Where it is a text, the text has to parse. */
export function json(check: Check = () => []): Check {
  return (value, resource) => {
    if (typeof value !== "string") return check(value, resource);
    const problems = parsing(value);
    return problems.length > 0 ? problems : check(JSON.parse(value), resource);
  };
}

/** Why a text is no JSON. */
function parsing(text: string): string[] {
  try {
    JSON.parse(text);
    return [];
  } catch (error) {
    return [`it is no JSON: ${error instanceof Error ? error.message : String(error)}`];
  }
}

/** JSON that a schema in tests/support/schemas describes. */
export const ofSchema = (reference: string): Check => json((value) => violations(reference, value));

/** A policy, by what it is attached to. */
export const policy = (kind: PolicyKind): Check => json((value) => policyProblems(kind, value));

/** A state machine. It is validated as a copy: the validator writes into what it gets. */
export const stateMachine: Check = json((value) => {
  if (typeof value !== "object" || value === null) return ["it is no object"];
  const verdict = aslValidator(structuredClone(value));
  return verdict.isValid ? [] : [verdict.errorsText("; ")];
});

/** An expression in a state machine, between its marks. */
export const expression: Check = (value) => {
  const [, text] = /^\{%(.*)%\}$/s.exec(String(value)) ?? [];
  if (text === undefined) return ["it is no expression: it starts like one"];
  try {
    jsonata(text);
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : JSON.stringify(error)];
  }
};

/** An API's description, with the policy that is in it. */
export const openApi: Check = json(async (value) => {
  if (typeof value !== "object" || value === null) return ["it is no object"];
  const { Validator } = await import("@seriousme/openapi-schema-validator");
  const { valid, errors } = await new Validator().validate({ ...structuredClone(value) });
  const found =
    typeof errors === "string" ? [errors] : (errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
  const inside = Object.entries(value).find(([key]) => key === "x-amazon-apigateway-policy")?.[1];
  return [
    ...(valid ? [] : found.length > 0 ? found : ["it is not valid"]),
    ...(inside === undefined ? [] : (await policyProblems("resourcePolicy", inside)).map((line) => `policy: ${line}`)),
  ];
});

/** A pattern of a filter: AWS takes a rule's on fields of events, a topic's on attributes or on the body. */
export const filterPolicy: Check = (value, resource) =>
  ofSchema(
    resource.inputs["filterPolicyScope"] === "MessageBody"
      ? "event-pattern#/definitions/busFields"
      : "event-pattern#/definitions/attributes",
  )(value, resource);

/** A validator of AppConfig: JSON schema of draft 4 (https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-creating-configuration-and-profile-validators.html). */
export const draft04Schema: Check = json((value) => {
  const ajv = new AjvDraft04({ strict: false, allErrors: true });
  if (typeof value !== "object" || value === null) return ["it is no object"];
  try {
    ajv.compile(value);
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
});

/** YAML of the alert manager: its configuration is a text in the document. */
export const alertManager: Check = (value) => {
  const outer = yaml(value);
  if (Array.isArray(outer)) return outer;
  const text = outer.value?.["alertmanager_config"];
  const inner = yaml(text);
  if (Array.isArray(inner)) return inner.map((line) => `alertmanager_config: ${line}`);
  const found = violations("documents#/definitions/alertManager", inner.value);
  if (found.length > 0) return found;
  const { route, receivers } = inner.value as { route: { receiver: string }; receivers: { name: string }[] };
  return receivers.some(({ name }) => name === route.receiver) ? [] : [`there is no receiver ${route.receiver}`];
};

function yaml(text: unknown): string[] | { readonly value: Record<string, unknown> | undefined } {
  if (typeof text !== "string") return ["it is no text"];
  const document = parseDocument(text);
  if (document.errors.length > 0) return document.errors.map(({ message }) => message);
  const value: unknown = document.toJS();
  return typeof value === "object" && value !== null ? { value: { ...value } } : ["it is no map"];
}

/** Rules of Prometheus. */
export const prometheusRules: Check = (value) => {
  const document = yaml(value);
  return Array.isArray(document) ? document : violations("documents#/definitions/prometheusRules", document.value);
};

/** A template of CloudFormation, as far as its outline goes. */
export const template: Check = (value) => {
  const document = yaml(value);
  return Array.isArray(document) ? document : violations("documents#/definitions/template", document.value);
};

/** JSON, but where Velocity's language is in it. */
export const mappingTemplate: Check = (value, resource) => (/[#$]/.test(String(value)) ? [] : json()(value, resource));

/** Code that runs in CloudFront: it has to be a script that parses, with the function that CloudFront calls. */
export const edgeFunction: Check = (value) => {
  const code = String(value);
  try {
    new Script(code);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
  return /\bfunction handler\s*\(/.test(code) ? [] : ["it has no function called handler"];
};

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html */
export const accessLogFormat: Check = json((value) => {
  const values = typeof value === "object" && value !== null ? Object.values(value) : [];
  const unclear = values.filter((one) => typeof one !== "string" || !/^\$context(\.[A-Za-z]+)+$/.test(one));
  return [
    ...unclear.map((one) => `${JSON.stringify(one)} is no variable of the request`),
    ...(values.some((one) => one === "$context.requestId" || one === "$context.extendedRequestId")
      ? []
      : ["it has no id of the request, which API Gateway asks for"]),
  ];
});

/** Attributes of https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html. */
const scheduleAttributes = ["schedule-arn", "scheduled-time", "execution-id", "attempt-number"];

export const scheduleInput: Check = (value) => {
  const used = [...String(value).matchAll(/<aws\.scheduler\.([^>]*)>/g)].map(([, name = ""]) => name);
  return [
    ...used.filter((name) => !scheduleAttributes.includes(name)).map((name) => `there is no attribute ${name}`),
    ...parsing(String(value)),
  ];
};

/** Variables that need no path: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html. */
const eventVariables = [
  "aws.events.rule-arn",
  "aws.events.rule-name",
  "aws.events.event.ingestion-time",
  "aws.events.event",
  "aws.events.event.json",
];

/** What a rule hands to a target: JSON, or lines of quoted text, with the variables that its paths fill. */
export const inputTemplate: Check = (value, resource) => {
  const template = String(value);
  const transformer = resource.inputs["inputTransformer"] as { inputPaths?: Record<string, string> } | undefined;
  const paths = Object.keys(transformer?.inputPaths ?? {});
  const variable = /<([A-Za-z0-9_.-]+)>/g;
  const used = [...template.matchAll(variable)].map(([, name = ""]) => name);
  // Inside quotes a variable is text; outside it is a value.
  const filled = template.replace(/"(?:[^"\\]|\\.)*"/g, (text) => text.replace(variable, "v")).replace(variable, "0");
  const isJson = (text: string): boolean => parsing(text).length === 0;
  return [
    ...used
      .filter((name) => !paths.includes(name) && !eventVariables.includes(name))
      .map((name) => `nothing fills <${name}>`),
    ...paths.filter((name) => !used.includes(name)).map((name) => `the path ${name} is not used`),
    ...(isJson(filled)
      ? []
      : filled
          .split("\n")
          .filter((line) => line.trim() !== "" && !isJson(line))
          .map((line) => `it is neither JSON nor a line of quoted text: ${line}`)),
  ];
};
