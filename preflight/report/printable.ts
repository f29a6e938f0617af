import type { Graph, GraphResource, PackResult, PolicyFinding, PolicyInfo, Provenance, RunResult } from "../model";

/**
 * Characters that a reader does not see, or that act on what shows them: control and format characters, those that turn
 * a line's direction, halves of characters, and what XML has no form for. Line feeds and tabs are in texts by right.
 */
const unseen = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffe\uffff]/gu;
const breaks = /[\n\t]/g;
/** Nearly every text is of plain characters only, which is told much faster. */
const special = /[^\n\t -~]/;

/** A text with the characters written out that are not seen: an escape character as `\u001b`. */
export function printable(text: string): string {
  return special.test(text) ? text.replace(/\r\n/g, "\n").replace(unseen, escaped) : text;
}

/** A text on one line: a line feed is written out too. */
export function oneLine(text: string): string {
  return printable(text).replace(breaks, (character) => (character === "\n" ? "\\n" : "\\t"));
}

function escaped(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`;
}

/** The result with names on one line and texts printable; values of properties as they are: what shows them sees to it. */
export function printableResult(result: RunResult): RunResult {
  const { graph, packs, provenance } = result;
  return {
    ...result,
    graph: printableGraph(graph),
    packs: packs.map(printablePack),
    ...(provenance && { provenance: printableProvenance(provenance) }),
  };
}

/** The other texts are preflight's own. */
function printableProvenance(provenance: Provenance): Provenance {
  const { pulumi, providers } = provenance;
  return {
    ...provenance,
    pulumi: oneLine(pulumi),
    providers: providers.map(({ name, version }) => ({
      name: oneLine(name),
      ...(version !== undefined && { version: oneLine(version) }),
    })),
  };
}

function printableGraph(graph: Graph): Graph {
  return {
    ...graph,
    project: oneLine(graph.project),
    stack: oneLine(graph.stack),
    organization: oneLine(graph.organization),
    resources: graph.resources.map(printableResource),
    unansweredInvokes: graph.unansweredInvokes.map((invoke) => ({
      ...invoke,
      token: oneLine(invoke.token),
      reason: printable(invoke.reason),
    })),
    notes: graph.notes.map((note) => ({ ...note, message: printable(note.message), ...urnOf(note) })),
    logs: graph.logs.map((log) => ({ ...log, message: printable(log.message), ...urnOf(log) })),
  };
}

function printableResource(resource: GraphResource): GraphResource {
  const { urn, type, name, parent, source } = resource;
  // Nearly all are sound: what is not copied costs nothing.
  if ([urn, type, name, parent ?? "", source?.file ?? ""].every((text) => oneLine(text) === text)) {
    return resource;
  }
  return {
    ...resource,
    urn: oneLine(urn),
    type: oneLine(type),
    name: oneLine(name),
    ...(parent !== undefined && { parent: oneLine(parent) }),
    ...(source && { source: { ...source, file: oneLine(source.file) } }),
  };
}

function printablePack(pack: PackResult): PackResult {
  return {
    ...pack,
    name: oneLine(pack.name),
    version: oneLine(pack.version),
    catalogue: pack.catalogue.map(printablePolicy),
    findings: pack.findings.map(printableFinding),
    held: Object.fromEntries(Object.entries(pack.held).map(([policy, urns]) => [oneLine(policy), urns.map(oneLine)])),
    exempted: pack.exempted.map((exempted) => ({
      ...exempted,
      policy: oneLine(exempted.policy),
      reason: printable(exempted.reason),
      ...urnOf(exempted),
    })),
    remediations: pack.remediations.map((remediation) => ({
      ...remediation,
      pack: oneLine(remediation.pack),
      policy: oneLine(remediation.policy),
      urn: oneLine(remediation.urn),
      properties: remediation.properties.map(oneLine),
      changes: remediation.changes.map((change) => ({ ...change, path: oneLine(change.path) })),
      ...(remediation.diagnostic !== undefined && { diagnostic: printable(remediation.diagnostic) }),
    })),
  };
}

function printablePolicy(policy: PolicyInfo): PolicyInfo {
  return {
    ...policy,
    name: oneLine(policy.name),
    ...(policy.displayName !== undefined && { displayName: oneLine(policy.displayName) }),
    requirements: policy.requirements.map(({ framework, id }) => ({ framework: oneLine(framework), id: oneLine(id) })),
    tags: policy.tags.map(oneLine),
    ...explanationOf(policy),
  };
}

function printableFinding(finding: PolicyFinding): PolicyFinding {
  return {
    ...finding,
    pack: oneLine(finding.pack),
    packVersion: oneLine(finding.packVersion),
    policy: oneLine(finding.policy),
    message: printable(finding.message),
    ...urnOf(finding),
    ...explanationOf(finding),
  };
}

function urnOf({ urn }: { urn?: string }): { urn?: string } {
  return urn === undefined ? {} : { urn: oneLine(urn) };
}

type Explanation = Pick<PolicyFinding, "description" | "remediationSteps" | "url">;

function explanationOf({ description, remediationSteps, url }: Explanation): Explanation {
  return {
    ...(description !== undefined && { description: printable(description) }),
    ...(remediationSteps !== undefined && { remediationSteps: printable(remediationSteps) }),
    ...(url !== undefined && { url: oneLine(url) }),
  };
}
