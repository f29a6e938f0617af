import { all, cannotTell, fail, pass, type Resource, stackControl, type Verdict, when } from "../../core";
import type { Graph } from "../../graph";

const tableType = "aws:dynamodb/table:Table";
const targetType = "aws:appautoscaling/target:Target";

/** Holds tables to a capacity that follows the load. */
export const dynamodbScaling = stackControl({
  id: "dynamodb-scaling",
  title: "DynamoDB tables scale with demand",
  severity: "medium",
  why: "A table with fixed capacity refuses requests when more come, and costs the same when none do.",
  fix: 'Set billingMode to "PAY_PER_REQUEST", or make an appautoscaling Target for the reads and one for the writes of the table.',
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/dynamodb-controls.html#dynamodb-1",
  on: [tableType],
  check: (table, { graph }) =>
    when(
      table.string("billingMode").equals("PAY_PER_REQUEST", { absent: "AWS then takes PROVISIONED" }),
      () => pass,
      () => all(scaled(graph, table, "Read"), scaled(graph, table, "Write")),
    ),
});

function scaled(graph: Graph, table: Resource, what: "Read" | "Write"): Verdict {
  const dimension = `dynamodb:table:${what}CapacityUnits`;
  const { certain, perhaps } = targetsOf(graph);
  const name = table.string("name").value;
  if (certain.get(table)?.has(dimension) || (name !== undefined && certain.get(name)?.has(dimension))) return pass;
  return perhaps.has(dimension)
    ? cannotTell(`which table ${perhaps.get(dimension)} scales is not known`, "resourceId")
    : fail({ path: "billingMode", found: `PROVISIONED, and no Target for ${dimension}`, expected: "one" });
}

interface Targets {
  /** Dimensions that are scaled, by table, or by its name where that is what the target has. */
  readonly certain: Map<Resource | string, Set<string>>;
  /** A target of each dimension of which there is no telling which table it scales. */
  readonly perhaps: Map<string, string>;
}

const known = new WeakMap<Graph, Targets>();

/** A target names its table by `table/<name>`, a text that is made from the table. */
function targetsOf(graph: Graph): Targets {
  let targets = known.get(graph);
  if (!targets) {
    targets = { certain: new Map(), perhaps: new Map() };
    for (const target of graph.ofType(targetType)) {
      const dimension = target.string("scalableDimension").value ?? "";
      const name = /^table\/([^/]+)$/.exec(target.string("resourceId").value ?? "")?.[1];
      const [only, second] = graph.dependenciesOf(target, "resourceId").filter(({ type }) => type === tableType);
      const table = name ?? (second ? undefined : only);
      if (table !== undefined) {
        targets.certain.set(table, (targets.certain.get(table) ?? new Set()).add(dimension));
      } else if (target.string("resourceId").value === undefined) {
        targets.perhaps.set(dimension, target.name);
      }
    }
    known.set(graph, targets);
  }
  return targets;
}
