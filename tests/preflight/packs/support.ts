import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { HostResource, WireMap } from "../../../preflight/child/analysis";
import type { PackResult } from "../../../preflight/model";
import { PackAnalysis, type PackAnalysisOptions } from "../../../preflight/packs/analysis";
import type { PolicyConfigs } from "../../../preflight/packs/config";
import { type PackStartOptions, type RunningPack, startPack } from "../../../preflight/packs/start";
import { packageRoot } from "../../../preflight/paths";

export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
export const signature = "4dabf18193072939515e22adb298388d";

/** A value that the program marked secret, as it is on the wire. */
export function secret(value: string): WireMap {
  return { [signature]: "1b47061264138c4ac30d75fd1eb44270", value };
}

/** Builds what packs are started with. */
export function build(): void {
  const built = spawnSync(process.execPath, [join(packageRoot(), "scripts", "build.mjs")], { encoding: "utf8" });
  assert.equal(built.status, 0, built.stderr);
}

export function fixture(name: string): string {
  return join(__dirname, "fixtures", name);
}

/** A bucket as the host holds it. */
export function bucket(name: string, inputs: WireMap, more: Partial<HostResource> = {}): HostResource {
  return {
    urn: `urn:pulumi:dev::shop::aws:s3/bucket:Bucket::${name}`,
    type: "aws:s3/bucket:Bucket",
    name,
    parent: "",
    custom: true,
    inputs,
    outputs: inputs,
    dependencies: [],
    propertyDependencies: {},
    options: { protect: false, ignoreChanges: [], aliases: [], additionalSecretOutputs: [] },
    ...more,
  };
}

/** Packs that run, and the analysis that is connected to them. */
export class Packs {
  private readonly processes: { stop(): void }[] = [];
  private readonly analyses: PackAnalysis[] = [];

  start(name: string, more: Partial<PackStartOptions> = {}): Promise<RunningPack> {
    return startPack(fixture(name), {
      organization: "acme",
      project: "shop",
      stack: "dev",
      config: {},
      timeout: 15,
      onSpawn: (pack) => this.processes.push(pack),
      ...more,
    });
  }

  /** Starts packs and connects to them. */
  async connect(
    names: string[],
    options: Partial<PackAnalysisOptions> & { configs?: PolicyConfigs[] } = {},
  ): Promise<PackAnalysis> {
    const packs = await Promise.all(names.map((name) => this.start(name)));
    const analysis = this.analysis(names.length, options);
    packs.forEach(({ directory, version, port }, index) => {
      analysis.announce({ index, directory, version, port, config: options.configs?.[index] ?? {} });
    });
    return analysis;
  }

  /** An analysis whose packs are still to be announced. */
  analysis(packs: number, options: Partial<PackAnalysisOptions> = {}): PackAnalysis {
    const analysis = new PackAnalysis({
      sdk: createRequire(require.resolve("@pulumi/pulumi/package.json")),
      packs,
      stack: { project: "shop", stack: "dev", organization: "acme", config: {}, secretKeys: [], stackTags: {} },
      ...options,
    });
    this.analyses.push(analysis);
    return analysis;
  }

  stop(): void {
    for (const analysis of this.analyses.splice(0)) {
      analysis.close();
    }
    for (const process of this.processes.splice(0)) {
      process.stop();
    }
  }
}

/** What the only pack of a run found, as `policy name: message`. */
export function found([pack]: PackResult[]): string[] {
  assert.ok(pack);
  return pack.findings.map(({ policy, urn, verdict, message }) => {
    const about = urn?.split("::").at(-1) ?? "stack";
    const said = message.split("\n").at(-1);
    return `${policy} ${about} ${verdict}: ${said}`;
  });
}
