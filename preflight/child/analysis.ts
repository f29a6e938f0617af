import type { Note, PackResult } from "../model";

/**
 * Property values as the SDK puts them on the wire: plain JSON, with the engine's signature objects for secrets, resource
 * references, output values, assets and archives, and its sentinel string for unknowns. Secrets are in clear here.
 */
export type WireValue = null | boolean | number | string | WireValue[] | WireMap;
export interface WireMap {
  [key: string]: WireValue;
}

/** A resource as the host holds it while the program runs. */
export interface HostResource {
  urn: string;
  type: string;
  name: string;
  parent: string;
  custom: boolean;
  /** Provider resource that manages it; absent for components and for provider resources themselves. */
  provider?: HostResource;
  id?: string;
  inputs: WireMap;
  /** What the program was answered: inputs, outputs, unknowns, symbolic values. For components what they registered. */
  outputs: WireMap;
  dependencies: string[];
  propertyDependencies: Record<string, string[]>;
  options: {
    protect: boolean;
    ignoreChanges: string[];
    /** URNs. */
    aliases: string[];
    additionalSecretOutputs: string[];
    deleteBeforeReplace?: boolean;
    /** Seconds. */
    customTimeouts?: { create: number; update: number; delete: number };
  };
}

/** What the host asks of the policy packs. With no pack given all of it is free. */
export interface Analysis {
  /** True once it is known that some policy remediates; the host may only then wait for {@link remediate}. */
  readonly remediates: Promise<boolean>;
  /** Lets policies at `remediate` change a resource's inputs before it is registered, in the order of the packs. */
  remediate(resource: HostResource): Promise<WireMap>;
  /** Starts the check of one resource's inputs; what it finds is collected. Never waits, never throws. */
  analyze(resource: HostResource): void;
  /**
   * Runs the stack policies over everything that was registered and resolves to all that was found.
   * @param meanwhile called once, while the packs are at work
   * @throws an error whose message names the pack, where a pack failed to start, answered with an error or died.
   */
  analyzeStack(resources: HostResource[], meanwhile?: () => void): Promise<PackResult[]>;
  /** What a reader has to know of how the packs were run. */
  notes(): Note[];
  /** Ends the connections. */
  close(): void;
}
