import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { bundle } from "../infra/compute";
import { median } from "./measure";

const REPOSITORY = resolve(__dirname, "..");
const ROUNDS = 7;

export interface FunctionResult {
  entry: string;
  /** Size of the bundle, minified, without the SDK that the runtime has. */
  bytes: number;
  /** Median time that a fresh process takes to load it, SDK included, in milliseconds. */
  loadMs: number;
}

/** What functions may ask for while they load; nothing is called. */
const VARIABLES = Object.fromEntries([
  ["AWS_REGION", "eu-central-1"],
  ...["QUEUE_URL", "EVIDENCE_BUCKET", "FINDINGS_TOPIC_ARN", "REMEDIATION_TABLE"].map((name) => [name, "none"]),
]);

/** Every file of services/ that exports a Lambda handler. */
function entries(folder = join(REPOSITORY, "services")): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.parentPath.includes("node_modules"))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => /^export (async function|function|const) handler\b/m.test(readFileSync(path, "utf8")))
    .sort();
}

/** Bundles each function as it is deployed, and loads it as a cold start does. */
export async function functions(progress: (line: string) => void): Promise<FunctionResult[]> {
  const folder = mkdtempSync(join(tmpdir(), "functions-"));
  const results: FunctionResult[] = [];
  try {
    for (const path of entries()) {
      const entry = relative(REPOSITORY, path);
      progress(entry);
      const { code, bytes } = await bundle(entry, {}, { directory: REPOSITORY });
      const file = join(folder, "index.js");
      writeFileSync(file, code);
      const script = `const t = process.hrtime.bigint(); require(${JSON.stringify(file)}); console.log(Number(process.hrtime.bigint() - t) / 1e6)`;
      const times: number[] = [];
      // The first round fills the file cache.
      for (let round = 0; round <= ROUNDS; round++) {
        const { stdout, stderr, status } = spawnSync(process.execPath, ["--no-warnings", "-e", script], {
          encoding: "utf8",
          env: { ...process.env, ...VARIABLES, NODE_PATH: join(REPOSITORY, "node_modules") },
        });
        if (status !== 0) {
          const reason = stderr.split("\n").find((line) => /^\w*Error: /.test(line));
          throw new Error(`${entry} does not load: ${reason ?? `exit code ${status}`}`);
        }
        if (round > 0) times.push(Number(stdout));
      }
      results.push({ entry, bytes, loadMs: median(times) });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return results;
}
