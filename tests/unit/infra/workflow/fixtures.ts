import { asset } from "@pulumi/pulumi";
import { LambdaService } from "../../../../infra/compute";

export const STATE_MACHINE = "aws:sfn/stateMachine:StateMachine";
export const PLACE = "eu-central-1:123456789012";

/** A function that has code of no meaning. */
export function fn(name: string, timeoutSeconds?: number): LambdaService {
  const code = new asset.AssetArchive({ "index.js": new asset.StringAsset("exports.handler = async () => ({});") });
  return new LambdaService(name, { code, timeoutSeconds });
}

/** ARN that the test graph gives the alias of a function. */
export function aliasArn(name: string): string {
  return `arn:aws:lambda:${PLACE}:${name}:live`;
}

/** A list inside a value, or none. */
export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The fields of an object, or none. */
export function fields(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

/** A definition that does nothing. */
export const PASS = JSON.stringify({ StartAt: "done", States: { done: { Type: "Succeed" } } });
export const KEY = `arn:aws:kms:${PLACE}:key/1`;
export const TOPIC = `arn:aws:sns:${PLACE}:alarms`;

/** A machine of one Task for each resource, one after the other. */
export function calls(...resources: string[]): string {
  const names = resources.map((_, index) => `call-${index}`);
  const states = resources.map((resource, index) => {
    const next = names[index + 1];
    const way = next === undefined ? { End: true } : { Next: next };
    return [names[index] ?? "", { Type: "Task", Resource: `arn:aws:states:::${resource}`, ...way }];
  });
  return JSON.stringify({ StartAt: names[0], States: Object.fromEntries(states) });
}

/** A statement that allows, as a policy has it. */
export function allow(Action: string | string[], Resource: string | string[], Condition?: Record<string, unknown>) {
  return { Effect: "Allow", Action, Resource, ...(Condition && { Condition }) };
}
