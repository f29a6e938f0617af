import type { Resource } from "../../core/resource";
import { cannotTell, pass, type Verdict } from "../../core/verdict";
import type { Graph } from "../graph";
import { Unclear } from "../iam";
import { lambdaFunction, type Receiver } from "./receivers";

/** A receiver that an edge ends at. */
export interface Found {
  readonly receiver: Receiver;
  readonly resource: Resource;
  /** As the sender names it: of a function, with the version or alias. */
  readonly arn: string | Unclear;
}

/** Something that an edge ends at and that is not in the stack. */
export interface External {
  readonly arn: string;
}

const alias = "aws:lambda/alias:Alias";

/** What the property at `path` names, of receivers of these kinds, and what `judge` says of it. Nothing named passes. */
export function receiverAt(
  graph: Graph,
  resource: Resource,
  path: string,
  kinds: readonly Receiver[],
  judge: (found: Found) => Verdict,
  judgeExternal: (external: External) => Verdict,
): Verdict {
  const found = findReceiver(graph, resource, path, kinds);
  switch (found.kind) {
    case "absent":
      return pass;
    case "found":
      return judge(found.found);
    case "external":
      return judgeExternal(found);
    case "unclear":
      return cannotTell(found.reason, path);
  }
}

/** Outcome of a search. */
export type Search =
  | { kind: "found"; found: Found }
  | { kind: "external"; arn: string }
  | { kind: "absent" }
  | { kind: "unclear"; reason: string };

/** What the property at `path` names, of receivers of these kinds. */
export function findReceiver(graph: Graph, resource: Resource, path: string, kinds: readonly Receiver[]): Search {
  const types = kinds.flatMap((kind) => kind.types);
  const reference = graph.follow(resource, path, kinds.includes(lambdaFunction) ? [...types, alias] : types);
  switch (reference.kind) {
    case "absent":
      return { kind: "absent" };
    case "unclear":
      return { kind: "unclear", reason: reference.reason };
    case "external":
      return findNamed(graph, reference.value, kinds);
    case "resource":
      return foundAt(graph, reference.resource, resource.string(path).value, kinds);
  }
}

/** What a name, an id or an ARN denotes. */
export function findNamed(graph: Graph, name: string, kinds: readonly Receiver[]): Search {
  const types = kinds.flatMap((kind) => kind.types);
  const withAlias = kinds.includes(lambdaFunction) ? [...types, alias] : types;
  // A function's version or alias that no resource stands for; an ARN of something below a bucket or a log group.
  const parts = name.split(":");
  const shorter = parts.length === 8 && parts[2] === "lambda" ? parts.slice(0, 7).join(":") : undefined;
  const [named] = [...graph.named(name, withAlias), ...(shorter ? graph.named(shorter, types) : [])];
  return named ? foundAt(graph, named, name, kinds) : { kind: "external", arn: name };
}

function foundAt(graph: Graph, resource: Resource, name: string | undefined, kinds: readonly Receiver[]): Search {
  if (resource.type === alias) {
    const target = graph.follow(resource, "functionName", lambdaFunction.types);
    return target.kind === "resource"
      ? { kind: "found", found: { receiver: lambdaFunction, resource: target.resource, arn: arnOf(resource) } }
      : { kind: "unclear", reason: `the function of alias ${resource.name} is not in this stack or not known` };
  }
  const receiver = kinds.find(({ types }) => types.includes(resource.type));
  if (!receiver) {
    return { kind: "unclear", reason: `${resource.name} is no receiver` };
  }
  const arn = name?.startsWith("arn:") ? name.replace(/:\*$/, "") : arnOf(resource);
  return { kind: "found", found: { receiver, resource, arn } };
}

/** The ARN of a resource of the stack. */
export function arnOf(resource: Resource): string | Unclear {
  const { value } = resource.string("arn");
  return value ?? Unclear.because(`the ARN of ${resource.name} is not known before the deployment`);
}

/** One of an ARN's parts. */
export function partOf(arn: string | Unclear, part: "partition" | "region" | "account"): string | Unclear | undefined {
  if (arn instanceof Unclear) {
    return arn;
  }
  const parts = arn.split(":");
  const value = parts[part === "partition" ? 1 : part === "region" ? 3 : 4];
  return value === "" ? undefined : value;
}
