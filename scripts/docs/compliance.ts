import {
  type ConformancePack,
  conformancePack,
  equivalentsOf,
  type Framework,
  frameworks,
  policiesOf,
  type Requirement,
  registry,
  requirementsOf,
  unmapped,
} from "../../policies/index";
import { anchor, code, count, page, table } from "./markdown";
import { MADE_BY } from "./output";

/** The framework whose requirements are managed rules of AWS Config: it is told of beside each control. */
const RULES = "aws-config";

/** What of each framework the pack holds a program to, what not and why; and each control with all that it stands for. */
export function compliancePage(): string {
  const standards = frameworks.filter(({ id }) => id !== RULES);
  const pack = conformancePack();
  return page(
    "# Compliance",
    `${MADE_BY} What the policy pack holds a program to, requirement by requirement; what it can't, and why; and what each control stands for elsewhere. A control is evidence for a requirement, seldom all of it: what it leaves open is said beside it.`,
    "## Frameworks",
    table(
      ["framework", "requirements", "with controls", "controls", "for people"],
      standards.map((framework) => {
        const requirements = Object.values(framework.requirements);
        const held = requirements.filter(isHeld);
        return [
          `[${headingOf(framework)}](#${anchor(headingOf(framework))})`,
          String(requirements.length),
          String(held.length),
          String(new Set(held.flatMap(({ controls = [] }) => controls)).size),
          String(requirements.length - held.length),
        ];
      }),
    ),
    "Requirements are those that the source of the mapping names. One that is for people has no control, because no program shows it: the table says what to look at instead.",
    ...standards.flatMap(frameworkSection),
    "## AWS Config",
    `Managed rules of AWS Config that watch after the deployment what controls check before it: ${code("npm run -s conformance-pack")} makes conformance packs of them. ${count(pack.unwatched.length, "control")} of ${registry.length} have no such rule.`,
    rulesTable(pack),
    "## Controls",
    controlsTable(),
    "## Controls that no framework asks for",
    table(
      ["control", "why the pack has it"],
      [...unmapped].map(([id, reason]) => [code(id), reason]),
    ),
  );
}

function headingOf({ name, version }: Framework): string {
  return `${name} ${version}`;
}

function isHeld({ controls = [] }: Requirement): boolean {
  return controls.length > 0;
}

function frameworkSection(framework: Framework): string[] {
  const requirements = Object.entries(framework.requirements);
  const titled = requirements.some(([, { title }]) => title !== undefined);
  return [
    `### ${headingOf(framework)}`,
    `Mapped after ${sources(framework.source)}.`,
    table(
      ["requirement", ...(titled ? ["what it asks for"] : []), "controls", "what stays open"],
      requirements.map(([id, { title = "", question, controls = [], note = "", manual = "" }]) => [
        id,
        ...(titled ? [question === undefined ? title : `${title} (${code(question)})`] : []),
        controls.map(code).join(", "),
        [manual, note].filter((text) => text !== "").join(" "),
      ]),
    ),
  ];
}

function sources(text: string): string {
  return text
    .split("; ")
    .map((part) => part.replace(/https:\S+/, (url) => `<${url}>`))
    .join(", ");
}

function rulesTable({ rules, leftOut }: ConformancePack): string {
  const rows = [
    ...rules.map(({ parameters, ...rule }) => ({
      ...rule,
      text: Object.entries(parameters)
        .map(([name, value]) => code(`${name}: ${value}`))
        .join(", "),
    })),
    ...leftOut.map(({ reason, ...rule }) => ({ ...rule, text: `in no pack: ${reason}` })),
  ];
  return table(
    ["rule", "controls", "parameters, by the controls' defaults"],
    rows
      .sort((a, b) => (a.identifier < b.identifier ? -1 : 1))
      .map(({ identifier, controls, text }) => [code(identifier), controls.map(code).join(", "), text]),
  );
}

function controlsTable(): string {
  const levels = new Map(policiesOf(registry).map(({ name, enforcementLevel }) => [name, enforcementLevel ?? ""]));
  return table(
    ["control", "what it holds", "severity", "level", "frameworks", "AWS Config", "Checkov", "cdk-nag"],
    [...registry]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map(({ id, title, severity }) => {
        const { checkov, cdkNag } = equivalentsOf(id);
        return [
          code(id),
          title,
          severity,
          levels.get(id) ?? "",
          requirementsText(id),
          requirementsOf(id)
            .filter(({ framework }) => framework.id === RULES)
            .map(({ id: rule }) => rule)
            .join(", "),
          checkov.join(", "),
          cdkNag.join(", "),
        ];
      }),
  );
}

/** `fsbp EC2.18; nist-800-53-r5 AC-4, SC-7`. */
function requirementsText(controlId: string): string {
  const byFramework = new Map<string, string[]>();
  for (const { framework, id } of requirementsOf(controlId)) {
    if (framework.id === RULES) continue;
    byFramework.set(framework.id, [...(byFramework.get(framework.id) ?? []), id]);
  }
  return [...byFramework].map(([framework, ids]) => `${framework} ${ids.join(", ")}`).join("; ");
}
