// npm run benchmark:compare [-- --services 100] [-- --rounds 3]
// The same platform, ten resources a service, held to policies by each tool: whole wall time of the command that a user runs, in turns.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Cost, endWith, measure, median } from "../measure";
import { countOf, optionsOf } from "../options";
import { terraformPlan } from "./terraform-plan";
import { installTools, type Tools } from "./tools";
import { controls, packVerdicts } from "./verdicts";

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
  /** How many pairs of a control and a resource it has a verdict on, from a run that is not timed; unknown where absent. */
  verdicts?(cost: Cost): number | Promise<number>;
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
      controls: controls.length,
      verdicts: () => packVerdicts(services),
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
      verdicts: ({ stdout }) => numberIn(stdout, /"passed": (\d+)/) + numberIn(stdout, /"failed": (\d+)/),
    },
    {
      name: "cdk synth with cdk-nag, as cdk init sets it up",
      controls: nagRules(tools),
      command: "npx",
      args: ["cdk", "synth", "--quiet"],
      cwd: tools.cdk,
      env: { SERVICES: String(services), CDK_DISABLE_CLI_TELEMETRY: "true" },
      complete: nagged(tools, services),
      verdicts: ({ stdout }) => numberIn(stdout, /verdicts: (\d+)/),
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

function numberIn(text: string, pattern: RegExp): number {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`${pattern} is not in:\n${text.slice(-1000)}`);
  return Number(found);
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
  const verdicts = new Map<Contender, number>();
  for (let round = 0; round <= rounds; round++) {
    progress(round === 0 ? "a round that is not timed" : `round ${round} of ${rounds}`);
    for (const one of all) {
      const counting = round === 0 && one.verdicts !== undefined;
      const env = { NO_COLOR: "1", ...one.env, ...(counting && { COUNT_VERDICTS: "true" }) };
      const cost = await measure(one.command, one.args, { cwd: one.cwd, env });
      if (!one.complete(cost)) {
        throw new Error(
          `${one.name} did not judge the platform (exit code ${cost.exitCode}):\n${cost.stdout.slice(-1000)}\n${cost.stderr.slice(-2000)}`,
        );
      }
      if (counting) verdicts.set(one, (await one.verdicts?.(cost)) ?? 0);
      if (round > 0) times.get(one)?.push(cost.wallSeconds);
    }
  }
  const resources = services * RESOURCES_A_SERVICE;
  const results = all.map((one): Result => {
    const wall = median(times.get(one) ?? []);
    const given = verdicts.get(one);
    return {
      ...one,
      wall,
      each: (wall / one.controls / resources) * 1e6,
      ...(given && { given, verdict: (wall / given) * 1e6 }),
    };
  });
  const [ours] = results;
  if (!ours) return 2;
  console.log(
    `${resources} resources, medians of ${rounds} rounds; wall time of the whole command, and that divided by`,
  );
  console.log("controls times resources, and by the pairs of a control and a resource that there was a verdict on");
  for (const line of table(results, ours)) console.log(line);
  const bars = results.filter(({ name }) => /^(Checkov|cdk synth)/.test(name));
  const isAhead = ({ wall, each }: Result): boolean =>
    wall >= MIN_WALL_RATIO * ours.wall && each >= MIN_CONTROL_RATIO * ours.each;
  return bars.every(isAhead) ? 0 : 1;
}

/** A contender's medians. */
interface Result extends Pick<Contender, "name" | "controls"> {
  /** Seconds. */
  wall: number;
  /** Microseconds a control and resource, whether it is about the resource or not. */
  each: number;
  /** Verdicts that it gives, and microseconds for each; absent where they can't be counted. */
  given?: number;
  verdict?: number;
}

function table(results: readonly Result[], ours: Result): string[] {
  const width = Math.max(...results.map(({ name }) => name.length));
  return results.map(({ name, controls, wall, each, given, verdict }) => {
    const times = (one: number | undefined, other: number | undefined) =>
      one === undefined || other === undefined ? "     " : `${(one / other).toFixed(1).padStart(4)} x`;
    return [
      name.padEnd(width),
      `${wall.toFixed(2).padStart(6)} s ${times(wall, ours.wall)}`,
      `${String(controls).padStart(4)} controls ${each.toFixed(1).padStart(6)} µs ${times(each, ours.each)}`,
      given === undefined || verdict === undefined
        ? ""
        : `${String(given).padStart(6)} verdicts ${verdict.toFixed(0).padStart(5)} µs ${times(verdict, ours.verdict)}`,
    ]
      .join("  ")
      .trimEnd();
  });
}

endWith(main());
