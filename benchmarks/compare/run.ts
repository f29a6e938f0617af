// npm run benchmark:compare [-- --services 100] [-- --rounds 3]
// The same platform, ten resources a service, held to policies by each tool: whole wall time of the command that a user runs, in turns.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { registry } from "../../policies/index";
import { type Cost, endWith, measure, median } from "../measure";
import { countOf, optionsOf } from "../options";
import { terraformPlan } from "./terraform-plan";
import { installTools, type Tools } from "./tools";

const HELP = `Measures preflight beside Checkov, @pulumi/awsguard and cdk-nag, on the same platform of ten resources a service.

  npm run benchmark:compare -- [options]

  --services N   services of the platform [100]
  --rounds N     rounds that are counted [3]
  --help         this text

The other tools are installed into .cache/compare the first time. Ends with 1 where preflight is not ahead by as much as it should be.
`;

const REPOSITORY = resolve(__dirname, "../..");
const RESOURCES_A_SERVICE = 10;
const MIN_WALL_RATIO = 3;
const MIN_CONTROL_RATIO = 10;

/** One tool at work on its form of the platform. */
interface Contender {
  name: string;
  /** How many controls it holds the platform to; not every one is about a type that is there. */
  controls: number;
  command: string;
  args: string[];
  cwd: string;
  env?: Record<string, string>;
  /** Whether its output says that it judged the whole platform. */
  complete(cost: Cost): boolean;
}

function contenders(tools: Tools, services: number): Contender[] {
  const resources = services * RESOURCES_A_SERVICE;
  const plan = join(tools.folder, "plan.json");
  writeFileSync(plan, terraformPlan(services));
  const program = ["bin/preflight.js", "benchmarks/compare/pulumi", "--stack", "bench"];
  const preflight = {
    command: process.execPath,
    cwd: REPOSITORY,
    complete: ({ stdout }: Cost) => stdout.includes(`${resources.toLocaleString("en-US")} resources`),
  };
  const config = ["--config", `compared:services=${services}`];
  return [
    {
      ...preflight,
      name: "preflight with this pack",
      controls: registry.length,
      args: [...program, ...config, "--policy-pack", "policies"],
    },
    {
      ...preflight,
      name: "preflight with @pulumi/awsguard",
      controls: guardPolicies(tools),
      args: [...program, ...config, "--policy-pack", tools.guard],
    },
    {
      name: "Checkov on a Terraform plan",
      controls: checkovChecks(tools),
      command: tools.checkov,
      args: ["-f", plan, "--framework", "terraform_plan", "--quiet", "--compact", "--skip-download", "-o", "json"],
      cwd: tools.folder,
      complete: ({ stdout }) => /"resource_count": (\d+)/.exec(stdout)?.[1] === String(resources),
    },
    {
      name: "cdk synth with cdk-nag, as cdk init sets it up",
      controls: nagRules(tools),
      command: "npx",
      args: ["cdk", "synth", "--quiet"],
      cwd: tools.cdk,
      env: { SERVICES: String(services), CDK_DISABLE_CLI_TELEMETRY: "true" },
      complete: nagged(tools, services),
    },
    {
      name: "the CDK app alone, not type-checked",
      controls: nagRules(tools),
      command: "npx",
      args: ["tsx", "bin/cdk.ts"],
      cwd: tools.cdk,
      env: { SERVICES: String(services), CDK_OUTDIR: join(tools.cdk, "cdk.out") },
      complete: nagged(tools, services),
    },
  ];
}

/** Policies that the pack of awsguard announces. */
function guardPolicies({ guard }: Tools): number {
  const folder = join(guard, "node_modules/@pulumi/awsguard");
  const text = readdirSync(folder)
    .filter((file) => file.endsWith(".js"))
    .map((file) => readFileSync(join(folder, file), "utf8"));
  return text.join("\n").match(/registerPolicy\("/g)?.length ?? 0;
}

/** Ids of the checks that Checkov has for AWS in Terraform. */
function checkovChecks({ checkov }: Tools): number {
  const list = execFileSync(checkov, ["--list", "--framework", "terraform"], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    // It complains at length where it can not reach its vendor.
    stdio: ["ignore", "pipe", "ignore"],
  });
  return new Set(list.match(/\bCKV2?_AWS_\d+\b/g)).size;
}

function nagRules({ cdk }: Tools): number {
  const script = 'console.log(Object.values(require("cdk-nag").rules).flatMap((rules) => Object.keys(rules)).length)';
  return Number(execFileSync(process.execPath, ["-e", script], { cwd: cdk, encoding: "utf8" }));
}

/** cdk-nag's findings end the synthesis with an error, after all templates were written and judged. */
function nagged({ cdk }: Tools, services: number): Contender["complete"] {
  const out = join(cdk, "cdk.out");
  return ({ stdout, stderr }) => {
    const templates = readdirSync(out).filter((file) => file.endsWith(".template.json"));
    const resources = templates.reduce((sum, file) => sum + resourcesOf(join(out, file)), 0);
    return resources >= services * RESOURCES_A_SERVICE && `${stdout}${stderr}`.includes("AwsSolutions");
  };
}

function resourcesOf(template: string): number {
  const { Resources = {} }: { Resources?: object } = JSON.parse(readFileSync(template, "utf8"));
  return Object.keys(Resources).length;
}

async function main(): Promise<number> {
  const values = optionsOf(HELP, { services: { type: "string" }, rounds: { type: "string" } });
  if (!values) return 0;
  const services = countOf("services", values.services, 100);
  const rounds = countOf("rounds", values.rounds, 3);
  const progress = (line: string) => console.error(line);
  const all = contenders(installTools(progress), services);
  const times = new Map(all.map((one) => [one, [] as number[]]));
  for (let round = 0; round <= rounds; round++) {
    progress(round === 0 ? "a round that is not counted" : `round ${round} of ${rounds}`);
    for (const one of all) {
      const cost = await measure(one.command, one.args, { cwd: one.cwd, env: { NO_COLOR: "1", ...one.env } });
      if (!one.complete(cost)) {
        throw new Error(
          `${one.name} did not judge the platform (exit code ${cost.exitCode}):\n${cost.stdout.slice(-1000)}\n${cost.stderr.slice(-2000)}`,
        );
      }
      if (round > 0) times.get(one)?.push(cost.wallSeconds);
    }
  }
  const resources = services * RESOURCES_A_SERVICE;
  const results = all.map((one) => {
    const wall = median(times.get(one) ?? []);
    return { name: one.name, controls: one.controls, wall, each: (wall / one.controls / resources) * 1e6 };
  });
  const [ours] = results;
  if (!ours) return 2;
  const width = Math.max(...results.map(({ name }) => name.length));
  console.log(`${resources} resources, medians of ${rounds} rounds; each = wall time a control and resource`);
  for (const { name, controls, wall, each } of results) {
    const ratios = `${(wall / ours.wall).toFixed(1)} x the wall time, ${(each / ours.each).toFixed(1)} x each`;
    console.log(
      `${name.padEnd(width)}  ${wall.toFixed(2).padStart(6)} s  ${String(controls).padStart(4)} controls  ` +
        `${each.toFixed(1).padStart(6)} µs each  ${ratios}`,
    );
  }
  const bars = results.filter(({ name }) => /^(Checkov|cdk synth)/.test(name));
  return bars.every(({ wall, each }) => wall >= MIN_WALL_RATIO * ours.wall && each >= MIN_CONTROL_RATIO * ours.each)
    ? 0
    : 1;
}

endWith(main());
