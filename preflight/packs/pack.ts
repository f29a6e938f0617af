import { changesOf } from "../changes";
import type { HostResource, WireMap } from "../child/analysis";
import type { PackAnnouncement } from "../child/messages";
import { toModelMap } from "../host/wire";
import type { Note, PackResult, PolicyFinding, Remediation, Value } from "../model";
import type { PackAnswer } from "./answers";
import { catalogueOf } from "./catalogue";
import { PackCallError, unavailable } from "./channel";
import type { PackInfo } from "./client";
import { findingOf, markSymbolicOnly, withoutRepeats } from "./findings";
import { askedOf, Judged } from "./judged";
import { analyzeRequest, normalisedMap } from "./messages";
import { changedKeys, maskedChange, wireMap } from "./remediated";
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
  /** What resource policies found. */
  private findings: PolicyFinding[] = [];
  /** What stack policies found. */
  private ofStack: PolicyFinding[] = [];
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

  /** True where a policy has found a violation so far. */
  foundViolations(): boolean {
    return [...this.findings, ...this.ofStack].some(({ verdict }) => verdict === "violation");
  }

  /** URNs of the resources that resource policies found in violation. */
  violated(): Set<string> {
    const violations = this.findings.filter(({ verdict }) => verdict === "violation");
    return new Set(violations.flatMap(({ urn }) => urn ?? []));
  }

  /**
   * Runs the stack policies. Call it once everything is settled: the request is then on its way when it returns.
   * @param urns what findings may be about
   * @throws PackError where the pack failed
   */
  async analyzeStack(urns: Set<string>, request: () => Buffer): Promise<void> {
    const { connection } = this;
    if (!connection || !hasActive(connection, "stack")) {
      return;
    }
    try {
      const answer = await this.worker.ask(this.index, "analyzeStack", request());
      this.judged.add(answer, askedOf(connection.info, "stack"));
      this.ofStack = stackFindings(answer, connection, urns);
    } catch (error) {
      await this.callFailed(error);
    }
    this.throwIfFailed();
  }

  /**
   * Asks the policies that found a violation again, with symbolic values unknown, and marks what is not found then. The last thing
   * that is asked of a pack.
   * @param about requests about the resources that have symbolic values
   * @param stack the request about all of them, where it has symbolic values
   * @throws PackError where the pack failed
   */
  async analyzeAgain(about: Map<string, Buffer>, urns: Set<string>, stack?: Buffer): Promise<void> {
    const { connection } = this;
    const violations = [...this.findings, ...this.ofStack].filter(({ verdict }) => verdict === "violation");
    if (!connection || violations.length === 0) {
      return;
    }
    try {
      await this.worker.restrict(this.index, [...new Set(violations.map(({ policy }) => policy))]);
      this.findings = markSymbolicOnly(this.findings, await this.findAgain(about, connection));
      if (stack && this.ofStack.some(({ verdict }) => verdict === "violation")) {
        const answer = await this.worker.ask(this.index, "analyzeStack", stack);
        this.ofStack = markSymbolicOnly(this.ofStack, stackFindings(answer, connection, urns));
      }
    } catch (error) {
      await this.callFailed(error);
    }
    this.throwIfFailed();
  }

  /** What is found about the resources in violation by these requests; as before where there is none. */
  private async findAgain(about: Map<string, Buffer>, { info }: Connection): Promise<PolicyFinding[]> {
    const again = await Promise.all(
      [...this.violated()].map(async (urn): Promise<PolicyFinding[]> => {
        const request = about.get(urn);
        if (!request) {
          return this.findings.filter((finding) => finding.urn === urn);
        }
        try {
          const { diagnostics } = await this.worker.ask(this.index, "analyze", request);
          return diagnostics.map((diagnostic) => findingOf(diagnostic, info, urn));
        } catch (error) {
          await this.callFailed(error, urn);
          return [];
        }
      }),
    );
    this.throwIfFailed();
    return again.flat();
  }

  /** What a reader has to know of how the pack was run. */
  notes(): Note[] {
    return (this.connection?.info.notes ?? []).map((message) => ({ message: this.secrets.mask(message) }));
  }

  /** What the pack said, with the program's secrets masked. */
  result(): PackResult {
    const { info, directory } = this.connection ?? {
      info: { name: "", version: "", policies: new Map(), notes: [] },
      directory: "",
    };
    const findings = [...this.findings, ...this.ofStack];
    return {
      name: info.name,
      version: info.version,
      directory,
      policies: [...info.policies.values()].filter((policy) => policy.enforcement !== "disabled").length,
      catalogue: catalogueOf(info),
      findings: withoutRepeats(findings).map((finding) => ({
        ...finding,
        message: this.secrets.mask(finding.message),
      })),
      held: this.judged.held(findings),
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

function stackFindings({ diagnostics }: PackAnswer, { info }: Connection, urns: Set<string>): PolicyFinding[] {
  return diagnostics.map((diagnostic) =>
    findingOf(diagnostic, info, urns.has(diagnostic.urn) ? diagnostic.urn : undefined),
  );
}

function hasActive(connection: Connection | undefined, what: "remediate" | "stack"): boolean {
  return [...(connection?.info.policies.values() ?? [])].some(({ enforcement, kind }) =>
    what === "remediate" ? enforcement === "remediate" : enforcement !== "disabled" && kind !== "resource",
  );
}
