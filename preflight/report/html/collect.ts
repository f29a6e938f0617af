import type { Exempted, Graph, GraphResource, PolicyFinding, RunResult, SourcePosition } from "../../model";
import { byResource, messageOf } from "../findings";
import { type ReportFileOptions, withDefaults } from "../options";
import { type Place, Places } from "../places";
import { printableResult } from "../printable";
import { evidenceLines } from "../provenance";
import { byWeight, shortType, weightOf } from "../style";
import { countsOf, findingsOf } from "../summary";
import { stepsOf } from "../values";
import { Controls } from "./controls";
import type { Evidence, FindingData, ReportData, ResourceData } from "./data";
import { diagramOf } from "./diagram/build";
import { layoutOf } from "./diagram/layout";
import { type Named, pathIn, saysType } from "./paths";

/** What the page shows of a run. */
export function reportData(run: RunResult, options: ReportFileOptions): ReportData {
  const result = printableResult(run);
  const { graph } = result;
  const indexOf = new Map(graph.resources.map(({ urn }, i) => [urn, i]));
  const at = (urn: string | undefined): number | undefined => (urn === undefined ? undefined : indexOf.get(urn));
  const resources = resourcesOf(graph, at, withDefaults(options).root);
  const controls = new Controls(result);
  const counts = countsOf(result);
  // The graph as it is, whose references are whole; resources have the same places in both.
  const diagram = diagramOf(run.graph);
  const drawn = new Set(diagram.boxes.map(({ resource }) => resource));
  const named = namesOf(graph.resources, drawn);
  return {
    project: graph.project,
    stack: graph.stack,
    mode: graph.mode,
    created: counts.resources,
    components: counts.components,
    packs: result.packs.map(({ name, version }) => ({ name: name, version: version })),
    evidence: evidenceLines(result),
    resources,
    controls: controls.data,
    findings: byResource(findingsOf(result))
      .sort(byWeight)
      .map((finding) => findingData(finding, controls, at, named)),
    held: result.packs.flatMap(({ name, held }) =>
      Object.entries(held).map(([policy, urns]) => ({
        control: controls.place(name, policy),
        resources: urns.map((urn) => at(urn) ?? -1),
      })),
    ),
    exempted: result.packs.flatMap(({ name, exempted }) =>
      exempted.map((one) => exemptedData(one, name, controls, at)),
    ),
    remediations: result.packs.flatMap(({ name, remediations }) =>
      remediations.flatMap((remediation) =>
        stepsOf(remediation).map((text) => ({
          control: controls.place(name, remediation.policy),
          resource: at(remediation.urn),
          text,
        })),
      ),
    ),
    invokes: counted(graph.unansweredInvokes),
    notes: notesOf(result, at),
    logs: graph.logs
      .filter(({ severity }) => severity === "warning" || severity === "error")
      .map(({ severity, message }) => `${severity}: ${message}`),
    diagram,
    layout: layoutOf(diagram, { typeOf: (resource) => resources[resource]?.type ?? "", open: new Set() }),
  };
}

type At = (urn: string | undefined) => number | undefined;

function resourcesOf(graph: Graph, at: At, root: string): ResourceData[] {
  const places = new Places(graph, root);
  return graph.resources.map((resource) => ({
    name: resource.name,
    type: shortType(resource.type),
    parent: at(resource.parent),
    source: resource.source && sourceOf(resource.source, places.of(resource.urn)),
    remark: remarkOf(resource),
  }));
}

/** The program's line for it; where there is none the one that constructs it, wherever that is. */
function sourceOf(source: SourcePosition, place: Place | undefined): string {
  const { file, line } = place ?? source;
  return `${file}:${line}`;
}

function remarkOf({ kind, origin }: GraphResource): string | undefined {
  if (kind === "read") return "read, not created";
  if (origin === "opaque") return "what it creates is not known";
  return origin === "stand-in" ? "created by a stand-in for its component's plugin" : undefined;
}

function findingData(finding: PolicyFinding, controls: Controls, at: At, named: Named): FindingData {
  const weight = weightOf(finding);
  const message = messageOf(finding);
  const resource = at(finding.urn);
  const path = pathIn(message, named);
  return {
    control: controls.place(finding.pack, finding.policy, finding),
    verdict: weight === "mandatory" ? "violation" : weight,
    severity: finding.severity,
    evidence: message.split("\n").map(evidenceOf),
    ...(resource !== undefined && { resource }),
    ...(finding.symbolicOnly && { symbolicOnly: true }),
    ...(path && { path }),
  };
}

/** A line in front of which a property's path stands. */
const aboutProperty = /^([\w$.[\]"'*/-]{1,120}): (\S.*)$/;

function evidenceOf(line: string): Evidence {
  const [, property, text] = aboutProperty.exec(line) ?? [];
  return property && text ? { property, text } : { text: line };
}

function exemptedData({ policy, urn, reason }: Exempted, pack: string, controls: Controls, at: At) {
  const resource = at(urn);
  return {
    control: controls.place(pack, policy),
    reason: reason,
    ...(resource !== undefined && { resource }),
  };
}

function counted(invokes: RunResult["graph"]["unansweredInvokes"]): ReportData["invokes"] {
  const found = new Map<string, ReportData["invokes"][number]>();
  for (const { token, reason } of invokes) {
    const key = `${token}\n${reason}`;
    const known = found.get(key);
    if (known) known.times++;
    else found.set(key, { token: token, reason: reason, times: 1 });
  }
  return [...found.values()];
}

function notesOf({ graph }: RunResult, at: At): ReportData["notes"] {
  const about = new Map<string, number[]>();
  for (const { message, urn } of graph.notes) {
    const resource = at(urn);
    about.set(message, [...(about.get(message) ?? []), ...(resource === undefined ? [] : [resource])]);
  }
  return [...about].map(([message, resources]) => ({ message: message, resources }));
}

/** Resources by name: of those that have it the one of the type that is said, else one that is drawn as a box. */
function namesOf(resources: readonly GraphResource[], drawn: ReadonlySet<number>): Named {
  const found = new Map<string, number[]>();
  resources.forEach(({ name, kind }, i) => {
    if (kind !== "stack" && kind !== "provider") found.set(name, [...(found.get(name) ?? []), i]);
  });
  return (name, noun) => {
    const all = found.get(name) ?? [];
    const said = noun === "" ? undefined : all.find((one) => saysType(noun, resources[one]?.type ?? ""));
    return said ?? all.find((one) => drawn.has(one)) ?? all[0];
  };
}
