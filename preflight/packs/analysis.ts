import type { Analysis, HostResource, WireMap, WireValue } from "../child/analysis";
import type { PackAnnouncement } from "../child/messages";
import type { Note, PackResult } from "../model";
import type { StackDescription } from "./client";
import { analyzeRequest, analyzeStackRequest, type EncodeOptions } from "./messages";
import { Pack, PackError } from "./pack";
import { SecretMask } from "./secrets";
import { PackWorker } from "./worker-client";

/** What {@link PackAnalysis} works with. */
export interface PackAnalysisOptions {
  /** A `require` that resolves as the program's `@pulumi/pulumi` itself does. */
  sdk: NodeJS.Require;
  /** How many packs will be announced. */
  packs: number;
  stack: StackDescription;
  /** File descriptor that packs are announced by as well, so that connecting to them does not wait for this thread. */
  announcements?: number;
  /** Replaces symbolic values by unknowns; given in symbolic mode only. */
  unsymbolise?: (value: WireValue) => WireValue;
  /** Told of every resource that a pack has finished with. */
  onProgress?: () => void;
}

/** The policy packs as the program's process talks to them. */
export class PackAnalysis implements Analysis {
  readonly remediates: Promise<boolean>;
  private readonly packs: Pack[];
  private readonly secrets = new SecretMask();
  private readonly worker: PackWorker | undefined;

  constructor(private readonly options: PackAnalysisOptions) {
    for (const key of options.stack.secretKeys) {
      this.secrets.add(options.stack.config[key]);
    }
    const { packs, sdk, onProgress = () => {} } = options;
    const start = {
      sdk: sdk.resolve("@pulumi/pulumi/package.json"),
      packs,
      stack: this.stack(),
      announcements: options.announcements,
    };
    const worker = packs > 0 ? new PackWorker(start, onProgress) : undefined;
    this.worker = worker;
    this.packs = worker ? Array.from({ length: packs }, (_, index) => new Pack(index, worker, this.secrets)) : [];
    this.remediates = Promise.all(this.packs.map((pack) => pack.remediates)).then((all) => all.includes(true));
  }

  /** A pack listens: connect to it. */
  announce(announcement: PackAnnouncement): void {
    void this.packs[announcement.index]?.connect(announcement);
  }

  /** A pack could not be started, or has died. */
  failed(index: number, message: string): void {
    this.packs[index]?.fail(new PackError(message));
  }

  async remediate(resource: HostResource): Promise<WireMap> {
    let current = resource;
    for (const pack of this.packs) {
      current = { ...current, inputs: await pack.remediate(current) };
    }
    return current.inputs;
  }

  analyze(resource: HostResource): void {
    this.worker?.analyze({ urn: resource.urn, bytes: analyzeRequest(resource, this.plain) });
  }

  async analyzeStack(resources: HostResource[], meanwhile = (): void => {}): Promise<PackResult[]> {
    await Promise.all(this.packs.map((pack) => pack.settled()));
    const urns = new Set(resources.map(({ urn }) => urn));
    const request = once(() => analyzeStackRequest(resources, this.plain));
    const answered = Promise.all(this.packs.map((pack) => pack.analyzeStack(urns, request)));
    // A failure is told once this thread has done what it can beside the packs.
    answered.catch(() => {});
    meanwhile();
    const again = once(() => this.withUnknowns(resources, request));
    const isViolated = (): boolean => this.packs.some((pack) => pack.foundViolations());
    if (isViolated()) {
      again();
    }
    await answered;
    const requests = isViolated() ? again() : undefined;
    if (requests) {
      await Promise.all(this.packs.map((pack) => pack.analyzeAgain(requests.about, urns, requests.stack)));
    }
    return this.packs.map((pack) => pack.result());
  }

  notes(): Note[] {
    return this.packs.flatMap((pack) => pack.notes());
  }

  close(): void {
    this.worker?.close();
  }

  private get plain(): EncodeOptions {
    return { secrets: this.secrets, internalKeys: false };
  }

  /** Just these properties: what it is made from may have others, which can't go to another thread. */
  private stack(): StackDescription {
    const { project, stack, organization, config, secretKeys, stackTags } = this.options.stack;
    return { project, stack, organization, config, secretKeys, stackTags };
  }

  /** The requests in which symbolic values are unknown, of those that have any; undefined where there are no such values. */
  private withUnknowns(resources: HostResource[], request: () => Buffer): RequestsAgain | undefined {
    const { plain } = this;
    const { unsymbolise } = this.options;
    if (!unsymbolise) {
      return undefined;
    }
    const transform = (map: WireMap): WireMap =>
      Object.fromEntries(Object.entries(map).map(([key, value]) => [key, unsymbolise(value)]));
    const unknown = { ...plain, transform };
    const violated = this.packs.map((pack) => pack.violated());
    const about = new Map<string, Buffer>();
    for (const resource of resources.filter(({ urn }) => violated.some((urns) => urns.has(urn)))) {
      const again = analyzeRequest(resource, unknown);
      if (!again.equals(analyzeRequest(resource, plain))) {
        about.set(resource.urn, again);
      }
    }
    const stack = analyzeStackRequest(resources, unknown);
    return { about, ...(!stack.equals(request()) && { stack }) };
  }
}

interface RequestsAgain {
  /** By the URN of the resource that it is about. */
  about: Map<string, Buffer>;
  /** About the stack as a whole. */
  stack?: Buffer;
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
