import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { type Graph, type GraphResource, preflight, type Value } from "../../preflight";
import { GraphIndex, type RunControl } from "./graphs";
import { code, count, page, table } from "./markdown";

/** Environments in the order of the columns. */
export const ENVIRONMENTS = ["dev", "staging", "prod"] as const;

const OWN_TYPE = "aws-microservices-platform:";
const SUBNET = "aws:ec2/subnet:Subnet";
/** Text inputs that say how big something is or how it works; other text is names and documents. */
const TELLING = /(type|class|mode|size|engine|failover|protection|engineVersion|policyType)$/i;
/** Numbers and flags that only follow from names and counts. */
const SILENT = /(^|\.)(ruleNumber|priority|resourceShareLimit)$/;
/** Most components that a setting names. */
const MOST_NAMES = 6;

/** One component, or resource outside of any, of the stacks: what it comes to in each. */
interface Part {
  label: string;
  type: string;
  resources: GraphResource[][];
  zones: number[];
}

/** Runs the stacks of the repository's own program, all of them. */
export async function environmentGraphs(root: string, { log, signal }: RunControl): Promise<Graph[]> {
  const graphs: Graph[] = [];
  for (const stack of ENVIRONMENTS) {
    log(`Running the stack ${stack} …`);
    graphs.push((await preflight({ directory: root, stack, signal })).graph);
  }
  return graphs;
}

/** The page that puts the environments side by side. */
export function environmentsPage(
  root: string,
  graphs: readonly Graph[],
  linkOf: (type: string) => string | undefined,
): string {
  const parts = partsOf(graphs);
  return page(
    "# The environments",
    "What each stack of `stacks/` stands up, from preflight's graphs of them. [All components](index.md).",
    table(
      ["", ...ENVIRONMENTS],
      [
        [
          "resources",
          ...graphs.map(({ resources }) => String(resources.filter(({ kind }) => kind === "custom").length)),
        ],
        ["components", ...graphs.map(({ resources }) => String(resources.filter(isOwnComponent).length))],
        ["zones", ...graphs.map(({ resources }) => [...zonesOf(resources)].sort().join(", "))],
      ],
    ),
    "## Components",
    "Number of each and zones that they are in; – where an environment has none.",
    table(["component", ...ENVIRONMENTS], classRows(parts, linkOf)),
    "## On and off",
    "What not every environment has, and resources that are not as many in each.",
    table(
      ["component", "", ...ENVIRONMENTS],
      parts.flatMap((part) => countRows(part, linkOf)),
    ),
    "## Settings",
    "Those that both have and that are not the same.",
    table(["setting", ...ENVIRONMENTS, "of"], settingRows(parts)),
    "## Configuration",
    "What `Pulumi.dev.yaml`, `Pulumi.staging.yaml` and `Pulumi.prod.yaml` say.",
    table(["key", ...ENVIRONMENTS], configurationRows(root)),
  );
}

function isOwnComponent({ kind, type }: GraphResource): boolean {
  return kind === "component" && type.startsWith(OWN_TYPE);
}

function partsOf(graphs: readonly Graph[]): Part[] {
  const parts = new Map<string, Part>();
  graphs.forEach(({ resources }, column) => {
    const index = new GraphIndex(resources);
    for (const resource of resources) {
      if (resource.kind === "stack" || resource.kind === "provider" || index.top(resource) !== resource) continue;
      const own = isOwnComponent(resource);
      const label = `${resource.name} ${resource.type.split(":").pop()}`;
      const part = parts.get(label) ?? {
        label,
        type: resource.type,
        resources: graphs.map(() => []),
        zones: graphs.map(() => 0),
      };
      const all = own ? index.below(resource.urn) : [resource];
      part.resources[column] = all.filter(({ kind }) => kind === "custom");
      part.zones[column] = zonesOf(all, index).size;
      parts.set(label, part);
    }
  });
  return [...parts.values()];
}

/** Zones of the subnets among the resources, or that they are given. */
function zonesOf(resources: readonly GraphResource[], index?: GraphIndex): Set<string> {
  const given = index
    ? resources.flatMap(({ propertyDependencies }) =>
        Object.entries(propertyDependencies)
          .filter(([property]) => /subnet|vpcConfig|networkConfiguration/i.test(property))
          .flatMap(([, urns]) => urns.flatMap((urn) => index.resource(urn) ?? [])),
      )
    : [];
  const zones = [...resources, ...given]
    .filter(({ type }) => type === SUBNET)
    .map(({ inputs }) => inputs.availabilityZone)
    .filter((zone) => typeof zone === "string");
  return new Set(zones);
}

function classRows(parts: readonly Part[], linkOf: (type: string) => string | undefined): string[][] {
  const types = [...new Set(parts.map(({ type }) => type))].filter((type) => type.startsWith(OWN_TYPE)).sort();
  return types.map((type) => {
    const of = parts.filter((part) => part.type === type);
    return [
      linkOf(type) ?? code(type.slice(OWN_TYPE.length)),
      ...ENVIRONMENTS.map((_environment, column) => {
        const present = of.filter(({ resources }) => (resources[column]?.length ?? 0) > 0);
        const zones = Math.max(0, ...present.map((part) => part.zones[column] ?? 0));
        if (present.length === 0) return "–";
        return `${present.length}${zones > 0 ? `, ${count(zones, "zone")}` : ""}`;
      }),
    ];
  });
}

/** Rows of numbers that are not the same in all environments. */
function countRows(part: Part, linkOf: (type: string) => string | undefined): string[][] {
  const present = part.resources.map(({ length }) => length > 0);
  const number = (value: number, column: number): string => (present[column] && value > 0 ? String(value) : "–");
  const totals = ["resources", ...part.resources.map(({ length }, column) => number(length, column))];
  const zones = ["zones", ...part.zones.map(number)];
  const types = [...new Set(part.resources.flat().map(({ type }) => type))].sort();
  const counts = types.map((type) => [
    code(type.split(":").pop() ?? type),
    ...part.resources.map((all, column) => number(all.filter((resource) => resource.type === type).length, column)),
  ]);
  const rows = (present.every(Boolean) ? [totals, zones, ...counts] : [totals]).filter(differs);
  const [name] = part.label.split(" ");
  const label = `${code(name ?? "")} ${linkOf(part.type) ?? code(part.type.split(":").pop() ?? "")}`;
  return rows.map((row, index) => [index === 0 ? label : "", ...row]);
}

function differs([, ...values]: readonly string[]): boolean {
  return new Set(values).size > 1;
}

/** Rows of settings, those that differ alike in one. */
function settingRows(parts: readonly Part[]): string[][] {
  const rows = new Map<string, { row: string[]; names: string[] }>();
  for (const part of parts) {
    for (const row of settings(part)) {
      const found = rows.get(row.join("\n")) ?? { row, names: [] };
      found.names.push(part.label.split(" ")[0] ?? "");
      rows.set(row.join("\n"), found);
    }
  }
  const sorted = [...rows.values()].sort((a, b) => b.names.length - a.names.length);
  return sorted.map(({ row, names }) => {
    const unique = [...new Set(names)];
    const rest = unique.length - MOST_NAMES;
    return [...row, unique.slice(0, MOST_NAMES).map(code).join(", ") + (rest > 0 ? ` and ${rest} more` : "")];
  });
}

/** Settings of resources that more than one environment has, those that differ alike in one row. */
function settings({ resources }: Part): string[][] {
  const values = new Map<string, (string | undefined)[]>();
  resources.forEach((all, column) => {
    for (const { name, type, inputs } of all) {
      for (const [path, value] of leaves(inputs)) {
        const key = `${type} ${path} ${name}`;
        const row = values.get(key) ?? resources.map(() => undefined);
        row[column] = value;
        values.set(key, row);
      }
    }
  });
  const rows = new Map<string, string[]>();
  for (const [key, row] of values) {
    const known = row.filter((value) => value !== undefined);
    if (new Set(known).size < 2) continue;
    const [type = "", path = ""] = key.split(" ");
    const label = `${code(path)} of ${code(type.split(":").pop() ?? type)}`;
    const cells = row.map((value) => value ?? "–");
    rows.set(`${label} ${cells.join(" ")}`, [label, ...cells]);
  }
  return [...rows.values()];
}

/** Numbers, flags and telling words among inputs, by path. */
function leaves(value: Value, path = ""): [string, string][] {
  if (typeof value === "number" || typeof value === "boolean") return SILENT.test(path) ? [] : [[path, String(value)]];
  if (typeof value === "string") return TELLING.test(path) && value.length <= 40 ? [[path, value]] : [];
  if (value === null || path.startsWith("tags")) return [];
  const entries: [string, Value][] = Array.isArray(value)
    ? value.map((item) => ["[]", item])
    : Object.entries(value).filter(([key]) => !key.startsWith("$"));
  return entries.flatMap(([key, item]) => leaves(item, key === "[]" ? `${path}[]` : path ? `${path}.${key}` : key));
}

function configurationRows(root: string): string[][] {
  const columns = ENVIRONMENTS.map((stack) => {
    const { config } = parse(readFileSync(join(root, `Pulumi.${stack}.yaml`), "utf8"));
    return new Map(flat(config));
  });
  const keys = [...new Set(columns.flatMap((column) => [...column.keys()]))];
  return keys.map((key) => [
    code(key.replace(/^aws-microservices-platform:/, "")),
    ...columns.map((column) => column.get(key) ?? "–"),
  ]);
}

function flat(value: unknown, path = ""): [string, string][] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return [[path, Array.isArray(value) ? value.map(String).join(", ") : String(value)]];
  }
  return Object.entries(value).flatMap(([key, item]) => flat(item, path ? `${path}.${key}` : key));
}
