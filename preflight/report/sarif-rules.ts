import type { PolicyInfo, Severity } from "../model";
import { prose } from "./markdown-text";
import { addressOf } from "./places";
import { messageOf } from "./sarif-results";

/** A `reportingDescriptor` of SARIF, with the properties that GitHub reads. */
export interface SarifRule {
  id: string;
  name: string;
  shortDescription: { text: string };
  fullDescription: { text: string };
  help: { text: string; markdown: string };
  helpUri?: string;
  defaultConfiguration: { level: "error" | "warning" | "note"; enabled?: false };
  properties: {
    tags: string[];
    precision: "very-high";
    "problem.severity": "error" | "warning" | "recommendation";
    "security-severity": string;
    requirements: string[];
  };
}

/** GitHub refuses a run with a rule that has more. */
const tagsPerRule = 20;
const descriptionLength = 1024;
const nameLength = 255;

/**
 * The middles of GitHub's own bounds: critical is above 9.0, high from 7.0, medium from 4.0. A pack that states no severity
 * asks for as much attention as a medium one.
 */
const scores: Record<Severity, string> = {
  critical: "9.5",
  high: "8.0",
  medium: "5.5",
  unspecified: "5.5",
  low: "2.0",
};

export function ruleOf(policy: PolicyInfo): SarifRule {
  const { name, displayName, description, enforcement, severity, requirements, remediationSteps, url } = policy;
  const title = displayName || firstSentence(description) || name;
  const mandatory = enforcement === "mandatory" || enforcement === "remediate";
  const references = requirements.map(({ framework, id }) => `${framework}:${id}`);
  const link = addressOf(url);
  const paragraphs = [description || title, ...(remediationSteps ? [`Fix: ${remediationSteps}`] : [])];
  const served = references.length > 0 ? [`Serves ${references.join(", ")}.`] : [];
  return {
    id: name,
    name: messageOf(title, nameLength).text,
    shortDescription: messageOf(title, descriptionLength),
    fullDescription: messageOf(description || title, descriptionLength),
    help: {
      text: messageOf([...paragraphs, ...served, ...(link ? [link] : [])].join("\n\n")).text,
      markdown: messageOf(
        [
          ...[...paragraphs, ...served].flatMap((text) => text.split("\n")).map(prose),
          ...(link ? [`<${link}>`] : []),
        ].join("\n\n"),
      ).text,
    },
    ...(link && { helpUri: link }),
    defaultConfiguration: {
      level: mandatory ? "error" : severity === "low" ? "note" : "warning",
      ...(enforcement === "disabled" && { enabled: false }),
    },
    properties: {
      tags: [...new Set(["security", ...policy.tags])].slice(0, tagsPerRule),
      precision: "very-high",
      "problem.severity": mandatory ? "error" : severity === "low" ? "recommendation" : "warning",
      "security-severity": scores[severity],
      requirements: references,
    },
  };
}

function firstSentence(text: string | undefined): string | undefined {
  return text?.split(/(?<=[.!?])\s|\n/)[0];
}
