import { changesOf } from "../changes";
import type { HostResource, WireMap, WireValue } from "../child/analysis";
import type { PackAnnouncement } from "../child/messages";
import { toModelMap } from "../host/wire";
import type { PackResult, PolicyFinding, PropertyChange, Remediation, Value } from "../model";
import type { PackAnswer } from "./answers";
import { catalogueOf } from "./catalogue";
import { PackCallError, unavailable } from "./channel";
import type { PackInfo } from "./client";
import { findingOf, markSymbolicOnly, withoutRepeats } from "./findings";
import { askedOf, Judged } from "./judged";
import { analyzeRequest, normalised, normalisedMap } from "./messages";
import type { SecretMask } from "./secrets";
import { errorOf, type PackWorker } from "./worker-client";

/** Milliseconds that the parent process has to tell how a pack's process ended before the lost connection is told. */
const waitForReason = 1000;

/** A pack that failed to start, answered with an error or died. The message names it and is for the user. */
export class PackError extends Error {
  override readonly name = "PackError";
}

interface Connection {
  info: PackInfo;
  directory: string;
}

/** One policy pack's part of a run, from before it is up until its findings are complete. */
export class Pack {
  /** False also where the pack fails: the failure is told by {@link settled}. */
  readonly remediates: Promise<boolean>;
  private readonly connected: Promise<Connection | undefined>;
  private resolveConnected: (connection: Connection | undefined) => void = () => {};
  private connection: Connection | undefined;
  private failure: Error | undefined;
  private readonly told: Promise<void>;
  private resolveTold: () => void = () => {};
  private findings: PolicyFinding[] = [];
  private readonly judged = new Judged();
  private readonly remediations: Remediation[] = [];

  constructor(
    private readonly index: number,
    private readonly worker: PackWorker,
    private readonly secrets: SecretMask,
  ) {
    this.connected = new Promise((resolve) => {
      this.resolveConnected = resolve;
    });
    this.told = new Promise((resolve) => {
      this.resolveTold = resolve;
    });
    this.remediates = this.connected.then((connection) => hasActive(connection, "remediate"));
  }

  /** Connects to a pack that listens, and begins with what waits for it. Never throws. */
  async connect(announcement: PackAnnouncement): Promise<void> {
    const { directory } = announcement;
    try {
      this.connection = { info: await this.worker.connect(this.index, announcement), directory };
      this.resolveConnected(this.connection);
    } catch (error) {
      this.fail(new PackError(`Policy pack ${directory}: ${this.explain(error)}`));
    }
  }

  /** Ends the pack's part with an error; the first one counts. */
  fail(error: Error): void {
    this.failure ??= error;
    this.worker.giveUp(this.index);
    this.resolveTold();
    this.resolveConnected(undefined);
  }

  /** The resource's inputs after this pack's remediations. */
  async remediate(resource: HostResource): Promise<WireMap> {
    const connection = await this.connected;
    if (!connection || this.failure || !hasActive(connection, "remediate")) {
      return resource.inputs;
    }
    try {
      const request = analyzeRequest(resource, { secrets: this.secrets, internalKeys: true });
      let inputs = resource.inputs;
      for (const { policy, properties, diagnostic } of await this.worker.remediate(this.index, request)) {
        if (properties) {
          const changed = wireMap(properties);
          this.remediations.push({
            pack: connection.info.name,
            policy,
            urn: resource.urn,
            properties: changedKeys(inputs, changed),
            changes: changesOf(this.shown(inputs), this.shown(changed)),
            ...(diagnostic && { diagnostic }),
          });
          inputs = changed;
        } else {
          const said = { policy, message: diagnostic, description: "", enforcement: 0, severity: 0, urn: "" };
          this.findings.push(findingOf(said, connection.info, resource.urn));
        }
      }
      return inputs;
    } catch (error) {
      await this.callFailed(error, resource.urn);
      return resource.inputs;
    }
  }

  /**
   * Resolves when the pack is connected and has answered all that it was asked.
   * @throws PackError where it failed
   */
  async settled(): Promise<void> {
    const connection = await this.connected;
    if (connection && !this.failure) {
      try {
        const { answers, failure } = await this.worker.settle(this.index);
        const asked = askedOf(connection.info, "resource");
        for (const { urn, ...answer } of answers) {
          this.findings.push(...answer.diagnostics.map((diagnostic) => findingOf(diagnostic, connection.info, urn)));
          this.judged.add(answer, asked, urn);
        }
        if (failure) {
          await this.callFailed(errorOf(failure), failure.urn);
        }
      } catch (error) {
        await this.callFailed(error);
      }
    }
    this.throwIfFailed();
  }

  /**
   * Asks again about the resources in violation, with symbolic values unknown, and marks what is not found then.
   * @param encode the request about a resource as it is, and with symbolic values unknown
   * @throws PackError where the pack failed
   */
  async analyzeAgain(encode: (urn: string) => { plain: Buffer; unknown: Buffer } | undefined): Promise<void> {
    const connection = await this.connected;
    const violated = this.findings.filter(({ verdict }) => verdict === "violation").map(({ urn }) => urn);
    if (!connection || violated.length === 0) {
      return;
    }
    const again = await Promise.all(
      [...new Set(violated)].map(async (urn = ""): Promise<PolicyFinding[]> => {
        const requests = encode(urn);
        if (!requests || requests.plain.equals(requests.unknown)) {
          return this.findings.filter((finding) => finding.urn === urn);
        }
        try {
          const { diagnostics } = await this.worker.ask(this.index, "analyze", requests.unknown);
          return diagnostics.map((diagnostic) => findingOf(diagnostic, connection.info, urn));
        } catch (error) {
          await this.callFailed(error, urn);
          return [];
        }
      }),
    );
    this.throwIfFailed();
    this.findings = markSymbolicOnly(this.findings, again.flat());
  }

  /**
   * Runs the stack policies, and those that found a violation once more with symbolic values unknown. The last thing
   * that is asked of a pack.
   * @throws PackError where the pack failed
   */
  async analyzeStack(urns: Set<string>, request: () => Buffer, withUnknowns?: () => Buffer): Promise<void> {
    const connection = await this.connected;
    if (!connection || !hasActive(connection, "stack")) {
      return;
    }
    const ask = (bytes: Buffer): Promise<PackAnswer> => this.worker.ask(this.index, "analyzeStack", bytes);
    const findingsIn = ({ diagnostics }: PackAnswer): PolicyFinding[] =>
      diagnostics.map((diagnostic) =>
        findingOf(diagnostic, connection.info, urns.has(diagnostic.urn) ? diagnostic.urn : undefined),
      );
    try {
      const answer = await ask(request());
      this.judged.add(answer, askedOf(connection.info, "stack"));
      let found = findingsIn(answer);
      const violated = found.filter((finding) => finding.verdict === "violation").map((finding) => finding.policy);
      if (withUnknowns && violated.length > 0 && !withUnknowns().equals(request())) {
        await this.worker.restrict(this.index, [...new Set(violated)]);
        found = markSymbolicOnly(found, findingsIn(await ask(withUnknowns())));
      }
      this.findings.push(...found);
    } catch (error) {
      await this.callFailed(error);
    }
    this.throwIfFailed();
  }

  /** What the pack said, with the program's secrets masked. */
  result(): PackResult {
    const { info, directory } = this.connection ?? {
      info: { name: "", version: "", policies: new Map() },
      directory: "",
    };
    return {
      name: info.name,
      version: info.version,
      directory,
      policies: [...info.policies.values()].filter((policy) => policy.enforcement !== "disabled").length,
      catalogue: catalogueOf(info),
      findings: withoutRepeats(this.findings).map((finding) => ({
        ...finding,
        message: this.secrets.mask(finding.message),
      })),
      held: this.judged.held(this.findings),
      exempted: this.judged.exempted().map((exempted) => ({ ...exempted, reason: this.secrets.mask(exempted.reason) })),
      remediations: this.remediations.map((remediation) => ({
        ...remediation,
        changes: remediation.changes.map((change) => maskedChange(change, this.secrets)),
        ...(remediation.diagnostic && { diagnostic: this.secrets.mask(remediation.diagnostic) }),
      })),
    };
  }

  /** As a policy sees it, with nothing secret in it. */
  private shown(properties: WireMap): Record<string, Value> {
    return toModelMap(normalisedMap(properties), (value) => this.secrets.add(value));
  }

  private async callFailed(error: unknown, urn?: string): Promise<void> {
    if (error instanceof PackCallError && error.code === unavailable) {
      let timer: NodeJS.Timeout | undefined;
      const patience = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, waitForReason);
      });
      await Promise.race([this.told, patience]);
      clearTimeout(timer);
    }
    const name = this.connection ? `"${this.connection.info.name}"` : "";
    this.fail(new PackError(`Policy pack ${name} failed${urn ? ` on ${urn}` : ""}: ${this.explain(error)}`));
  }

  private explain(error: unknown): string {
    const text = error instanceof Error ? error.message : String(error);
    return this.secrets.mask(error instanceof PackCallError ? thrownByPolicy(text) : text);
  }

  private throwIfFailed(): void {
    if (this.failure) {
      throw this.failure;
    }
  }
}

/** The SDK's text for a policy that threw, on one line and without the frames of its stack. */
function thrownByPolicy(details: string): string {
  const lines = details.split("\n").filter((line) => !/^\s+at /.test(line));
  const [first = "", ...rest] = lines;
  const thrown = /^Error (?:validating|remediating) resource with (policy|remediation) ('.*?')/.exec(first);
  return thrown ? `${thrown[1]} ${thrown[2]} threw ${rest.join(" ").trim()}` : lines.join(" ").trim();
}

function hasActive(connection: Connection | undefined, what: "remediate" | "stack"): boolean {
  return [...(connection?.info.policies.values() ?? [])].some(({ enforcement, kind }) =>
    what === "remediate" ? enforcement === "remediate" : enforcement !== "disabled" && kind !== "resource",
  );
}

function maskedChange({ path, before, after }: PropertyChange, secrets: SecretMask): PropertyChange {
  return {
    path: secrets.mask(path),
    ...(before !== undefined && { before: secrets.maskValue(before) }),
    ...(after !== undefined && { after: secrets.maskValue(after) }),
  };
}

function changedKeys(before: WireMap, after: WireMap): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => text(before[key]) !== text(after[key]))
    .sort();
}

/** The value as text that is equal for equal values, whatever the order of their keys. */
function text(value: WireValue | undefined): string | undefined {
  return value === undefined ? undefined : JSON.stringify(sorted(normalised(value)));
}

function sorted(value: WireValue): WireValue {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  return value !== null && typeof value === "object"
    ? Object.fromEntries(
        Object.keys(value)
          .sort()
          .map((key) => [key, sorted(value[key] ?? null)]),
      )
    : value;
}

function wireMap(properties: Record<string, unknown>): WireMap {
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, wireValue(value)]),
  );
}

function wireValue(value: unknown): WireValue {
  if (value === null || typeof value === "boolean" || typeof value === "number" || typeof value === "string") {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map(wireValue);
  }
  return typeof value === "object" ? wireMap({ ...value }) : null;
}
