/**
 * What a run of preflight produces: one graph of resources and what the policy packs said of it. Reports read nothing
 * else, and every value in it can be printed: secrets were masked where the graph was made.
 */

/** How outputs that only AWS could know are treated: given values in AWS's formats, or left unknown as the engine does. */
export type Mode = "symbolic" | "unknowns";

/** A property value as JSON. What is no JSON is one of the {@link Marker}s. */
export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };

/** Keys of the one-key objects that stand for values that are no JSON: `{"$unknown": true}`, `{"$secret": true}`, … */
export type Marker = "$unknown" | "$secret" | "$asset" | "$archive" | "$resource";

/** Where a resource was constructed. `file` is absolute; `line` and `column` count from 1. */
export interface SourcePosition {
  file: string;
  line: number;
  column?: number;
}

/** How a resource came to be in the graph. */
export type Origin =
  /** The program registered it. */
  | "program"
  /** A component plugin that is installed on this machine registered it. */
  | "plugin"
  /** This project's stand-in for a remote component whose plugin is not installed registered it. */
  | "stand-in"
  /** A remote component with neither: its children are not known. */
  | "opaque";

/** One resource as it was registered. */
export interface GraphResource {
  urn: string;
  type: string;
  name: string;
  kind: "custom" | "component" | "provider" | "stack" | "read";
  origin: Origin;
  parent?: string;
  /** Id, for custom resources, where it is known or symbolic. */
  id?: string;
  /** Inputs after transforms and remediation. */
  inputs: Record<string, Value>;
  /** Inputs, outputs and, in symbolic mode, the values made up for this run. */
  outputs: Record<string, Value>;
  /** Paths of output properties whose value was made up for this run. */
  symbolic: string[];
  /** URNs that this resource depends on, sorted. */
  dependencies: string[];
  /** URNs that each input property's value came from, sorted. */
  propertyDependencies: Record<string, string[]>;
  /** URN of the provider resource, where one was given or is the default one. */
  provider?: string;
  protect?: boolean;
  aliases?: string[];
  ignoreChanges?: string[];
  source?: SourcePosition;
}

/** A call of a provider function that could not be answered with no cloud; its result was unknown. */
export interface UnansweredInvoke {
  token: string;
  /** Masked arguments. */
  args: Record<string, Value>;
  reason: string;
}

/** Something that a reader of the report has to know: an opaque component, a stand-in, an outdated list. */
export interface Note {
  message: string;
  urn?: string;
}

/** A line that the program logged through `pulumi.log`. */
export interface LogLine {
  severity: "debug" | "info" | "warning" | "error";
  message: string;
  urn?: string;
}

/** What the program would create. */
export interface Graph {
  project: string;
  stack: string;
  organization: string;
  mode: Mode;
  /** In the order of registration. */
  resources: GraphResource[];
  stackOutputs: Record<string, Value>;
  unansweredInvokes: UnansweredInvoke[];
  notes: Note[];
  logs: LogLine[];
}

export type EnforcementLevel = "disabled" | "advisory" | "mandatory" | "remediate";
export type Severity = "unspecified" | "low" | "medium" | "high" | "critical";

/** What a policy said of a resource or of the stack. */
export interface PolicyFinding {
  pack: string;
  packVersion: string;
  policy: string;
  enforcement: EnforcementLevel;
  severity: Severity;
  /** `can't tell` where the policy could not decide because a value is unknown. */
  verdict: "violation" | "can't tell";
  message: string;
  /** The resource that it is about; the stack as a whole where absent. */
  urn?: string;
  description?: string;
  remediationSteps?: string;
  url?: string;
  /** True where the finding goes away when symbolic values are unknown, as they are in the engine's first preview. */
  symbolicOnly?: boolean;
  /** True for a violation that the baseline has: it was there before, and does not fail the run. */
  baselined?: boolean;
}

/** One property that is not as it was; a side that is absent had no such property. */
export interface PropertyChange {
  /** `policy.Statement[0].Action`, into documents that stand as JSON text too. */
  path: string;
  before?: Value;
  after?: Value;
}

/** A change that a policy at `remediate` made to a resource's inputs. */
export interface Remediation {
  pack: string;
  policy: string;
  urn: string;
  /** Input properties that it changed. */
  properties: string[];
  /** What it changed in them, property by property. */
  changes: PropertyChange[];
  diagnostic?: string;
}

/** A requirement of a framework that a policy serves. */
export interface RequirementReference {
  /** Short name of the framework, such as `fsbp-1.0.0`. */
  framework: string;
  /** As the framework numbers it. */
  id: string;
}

/** A policy as its pack announces it. */
export interface PolicyInfo {
  name: string;
  displayName?: string;
  description?: string;
  severity: Severity;
  /** As it was configured for this run. */
  enforcement: EnforcementLevel;
  /** Whether it judges resources one by one or the stack as a whole. */
  kind: "resource" | "stack";
  /** From its tags of the form `framework:requirement`. */
  requirements: RequirementReference[];
  tags: string[];
  /** Types of the resources that it is for, where it says so in tags of the form `on TYPE`. */
  types?: string[];
  remediationSteps?: string;
  url?: string;
}

/** A violation that an exemption excused, so that it is no finding. */
export interface Exempted {
  policy: string;
  /** The resource that it was about; absent where it was the stack, or the pack does not tell. */
  urn?: string;
  /** In the pack's words: what is exempt, until when, who answers for it, and why. */
  reason: string;
}

/** One policy pack's part of the run. */
export interface PackResult {
  name: string;
  version: string;
  directory: string;
  /** How many of its policies are not disabled. */
  policies: number;
  /** Every policy that it announces, also those that are disabled, in its order. */
  catalogue: PolicyInfo[];
  findings: PolicyFinding[];
  /**
   * By policy, what it judged and said nothing of: for a policy of resources their URNs, for one of stacks `[""]` where
   * it was applicable. A policy that held nowhere is left out.
   */
  held: Record<string, string[]>;
  exempted: Exempted[];
  remediations: Remediation[];
}

/** Milliseconds that parts of the run took. */
export interface Timings {
  total: number;
  program: number;
  packs: number;
}

/** A package and its version, which is absent where the program asks for none. */
export interface PackageVersion {
  name: string;
  version?: string;
}

/** The state of the sources that a program was run from. */
export interface SourceRevision {
  commit: string;
  /** Address of the repository, without credentials. */
  repository?: string;
  /** Whether the work tree was not as the commit has it when the run began; absent where that is not known. */
  changed?: boolean;
}

/** What a result is evidence of, besides the stack and the mode in its graph and the versions of its packs. */
export interface Provenance {
  /** When the run began: ISO 8601, in UTC. */
  started: string;
  /** Version of preflight. */
  preflight: string;
  /** Version of `@pulumi/pulumi` that the program ran with. */
  pulumi: string;
  /** Packages whose providers made resources, sorted by name. */
  providers: PackageVersion[];
  /** Absent where nothing tells. */
  source?: SourceRevision;
}

/** The whole result of one run. */
export interface RunResult {
  graph: Graph;
  packs: PackResult[];
  timings: Timings;
  /** Absent in a report that was written before reports had it. */
  provenance?: Provenance;
}
