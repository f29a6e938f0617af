import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A compiled file. */
export interface CompiledFile {
  code: string;
  map: string;
}

/** What compiling a program came to. */
export interface CompiledProgram {
  files: Map<string, CompiledFile>;
  /** Where imports lead that Node would not find by itself. */
  resolved: [key: string, file: string][];
}

/** A compiled program as it is kept. */
interface Kept extends Omit<CompiledProgram, "files"> {
  key: string;
  files: [file: string, stamp: string, code: string, map: string][];
}

/**
 * Keeps what a program was compiled to for its next run, in `node_modules/.cache/preflight` beside the program. It is used
 * only where nothing that it was made from has changed, and never needed; `PREFLIGHT_CACHE=false` does without.
 */
export class CompiledCache {
  private readonly file: string | undefined;
  private readonly key: string;

  /**
   * @param entry the program's entry
   * @param madeFrom what decides how it is compiled: versions and options, and files that hold them
   */
  constructor(entry: string, madeFrom: { texts: string[]; files: string[] }) {
    const packages = process.env.PREFLIGHT_CACHE === "false" ? undefined : findPackages(dirname(entry));
    const name = createHash("sha256").update(entry).digest("hex").slice(0, 16);
    this.file = packages && join(packages, ".cache", "preflight", `${name}.json`);
    this.key = [...madeFrom.texts, ...madeFrom.files.map((file) => `${file} ${stampOf(file)}`)].join("\n");
  }

  read(): CompiledProgram | undefined {
    if (this.file === undefined || !existsSync(this.file)) {
      return undefined;
    }
    try {
      const kept: Kept = JSON.parse(readFileSync(this.file, "utf8"));
      if (kept.key !== this.key || kept.files.some(([file, stamp]) => stampOf(file) !== stamp)) {
        return undefined;
      }
      const files = new Map(kept.files.map(([file, , code, map]) => [file, { code, map }]));
      return { files, resolved: kept.resolved };
    } catch {
      // A broken file is as good as none; it is written anew.
      return undefined;
    }
  }

  write(program: CompiledProgram): void {
    if (this.file === undefined) {
      return;
    }
    const kept: Kept = {
      key: this.key,
      files: [...program.files].map(([file, { code, map }]) => [file, stampOf(file), code, map]),
      resolved: program.resolved,
    };
    try {
      mkdirSync(dirname(this.file), { recursive: true });
      const temporary = `${this.file}.${process.pid}`;
      writeFileSync(temporary, JSON.stringify(kept));
      renameSync(temporary, this.file);
    } catch {
      // A folder that can't be written to costs the next run a moment, no more.
    }
  }
}

/** What changes with a file's content. */
function stampOf(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat ? `${stat.mtimeMs} ${stat.size}` : "none";
}

function findPackages(start: string): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    const packages = join(folder, "node_modules");
    if (existsSync(packages)) {
      return packages;
    }
    if (folder === dirname(folder)) {
      return undefined;
    }
  }
}
