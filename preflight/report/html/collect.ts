import type { Exempted, GraphResource, PolicyFinding, PolicyInfo, RunResult } from "../../model";
import { byResource, messageOf } from "../findings";
import { byWeight, shortType, weightOf } from "../style";
import { findingsOf } from "../summary";
import type { ControlData, Evidence, FindingData, ReportData, ResourceData } from "./data";
import { diagramOf } from "./diagram/build";
import { layoutOf } from "./diagram/layout";
import { type Named, pathIn } from "./paths";
import { placesOf } from "./sources";
import { shownMessage, shownName } from "./text";

/** What the page shows of a run. */
export function reportData(result: RunResult): ReportData {
  const { graph } = result;
  const indexOf = new Map(graph.resources.map(({ urn }, i) => [urn, i]));
  const at = (urn: string | undefined): number | undefined => (urn === undefined ? undefined : indexOf.get(urn));
  const resources = resourcesOf(graph.resources, at);
  const controls = new Controls(result);
  const diagram = diagramOf(graph);
  const drawn = new Set(diagram.boxes.map(({ resource }) => resource));
  const named = namesOf(graph.resources, drawn);
  return {
    project: shownName(graph.project),
    stack: shownName(graph.stack),
    mode: graph.mode,
    packs: result.packs.map(({ name, version }) => ({ name: shownName(name), version: shownName(version) })),
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
      remediations.map(({ policy, urn, properties, diagnostic }) => ({
        control: controls.place(name, policy),
        resource: at(urn),
        text: shownMessage(`${properties.join(", ") || "nothing"}${diagnostic ? ` (${diagnostic})` : ""}`),
      })),
    ),
    invokes: counted(graph.unansweredInvokes),
    notes: notesOf(result, at),
    logs: graph.logs
      .filter(({ severity }) => severity === "warning" || severity === "error")
      .map(({ severity, message }) => `${severity}: ${shownMessage(message)}`),
    diagram,
    layout: layoutOf(diagram, { typeOf: (resource) => resources[resource]?.type ?? "", open: new Set() }),
  };
}

type At = (urn: string | undefined) => number | undefined;

function resourcesOf(resources: readonly GraphResource[], at: At): ResourceData[] {
  const placeOf = placesOf(resources);
  return resources.map((resource) => ({
    name: shownName(resource.name),
    type: shownName(shortType(resource.type)),
    parent: at(resource.parent),
    source: resource.source && shownName(placeOf(resource.source)),
    remark: remarkOf(resource),
  }));
}

function remarkOf({ kind, origin }: GraphResource): string | undefined {
  if (kind === "read") return "read, not created";
  if (origin === "opaque") return "what it creates is not known";
  return origin === "stand-in" ? "created by a stand-in for its component's plugin" : undefined;
}

/** The controls of all packs, with those that only a finding names. */
class Controls {
  readonly data: ControlData[] = [];
  private readonly places = new Map<string, number>();

  constructor({ packs }: RunResult) {
    for (const { name, catalogue } of packs) for (const policy of catalogue) this.add(name, policy);
  }

  place(pack: string, policy: string, finding?: PolicyFinding): number {
    const known = this.places.get(`${pack}\n${policy}`);
    if (known !== undefined) return known;
    return this.add(pack, {
      name: policy,
      severity: finding?.severity ?? "unspecified",
      enforcement: finding?.enforcement ?? "advisory",
      kind: "resource",
      requirements: [],
      tags: [],
      ...(finding?.description && { description: finding.description }),
      ...(finding?.remediationSteps && { remediationSteps: finding.remediationSteps }),
      ...(finding?.url && { url: finding.url }),
    });
  }

  private add(pack: string, policy: PolicyInfo): number {
    const place = this.data.length;
    this.places.set(`${pack}\n${policy.name}`, place);
    const { severity, enforcement, requirements, displayName, description, remediationSteps, url } = policy;
    this.data.push({
      name: shownName(policy.name),
      pack: shownName(pack),
      title: shownName(displayName || description || policy.name),
      severity,
      enforcement,
      requirements: requirements.map(({ framework, id }) => ({ framework: shownName(framework), id: shownName(id) })),
      ...(description && { description: shownMessage(description) }),
      ...(remediationSteps && { fix: shownMessage(remediationSteps) }),
      // Anything else than a web address would be a link that does something.
      ...(url && /^https?:\/\//i.test(url) && { url: shownName(url) }),
    });
    return place;
  }
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
    evidence: shownMessage(message).split("\n").map(evidenceOf),
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
    reason: shownMessage(reason),
    ...(resource !== undefined && { resource }),
  };
}

function counted(invokes: RunResult["graph"]["unansweredInvokes"]): ReportData["invokes"] {
  const found = new Map<string, ReportData["invokes"][number]>();
  for (const { token, reason } of invokes) {
    const key = `${token}\n${reason}`;
    const known = found.get(key);
    if (known) known.times++;
    else found.set(key, { token: shownName(token), reason: shownMessage(reason), times: 1 });
  }
  return [...found.values()];
}

function notesOf({ graph }: RunResult, at: At): ReportData["notes"] {
  const about = new Map<string, number[]>();
  for (const { message, urn } of graph.notes) {
    const resource = at(urn);
    about.set(message, [...(about.get(message) ?? []), ...(resource === undefined ? [] : [resource])]);
  }
  return [...about].map(([message, resources]) => ({ message: shownMessage(message), resources }));
}

/** Resources by name, those that are drawn as boxes first. */
function namesOf(resources: readonly GraphResource[], drawn: ReadonlySet<number>): Named {
  const found = new Map<string, number[]>();
  resources.forEach(({ name, kind }, i) => {
    if (kind === "stack" || kind === "provider") return;
    const others = found.get(name) ?? [];
    found.set(name, drawn.has(i) && !others.some((one) => drawn.has(one)) ? [i, ...others] : [...others, i]);
  });
  return (name) => found.get(name) ?? [];
}
