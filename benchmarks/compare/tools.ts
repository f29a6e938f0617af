import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const REPOSITORY = resolve(__dirname, "../..");
const FOLDER = join(REPOSITORY, ".cache/compare");

const CHECKOV = "3.3.30";
const CDK = { "aws-cdk": "2.1148.1", "aws-cdk-lib": "2.276.0", "cdk-nag": "3.0.2", constructs: "10.8.1" };
const GUARD = { "@pulumi/awsguard": "0.3.1" };

/** Where the compared tools are once they are installed. */
export interface Tools {
  /** Folder to write a run's inputs and outputs into. */
  folder: string;
  /** Python of the environment that has Checkov. */
  python: string;
  checkov: string;
  /** Folder of the CDK app, as `cdk init` makes one. */
  cdk: string;
  /** Folder of the policy pack around @pulumi/awsguard. */
  guard: string;
}

/** Installs the compared tools below `.cache/`, unless the same versions are there. */
export function installTools(progress: (line: string) => void): Tools {
  const tools = {
    folder: FOLDER,
    python: join(FOLDER, "checkov/bin/python"),
    checkov: join(FOLDER, "checkov/bin/checkov"),
    cdk: join(FOLDER, "cdk"),
    guard: join(FOLDER, "guard"),
  };
  once(join(FOLDER, "checkov"), `checkov ${CHECKOV}`, progress, (folder) => {
    run("python3", ["-m", "venv", folder]);
    run(tools.python, ["-m", "pip", "install", "--quiet", `checkov==${CHECKOV}`]);
  });
  once(tools.cdk, JSON.stringify(CDK), progress, (folder) => {
    run(
      "npx",
      ["--yes", `aws-cdk@${CDK["aws-cdk"]}`, "init", "app", "--language", "typescript", "--generate-only"],
      folder,
    );
    run("npm", [...INSTALL, "--save-exact", ...versions(CDK)], folder);
  });
  // In place of the template's own entry point.
  copyFileSync(join(__dirname, "cdk/app.ts"), join(tools.cdk, "bin/cdk.ts"));
  once(tools.guard, JSON.stringify(GUARD), progress, (folder) => {
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "guard", version: "1.0.0", main: "index.js" }));
    run("npm", [...INSTALL, ...versions(GUARD)], folder);
    writeFileSync(join(folder, "PulumiPolicy.yaml"), "runtime: nodejs\n");
    writeFileSync(
      join(folder, "index.js"),
      'const { AwsGuard } = require("@pulumi/awsguard");\nnew AwsGuard({ all: "advisory" });\n',
    );
  });
  return tools;
}

const INSTALL = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];

function versions(packages: Record<string, string>): string[] {
  return Object.entries(packages).map(([name, version]) => `${name}@${version}`);
}

/** Installs into a folder unless it has a mark of the same versions; the mark comes last. */
function once(folder: string, mark: string, progress: (line: string) => void, install: (folder: string) => void): void {
  const file = join(folder, ".installed");
  if (existsSync(file) && readFileSync(file, "utf8") === mark) return;
  progress(`installing ${mark}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  install(folder);
  writeFileSync(file, mark);
}

function run(command: string, args: string[], cwd?: string): void {
  execFileSync(command, args, { cwd, stdio: ["ignore", "ignore", "inherit"] });
}
