import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { preflight, type RunResult } from "../../../preflight";
import { type Facts, nonEmpty, RECORDER, type ResourceFacts, readRecord, sortedViolations } from "./facts";
import { type PreviewRequest, packOptions } from "./preview";

/** Runs the same as {@link previewWithEngine} by preflight, with everything unknown that the engine does not know. */
export async function previewWithPreflight(request: PreviewRequest): Promise<{ facts: Facts; result: RunResult }> {
  const folder = mkdtempSync(join(tmpdir(), "preflight-"));
  try {
    const record = join(folder, "record.json");
    writeFileSync(record, "");
    const packs = packOptions(folder, request, record);
    const result = await preflight({
      directory: request.projectDir,
      stack: request.stack,
      mode: "unknowns",
      config: request.config,
      stackTags: request.stackTags,
      policyPacks: valuesOf("--policy-pack", packs),
      policyPackConfigs: valuesOf("--policy-pack-config", packs),
    });
    const seen = request.record ? readRecord(readFileSync(record, "utf8")) : undefined;
    return { facts: factsOf(result, seen), result };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * What preflight reports, in the form in which it can be compared. The engine's side knows dependencies from what policies
 * see, where those on resources that were only read are left out, so they are left out here.
 */
export function factsOf({ graph, packs }: RunResult, seen: Facts["seen"]): Facts {
  const resources: Record<string, ResourceFacts> = {};
  for (const { urn, type, name, parent, provider, dependencies, propertyDependencies } of graph.resources) {
    resources[urn] = {
      type,
      name,
      ...(parent && { parent }),
      ...(provider && { provider }),
      ...(seen?.stack[urn] && {
        dependencies: dependencies.filter((source) => seen.stack[source]),
        propertyDependencies: nonEmpty(
          mapValues(propertyDependencies, (sources) => sources.filter((source) => seen.stack[source])),
        ),
      }),
    };
  }
  const stack = graph.resources.find(({ kind }) => kind === "stack")?.urn ?? "";
  const violations = packs
    .flatMap(({ findings }) => findings)
    .filter(({ pack }) => pack !== RECORDER)
    .map(({ pack, policy, enforcement, urn, message }) => ({
      pack,
      policy,
      enforcement,
      urn: urn ?? stack,
      message: message.trim(),
    }));
  return { resources, violations: sortedViolations(violations), seen };
}

function mapValues<T>(map: Record<string, T>, change: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));
}

function valuesOf(option: string, args: string[]): string[] {
  return args.flatMap((arg, index) => (arg === option ? (args[index + 1] ?? []) : []));
}
