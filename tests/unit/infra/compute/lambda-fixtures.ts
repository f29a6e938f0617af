import { join } from "node:path";
import type { Output } from "@pulumi/pulumi";
import { LambdaService, type LambdaServiceArgs } from "../../../../infra/compute";
import type { Placement } from "../../../../infra/network";
import { type GraphOptions, graph, type TestGraph } from "../../../../testing";

/** Path of a handler that builds. */
export const HELLO = join(__dirname, "fixtures/hello.ts");

export const FUNCTION = "aws:lambda/function:Function";
export const KEY_ARN = "arn:aws:kms:eu-central-1:123456789012:key/1234";

/** Two subnets, one a zone. */
export const PLACEMENT: Placement = {
  vpcId: "vpc-1",
  cidrBlock: "10.0.0.0/16",
  subnetIds: ["subnet-a", "subnet-b"],
};

/** A graph with the function "hello" in it; `wire` goes on from there. */
export function hello(
  args: Partial<LambdaServiceArgs> = {},
  wire: (fn: LambdaService) => unknown = () => undefined,
  options: GraphOptions = {},
): Promise<TestGraph> {
  return graph(() => wire(new LambdaService("hello", { entry: HELLO, ...args })), options);
}

/** What an output holds. */
export function outputValue<T>(output: Output<T>): Promise<T> {
  return new Promise((resolve) => {
    output.apply(resolve);
  });
}

/** The statements of an inline policy. */
export function statements(seen: TestGraph, name: string): unknown {
  const document: unknown = seen.json(name, "policy", "aws:iam/rolePolicy:RolePolicy");
  return typeof document === "object" && document !== null && "Statement" in document ? document.Statement : undefined;
}
