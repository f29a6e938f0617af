import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020";
import AjvDraft04 from "ajv-draft-04";
import { parse } from "csv-parse/sync";
import { SaxesParser } from "saxes";
import type { Provenance } from "../../../preflight/model";
import { packageRoot } from "../../../preflight/paths";

/** A result of SARIF as far as the tests read it. */
export interface ReadResult {
  ruleId: string;
  ruleIndex: number;
  kind: string;
  level: string;
  message: { text: string };
  locations: {
    physicalLocation: {
      artifactLocation: { uri: string; uriBaseId: string };
      region: { startLine: number; startColumn?: number };
    };
    logicalLocations?: { fullyQualifiedName: string }[];
  }[];
  partialFingerprints: Record<string, string>;
  suppressions?: { kind: string; status: string; justification: string }[];
}

/** A rule of SARIF as far as the tests read it. */
export interface ReadRule {
  id: string;
  name: string;
  shortDescription: { text: string };
  fullDescription: { text: string };
  help: { text: string; markdown: string };
  helpUri?: string;
  defaultConfiguration: { level: string; enabled?: boolean };
  properties: { tags: string[]; "security-severity": string };
}

export interface ReadSarif {
  version: string;
  runs: {
    tool: { driver: { name: string; fullName?: string; version?: string; rules: ReadRule[] } };
    automationDetails: { id: string };
    invocations: {
      startTimeUtc?: string;
      toolExecutionNotifications: { level: string; message: { text: string } }[];
    }[];
    versionControlProvenance?: { repositoryUri: string; revisionId: string; mappedTo: { uriBaseId: string } }[];
    properties: { provenance?: Provenance };
    results: ReadResult[];
  }[];
}

/** Formats that schemas of reports name; a URI reference is whatever resolves against a URI. */
const formats = {
  uri: (text: string): boolean => URL.canParse(text),
  "uri-reference": (text: string): boolean =>
    URL.canParse(text, "https://example.com/") && !/[\s<>"{}|\\^`]/.test(text),
  "date-time": (text: string): boolean => !Number.isNaN(Date.parse(text)),
};

/** One of the patterns in the schema is none where Unicode is on. */
const sarif = new AjvDraft04({ allErrors: true, strict: false, unicodeRegExp: false, formats }).compile<ReadSarif>(
  JSON.parse(readFileSync(require.resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"), "utf8")),
);

/** Reads SARIF and holds it to the schema that OASIS publishes. */
export function readSarif(text: string): ReadSarif {
  const log: unknown = JSON.parse(text);
  assert.ok(sarif(log), JSON.stringify(sarif.errors, null, 2));
  return log;
}

/** A violation as GitLab's Code Quality reads it. */
export interface CodeQuality {
  description: string;
  check_name: string;
  fingerprint: string;
  severity: string;
  location: { path: string; lines: { begin: number } };
}

/** What https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format asks for, and nothing else. */
const codeQuality = new Ajv2020({ allErrors: true }).compile<CodeQuality[]>({
  type: "array",
  items: {
    type: "object",
    additionalProperties: false,
    required: ["description", "check_name", "fingerprint", "severity", "location"],
    properties: {
      description: { type: "string", minLength: 1 },
      check_name: { type: "string" },
      fingerprint: { type: "string", pattern: "^[0-9a-f]{32}$" },
      severity: { enum: ["info", "minor", "major", "critical", "blocker"] },
      location: {
        type: "object",
        additionalProperties: false,
        required: ["path", "lines"],
        properties: {
          path: { type: "string", pattern: "^[^/]" },
          lines: {
            type: "object",
            additionalProperties: false,
            required: ["begin"],
            properties: { begin: { type: "integer", minimum: 1 } },
          },
        },
      },
    },
  },
});

/** Reads a report of GitLab's Code Quality; its parser takes no byte order mark. */
export function readCodeQuality(text: string): CodeQuality[] {
  assert.equal(text[0], "[");
  const violations: unknown = JSON.parse(text);
  assert.ok(codeQuality(violations), JSON.stringify(codeQuality.errors, null, 2));
  return violations;
}

/** Every object of a schema closed, so that what it does not describe is an error. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) {
    return schema.map(closed);
  }
  if (typeof schema !== "object" || schema === null) {
    return schema;
  }
  const entries = Object.entries(schema).map(([key, value]): [string, unknown] => [key, closed(value)]);
  return { ...Object.fromEntries(entries), ...("properties" in schema && { unevaluatedProperties: false }) };
}

/** The schema of the JSON report, as it is published. */
export const reportSchema: object = JSON.parse(
  readFileSync(join(packageRoot(), "preflight", "report", "schema.json"), "utf8"),
);

const published = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
const asPublished = published.compile(reportSchema);
const asClosed = new Ajv2020({ allErrors: true, strict: false }).compile(Object(closed(reportSchema)));

/** What is wrong with a JSON report: against the schema, and, with `closed`, also what the schema does not tell of. */
export function jsonReportErrors(text: string, how: "published" | "closed" = "published"): string[] {
  const validate = how === "closed" ? asClosed : asPublished;
  return validate(JSON.parse(text)) ? [] : (validate.errors ?? []).map((e) => `${e.instancePath} ${e.message}`);
}

/** The rows of a CSV file by the names of its columns. */
export function readCsv(text: string): Record<string, string>[] {
  const [head = [], ...rows]: string[][] = parse(text, { record_delimiter: "\r\n" });
  return rows.map((row) => {
    assert.equal(row.length, head.length);
    return Object.fromEntries(head.map((name, i) => [name, row[i] ?? ""]));
  });
}

/** An element of an XML document. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  text: string;
}

/** Reads an XML document. @throws where it is not well-formed */
export function readXml(text: string): XmlElement {
  const root: XmlElement = { name: "", attributes: {}, children: [], text: "" };
  const open = [root];
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const element: XmlElement = { name, attributes: { ...attributes }, children: [], text: "" };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on("closetag", () => open.pop());
  parser.on("text", (part) => {
    const element = open.at(-1);
    if (element) {
      element.text += part;
    }
  });
  parser.write(text).close();
  assert.equal(root.children.length, 1);
  return root.children[0] ?? root;
}

/** The elements of a name, at any depth. */
export function elements(element: XmlElement, name: string): XmlElement[] {
  return element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...elements(child, name)]);
}

/** A workflow command as the runner of GitHub Actions reads it. */
export interface Command {
  name: string;
  properties: Record<string, string>;
  message: string;
}

/** The commands in what a step prints, and the lines that are none. */
export function readCommands(text: string): { commands: Command[]; lines: string[] } {
  const commands: Command[] = [];
  const lines: string[] = [];
  for (const line of text.split(/\r\n|\r|\n/)) {
    // The runner cuts white space before the colons, and takes the older form from anywhere in a line.
    const [, name, written = "", data = ""] = /^\s*::([^\s:]+)(?: (.*?))?::(.*)$/.exec(line) ?? [];
    if (name === undefined) {
      assert.doesNotMatch(line, /##\[/);
      lines.push(line);
      continue;
    }
    const pairs = written === "" ? [] : written.split(",").map((pair) => pair.split("=", 2));
    const properties = pairs.map(([key = "", value = ""]) => [key, decoded(value, { "%3A": ":", "%2C": "," })]);
    commands.push({ name, properties: Object.fromEntries(properties), message: decoded(data) });
  }
  return { commands, lines };
}

function decoded(text: string, more: Record<string, string> = {}): string {
  const all: Record<string, string> = { "%0D": "\r", "%0A": "\n", ...more };
  const plain = text.replace(/%(?:0D|0A|3A|2C)/g, (code) => all[code] ?? code);
  return plain.replaceAll("%25", "%");
}

/** What there is in a Markdown document besides text. */
export interface Markdown {
  /** Tags and comments. */
  html: string[];
  links: string[];
  codes: string[];
  /** Images and emphasis, as `kind text`. */
  others: string[];
  tables: { titles: string[]; rows: number }[];
}

/** Reads GitHub's Markdown. Its parser is a module of the other kind. */
export async function markdownReader(): Promise<(text: string) => Markdown> {
  const { lexer, walkTokens } = await import("marked");
  return (text) => {
    const read: Markdown = { html: [], links: [], codes: [], others: [], tables: [] };
    walkTokens(lexer(text), (token) => {
      switch (token.type) {
        case "html":
          read.html.push(...(token.raw.match(/<!--.*?-->|<[^>]*>?/gs) ?? []));
          break;
        case "link":
          read.links.push(token.href);
          break;
        case "codespan":
          read.codes.push(token.text);
          break;
        case "image":
        case "strong":
        case "em":
        case "del":
          read.others.push(`${token.type} ${token.text}`);
          break;
        case "table": {
          const header: { text: string }[] = token.header;
          const rows: unknown[] = token.rows;
          read.tables.push({ titles: header.map((cell) => cell.text), rows: rows.length });
        }
      }
    });
    return read;
  };
}
