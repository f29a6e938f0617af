/** Asks what policies allow between two resources of a stack. */
import { strict as assert } from "node:assert";
import { arnOf, type Edge, type Found, type Receiver, roleActs } from "../../../../policies/graph/wiring";
import { Graph, type Resource, type Verdict } from "../../../../policies/index";
import { policyResources, type Sample, sample, urnOf } from "../../../support/policies";
import { account, allow, document, queue, role, type Statement } from "./samples";

/** What findings are about. */
export const edge: Edge = { from: "a", to: "b", path: "p" };

/** `pass`, or what is found or not known. */
export function said(verdict: Verdict): string {
  switch (verdict.kind) {
    case "fail":
      return `refused: ${verdict.findings.map(({ found }) => found).join("; ")}`;
    case "undecided":
      return `undecided: ${verdict.undecided.map(({ reason }) => reason).join("; ")}`;
    default:
      return verdict.kind;
  }
}

/** Judges two resources of a stack; what else is in it stands in `others`. */
export function between(
  of: Sample,
  others: readonly Sample[],
  judge: (graph: Graph, resource: Resource) => Verdict,
): string {
  const graph = Graph.of(policyResources([of, ...others]));
  const resource = graph.byUrn(urnOf(of));
  assert.ok(resource);
  return said(judge(graph, resource));
}

export function found(receiver: Receiver, resource: Resource): Found {
  return { receiver, resource, arn: arnOf(resource) };
}

/** The examples of a question, by what they show: further resources of the stack, and the answer. */
type Examples = Record<string, readonly [readonly Sample[], RegExp]>;

export function describeRights(title: string, examples: Examples, ask: (others: readonly Sample[]) => string): void {
  describe(title, () => {
    for (const [name, [others, expected]] of Object.entries(examples)) {
      it(name, () => assert.match(ask(others), expected));
    }
  });
}

export const passes = /^pass$/;
export const deny = (statement: Statement): Statement => ({ ...statement, Effect: "Deny" });
export const to = (AWS: unknown, statement: Statement): Statement => ({ ...statement, Principal: { AWS } });

export const r = role("r", "lambda.amazonaws.com");
export const roleArn = String(r.props.arn);
export const root = `arn:aws:iam::${account}:root`;
export const policy = (name: string, ...statements: Statement[]): Sample =>
  sample("aws:iam/policy:Policy", name, {
    id: `arn:aws:iam::${account}:policy/${name}`,
    arn: `arn:aws:iam::${account}:policy/${name}`,
    policy: document(...statements),
  });
export const withProps = (of: Sample, props: Record<string, unknown>): Sample => ({
  ...of,
  props: { ...of.props, ...props },
});
export const acts =
  (receiver: Receiver, target: Sample, by: Sample = r) =>
  (others: readonly Sample[]): string =>
    between(by, [target, ...others], (graph, resource) => {
      const end = graph.byUrn(urnOf(target));
      assert.ok(end);
      return roleActs(graph, edge, resource, found(receiver, end), receiver.send ?? receiver.consume);
    });

export const q = queue("q");
export const send = allow("sqs:SendMessage", String(q.props.arn));
