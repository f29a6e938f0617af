import type { EnforcementLevel, Mode, Severity } from "../../model";
import type { Diagram } from "./diagram/diagram";
import type { Layout } from "./diagram/layout";

/** What the page is made from, as it is written into it. Resources and controls are known by their places in the lists. */
export interface ReportData {
  project: string;
  stack: string;
  mode: Mode;
  packs: { name: string; version: string }[];
  /** What the page is evidence of: when, of which commit, by which versions. */
  evidence: { name: string; value: string }[];
  /** Without components, providers and the stack. */
  created: number;
  components: number;
  resources: ResourceData[];
  controls: ControlData[];
  /** What the packs said of a resource; of the stack as a whole where there is none. */
  findings: FindingData[];
  /** What each control judged and found right; -1 is the stack as a whole. */
  held: { control: number; resources: number[] }[];
  exempted: { control: number; resource?: number; reason: string }[];
  remediations: { control: number; resource?: number; text: string }[];
  invokes: { token: string; reason: string; times: number }[];
  notes: { message: string; resources: number[] }[];
  /** Warnings and errors that the program logged. */
  logs: string[];
  diagram: Diagram;
  layout: Layout;
}

export interface ResourceData {
  name: string;
  /** As people say it. */
  type: string;
  /** Its component. */
  parent?: number;
  /** File and line. */
  source?: string;
  /** What a reader has to know of how it came here: read, opaque, stand-in. */
  remark?: string;
}

export interface ControlData {
  name: string;
  pack: string;
  title: string;
  description?: string;
  severity: Severity;
  enforcement: EnforcementLevel;
  requirements: { framework: string; id: string }[];
  fix?: string;
  url?: string;
}

/** What a control said of a resource, worst first. */
export type Verdict = "violation" | "advisory" | "can't tell" | "exempted" | "held" | "not applicable" | "disabled";

export interface FindingData {
  control: number;
  resource?: number;
  verdict: "violation" | "advisory" | "can't tell";
  severity: Severity;
  evidence: Evidence[];
  /** It goes away where values that were made up are unknown. */
  symbolicOnly?: boolean;
  /** Resources along a path that the message prints. */
  path?: number[];
}

/** One line of what a policy says. */
export interface Evidence {
  property?: string;
  text: string;
}
