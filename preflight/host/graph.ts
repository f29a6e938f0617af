import type { ProgramRequest } from "../child/messages";
import type { Graph, GraphResource, LogLine, Note, SourcePosition } from "../model";
import type { RawPosition } from "./goal";
import type { Registrar } from "./registrar";
import type { Registration } from "./resource-table";
import { toModelMap } from "./wire";

/** What a graph is made from besides the resources. */
export interface GraphParts {
  request: ProgramRequest;
  notes: Note[];
  logs: LogLine[];
  /** A position in the program's own sources. */
  sourceOf(position: RawPosition): SourcePosition;
}

/** The graph of what was registered, with nothing secret in it. */
export function graphOf(registrar: Registrar, parts: GraphParts): Graph {
  const { request, logs, notes } = parts;
  const guessed = registrar.places.guessedRegion && request.mode === "symbolic";
  return {
    project: request.project,
    stack: request.stack,
    organization: request.organization,
    mode: request.mode,
    resources: registrar.table.all().map((resource) => resourceOf(resource, parts)),
    stackOutputs: toModelMap(registrar.stackOutputs),
    unansweredInvokes: registrar.unanswered,
    notes: [
      ...(request.notes ?? []),
      ...(guessed ? [{ message: "aws:region is not configured: what needs a region was given us-east-1." }] : []),
      ...registrar.notes,
      ...notes,
    ],
    logs,
  };
}

function resourceOf(resource: Registration, parts: GraphParts): GraphResource {
  const { options, position, provider } = resource;
  const result: GraphResource = {
    urn: resource.urn,
    type: resource.type,
    name: resource.name,
    kind: resource.kind,
    origin: resource.origin,
    inputs: toModelMap(resource.inputs),
    outputs: toModelMap(resource.outputs),
    symbolic: resource.symbolic,
    dependencies: resource.dependencies,
    propertyDependencies: withoutEmpty(resource.propertyDependencies),
  };
  if (resource.parent !== "") {
    result.parent = resource.parent;
  }
  if (resource.id !== undefined) {
    result.id = resource.id;
  }
  if (provider) {
    result.provider = provider.urn;
  }
  if (options.protect) {
    result.protect = true;
  }
  if (options.aliases.length > 0) {
    result.aliases = options.aliases;
  }
  if (options.ignoreChanges.length > 0) {
    result.ignoreChanges = options.ignoreChanges;
  }
  if (position && resource.kind !== "stack") {
    result.source = parts.sourceOf(position);
  }
  return result;
}

function withoutEmpty(dependencies: Record<string, string[]>): Record<string, string[]> {
  const result: Record<string, string[]> = {};
  for (const key of Object.keys(dependencies)) {
    const urns = dependencies[key];
    if (urns && urns.length > 0) {
      result[key] = urns;
    }
  }
  return result;
}
