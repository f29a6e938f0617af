import type { Analysis, HostResource, WireMap, WireValue } from "../child/analysis";
import type { PackAnnouncement } from "../child/messages";
import type { PackResult } from "../model";
import { AnalyzerProtocol, type StackDescription } from "./client";
import { analyzeRequest, analyzeStackRequest } from "./messages";
import { Pack, PackError } from "./pack";
import { SecretMask } from "./secrets";

/** What {@link PackAnalysis} works with. */
export interface PackAnalysisOptions {
  /** A `require` that resolves as the program's `@pulumi/pulumi` itself does. */
  sdk: NodeJS.Require;
  /** How many packs will be announced. */
  packs: number;
  stack: StackDescription;
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
  private protocol: AnalyzerProtocol | undefined;

  constructor(private readonly options: PackAnalysisOptions) {
    for (const key of options.stack.secretKeys) {
      this.secrets.add(options.stack.config[key]);
    }
    this.packs = Array.from({ length: options.packs }, () => new Pack(this.secrets, options.onProgress));
    this.remediates = Promise.all(this.packs.map((pack) => pack.remediates)).then((all) => all.includes(true));
  }

  /** A pack listens: connect to it. */
  announce(announcement: PackAnnouncement): void {
    this.protocol ??= new AnalyzerProtocol(this.options.sdk);
    void this.packs[announcement.index]?.connect(this.protocol, announcement, this.options.stack);
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
    let request: Buffer | undefined;
    let users = this.packs.length;
    // Encoded when the first pack is ready for it, and let go with the last: the queue holds no bytes.
    const encoded = (): Buffer => {
      const bytes = request ?? analyzeRequest(resource, { secrets: this.secrets, internalKeys: false });
      request = --users > 0 ? bytes : undefined;
      return bytes;
    };
    for (const pack of this.packs) {
      pack.analyze(resource, encoded);
    }
  }

  async analyzeStack(resources: HostResource[]): Promise<PackResult[]> {
    await Promise.all(this.packs.map((pack) => pack.settled()));
    const { secrets } = this;
    const transform = this.transform();
    if (transform) {
      await Promise.all(
        this.packs.map((pack) =>
          pack.analyzeAgain((resource) => analyzeRequest(resource, { secrets, internalKeys: false, transform })),
        ),
      );
    }
    const urns = new Set(resources.map((resource) => resource.urn));
    const request = once(() => analyzeStackRequest(resources, { secrets, internalKeys: false }));
    const withUnknowns =
      transform && once(() => analyzeStackRequest(resources, { secrets, internalKeys: false, transform }));
    await Promise.all(this.packs.map((pack) => pack.analyzeStack(urns, request, withUnknowns)));
    return this.packs.map((pack) => pack.result());
  }

  close(): void {
    for (const pack of this.packs) {
      pack.close();
    }
  }

  private transform(): ((map: WireMap) => WireMap) | undefined {
    const { unsymbolise } = this.options;
    if (!unsymbolise) {
      return undefined;
    }
    return (map) => Object.fromEntries(Object.entries(map).map(([key, value]) => [key, unsymbolise(value)]));
  }
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
