import { count } from "../count";
import type { Graph, GraphResource, PolicyFinding } from "../model";
import { marks, type Style, shortType, type Weight, weightOf, weightPaint } from "./style";

interface Node {
  resource: GraphResource;
  children: Node[];
  findings: PolicyFinding[];
  /** Resources below it. */
  descendants: number;
  /** Findings about it or below it. */
  problems: number;
}

/** A line of the tree before its branches are drawn. */
interface Line {
  text: string;
  /** Parts that follow each other on as many lines as they need, in place of the text. */
  parts?: string[];
  children: Line[];
}

/** Leaves of one component that are still shown one by one; more are counted by type. */
const fewLeaves = 3;
/** Sound components of one type below one parent that are shown one by one. */
const fewAlike = 8;

/** Lines below one parent before the rest is counted. */
const manyLines = 40;
/** Levels of components that are shown; what is below them is counted. */
const deepest = 40;

/** The resources by component, with the findings marked where they are. */
export function renderTree(graph: Graph, findings: PolicyFinding[], style: Style): string[] {
  const roots = nodesOf(graph, findings);
  const lines = childLines(roots, style);
  return draw(lines, "", style);
}

function nodesOf(graph: Graph, findings: PolicyFinding[]): Node[] {
  const about = new Map<string, PolicyFinding[]>();
  for (const finding of findings) {
    if (finding.urn) {
      about.set(finding.urn, [...(about.get(finding.urn) ?? []), finding]);
    }
  }
  const nodes = new Map<string, Node>();
  for (const resource of graph.resources) {
    const own = about.get(resource.urn) ?? [];
    nodes.set(resource.urn, { resource, children: [], findings: own, descendants: 0, problems: own.length });
  }
  const roots: Node[] = [];
  for (const node of nodes.values()) {
    if (node.resource.kind !== "stack") {
      const parent = nodes.get(node.resource.parent ?? "");
      (parent && parent.resource.kind !== "stack" ? parent.children : roots).push(node);
    }
  }
  addUp(roots);
  return roots;
}

/** Counts what is below each node, from the leaves up. */
function addUp(roots: Node[]): void {
  const order = [...roots];
  // The list grows while it is gone through: each node comes before what is below it.
  for (const node of order) {
    for (const child of node.children) {
      order.push(child);
    }
  }
  for (const node of order.reverse()) {
    for (const child of node.children) {
      node.descendants += 1 + child.descendants;
      node.problems += child.problems;
    }
  }
}

function childLines(nodes: Node[], style: Style, depth = 0): Line[] {
  const { show } = style.options;
  if (depth === deepest && nodes.length > 0) {
    return [restLine(nodes, style)];
  }
  if (show === "all") {
    return nodes.map((node) => nodeLine(node, style, depth));
  }
  const shown = show === "problems" ? nodes.filter((node) => node.problems > 0) : nodes.filter(isOfInterest);
  const isLeaf = (node: Node): boolean => node.children.length === 0 && node.resource.kind !== "component";
  const soundLeaves = shown.filter((node) => isLeaf(node) && node.problems === 0);
  const collapsed = new Set(soundLeaves.length > fewLeaves ? soundLeaves : []);
  const alike = alikeGroups(shown.filter((node) => !isLeaf(node) && node.problems === 0));
  const lines: Line[] = [];
  for (const [i, node] of shown.entries()) {
    if (lines.length >= manyLines && shown.length - i > 1) {
      return [...lines, restLine(shown.slice(i), style)];
    }
    const group = alike.get(node);
    if (group === "first") {
      lines.push(
        alikeLine(
          node,
          shown.filter((other) => other.resource.type === node.resource.type && alike.has(other)),
          style,
        ),
      );
    } else if (!group && !collapsed.has(node)) {
      lines.push(nodeLine(node, style, depth));
    }
  }
  if (collapsed.size > 0) {
    lines.push({ text: "", parts: byType([...collapsed]), children: [] });
  }
  return lines;
}

/** Default providers come with any program and say nothing of this one. */
function isOfInterest({ resource, problems }: Node): boolean {
  return problems > 0 || resource.kind !== "provider" || !resource.name.startsWith("default");
}

/** Which of many sound components of one type are shown as one line, at the place of the first. */
function alikeGroups(nodes: Node[]): Map<Node, "first" | "other"> {
  const groups = new Map<string, Node[]>();
  for (const node of nodes) {
    groups.set(node.resource.type, [...(groups.get(node.resource.type) ?? []), node]);
  }
  const result = new Map<Node, "first" | "other">();
  for (const group of groups.values()) {
    if (group.length > fewAlike) {
      for (const node of group) {
        result.set(node, node === group[0] ? "first" : "other");
      }
    }
  }
  return result;
}

function alikeLine(first: Node, group: Node[], style: Style): Line {
  const resources = group.reduce((sum, node) => sum + 1 + node.descendants, 0);
  const text = `${group.length} × ${shortType(first.resource.type)}`;
  return { text: `${text}  ${style.dim(`${count(resources, "resource")}, ${first.resource.name} …`)}`, children: [] };
}

function restLine(nodes: Node[], style: Style): Line {
  const resources = nodes.reduce((sum, node) => sum + 1 + node.descendants, 0);
  const findings = nodes.reduce((sum, node) => sum + node.problems, 0);
  const all = style.options.show === "all" ? "" : ": see them with --show all";
  const text = `… and ${count(resources, "more resource")} with ${count(findings, "finding")}${all}`;
  return { text: style.dim(text), children: [] };
}

/** How many there are of each type, by class name: modules would double the length and tell the reader little. */
function byType(nodes: Node[]): string[] {
  const counts = new Map<string, number>();
  for (const { resource } of nodes) {
    const type = shortType(resource.type).split(".").at(-1) ?? "";
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([type, number]) => (number === 1 ? type : `${number} ${type}`));
}

function nodeLine(node: Node, style: Style, depth: number): Line {
  const { resource, findings, descendants } = node;
  const isGroup = descendants > 0 || resource.kind === "component";
  const name = isGroup ? style.bold(resource.name) : resource.name;
  const parts = [`${markOf(findings, style)}${name}`, style.dim(shortType(resource.type))];
  if (descendants > 0) {
    parts.push(style.dim(count(descendants, "resource")));
  }
  if (resource.kind === "read") {
    parts.push(style.dim("read, not created"));
  }
  if (resource.origin === "opaque") {
    parts.push(style.magenta("opaque: what it creates is not known"));
  } else if (resource.origin === "stand-in" && isGroup) {
    parts.push(style.magenta("stand-in"));
  }
  parts.push(...policies(findings, style));
  return { text: parts.join("  "), children: childLines(node.children, style, depth + 1) };
}

function worstOf(findings: PolicyFinding[]): Weight | undefined {
  const weights = findings.map(weightOf);
  return (["mandatory", "advisory", "can't tell"] as const).find((weight) => weights.includes(weight));
}

function markOf(findings: PolicyFinding[], style: Style): string {
  const worst = worstOf(findings);
  return worst ? `${weightPaint(style, worst)(marks[worst])} ` : "";
}

/** The names of the policies that say something, each in the colour of its kind. */
function policies(findings: PolicyFinding[], style: Style): string[] {
  const violated = [
    ...new Set(findings.filter((f) => f.verdict === "violation").map((f) => `${weightOf(f)} ${f.policy}`)),
  ];
  const names = violated.map((key) => {
    const weight: Weight = key.startsWith("mandatory ") ? "mandatory" : "advisory";
    return weightPaint(style, weight)(key.slice(weight.length + 1));
  });
  const undecided = findings.length - findings.filter((f) => f.verdict === "violation").length;
  return undecided > 0 ? [...names, style.cyan(`${undecided} can't tell`)] : names;
}

function draw(lines: Line[], indent: string, style: Style): string[] {
  return lines.flatMap((line, i) => {
    const last = i === lines.length - 1;
    const below = `${indent}${last ? "   " : "│  "}`;
    const [first = "", ...others] = line.parts
      ? joined(line.parts, style.options.columns - below.length).map(style.dim)
      : [line.text];
    return [
      `${indent}${last ? "└─ " : "├─ "}${first}`,
      ...others.map((text) => `${below}${text}`),
      ...draw(line.children, below, style),
    ];
  });
}

/** Parts with dots between them, on lines of at most the given width. */
function joined(parts: string[], width: number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + part.length + 3 <= width) {
      lines[lines.length - 1] = `${line} · ${part}`;
    } else {
      lines.push(part);
    }
  }
  return lines;
}
