import type { ProgramRequest } from "../child/messages";
import type { Graph, GraphResource, LogLine, Note, SourcePosition } from "../model";
import type { SecretMask } from "../packs/secrets";
import type { RawPosition } from "./goal";
import type { Registrar } from "./registrar";
import type { Registration } from "./resource-table";
import { type SecretSink, toModelMap } from "./wire";

/** What a graph is made from besides the resources. */
export interface GraphParts {
  request: ProgramRequest;
  notes: Note[];
  logs: LogLine[];
  /** Knows the configuration's secrets; it is told all others. */
  secrets: SecretMask;
  /** A position in the program's own sources. */
  sourceOf(position: RawPosition): SourcePosition;
}

/** The graph of what was registered, with nothing secret in it. */
export function graphOf(registrar: Registrar, parts: GraphParts): Graph {
  const { request, logs, notes, secrets } = parts;
  const guessed = registrar.places.guessedRegion && request.mode === "symbolic";
  const resources = registrar.table.all().map((resource) => resourceOf(resource, parts));
  const stackOutputs = toModelMap(registrar.stackOutputs, (value) => secrets.add(value));
  return {
    project: request.project,
    stack: request.stack,
    organization: request.organization,
    mode: request.mode,
    resources,
    stackOutputs,
    // Calls and logs have no marks: they are looked through for what was secret elsewhere.
    unansweredInvokes: registrar.unanswered.map((call) => ({ ...call, args: secrets.maskMap(call.args) })),
    notes: [
      ...(request.notes ?? []),
      ...(guessed ? [{ message: "aws:region is not configured: what needs a region was given us-east-1." }] : []),
      ...registrar.notes,
      ...notes,
    ],
    logs: logs.map((line) => ({ ...line, message: secrets.mask(line.message) })),
  };
}

function resourceOf(resource: Registration, parts: GraphParts): GraphResource {
  const { options, position, provider } = resource;
  const onSecret: SecretSink = (value) => parts.secrets.add(value);
  const result: GraphResource = {
    urn: resource.urn,
    type: resource.type,
    name: resource.name,
    kind: resource.kind,
    origin: resource.origin,
    inputs: toModelMap(resource.inputs, onSecret),
    outputs: toModelMap(resource.outputs, onSecret),
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
