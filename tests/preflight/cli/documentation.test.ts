import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { parseCommandLine } from "../../../preflight/cli/arguments";
import { packageRoot } from "../../../preflight/paths";
import { reports } from "../../../preflight/report";

interface Workflow {
  jobs: Record<string, { steps: { run?: string; uses?: string; with?: Record<string, unknown> }[] }>;
}

interface GitLabJob {
  script: string[];
  artifacts: { reports: Record<string, string> };
}

const readme = readFileSync(join(packageRoot(), "README.md"), "utf8");

describe("documentation of reports", () => {
  it("shows a workflow whose command is one, and whose other steps take what it writes", () => {
    const [, yaml = ""] = /```yaml\n(# \.github\/workflows\/preflight\.yml\n.*?)```/s.exec(readme) ?? [];
    const workflow: Workflow = parse(yaml);
    const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
    const command = steps.flatMap(({ run = "" }) => /^npx preflight (.*)$/.exec(run) ?? [])[1] ?? assert.fail(yaml);
    const written = parseCommandLine(command.split(" ")).reports.map(({ file }) => file);
    assert.deepEqual(written, ["-", "preflight.sarif", "preflight.md"]);
    const used = steps.map(
      (step) => `${step.with?.sarif_file ?? ""}${/--body-file (\S+)/.exec(step.run ?? "")?.[1] ?? ""}`,
    );
    assert.deepEqual(
      used.filter((file) => file !== ""),
      ["preflight.sarif", "preflight.md"],
    );
  });

  it("shows a job for GitLab whose command is one, and which hands over what it writes", () => {
    const [, yaml = ""] = /```yaml\n(# \.gitlab-ci\.yml\n.*?)```/s.exec(readme) ?? [];
    const { preflight: job }: Record<string, GitLabJob> = parse(yaml);
    assert.ok(job, yaml);
    const command = job.script.flatMap((line) => /^npx preflight (.*)$/.exec(line) ?? [])[1] ?? assert.fail(yaml);
    const written = parseCommandLine(command.split(" ")).reports.map(({ format, file }) => [format, file]);
    const { codequality, junit } = job.artifacts.reports;
    assert.deepEqual(written, [
      ["gitlab", codequality],
      ["junit", junit],
    ]);
  });

  it("names every format", () => {
    for (const format of Object.keys(reports)) {
      assert.match(readme, new RegExp(`^\\| \`${format}\` \\|`, "m"));
    }
  });
});
