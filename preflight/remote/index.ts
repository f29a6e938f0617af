import type { WireMap } from "../child/analysis";
import type { Goal } from "../host/goal";
import { packageOf } from "../host/urn";
import type { Origin } from "../model";
import type { ComponentPlugins } from "./plugins";
import { standIns } from "./stand-ins";

/** What a remote component turned out to be. */
export interface Constructed {
  urn: string;
  state: WireMap;
  /** URNs that each property of the state came from. */
  dependencies: Record<string, string[]>;
}

/** What is needed of the monitor to build a component. */
export interface ComponentRegistry {
  register(goal: Goal, origin: Origin): Promise<{ urn: string; id?: string }>;
  /** Outputs of a resource that was registered. */
  outputsOf(urn: string): WireMap;
  registerOutputs(urn: string, outputs: WireMap): void;
  /** Symbolic values of a component; empty in the mode without. */
  symbolic(urn: string, goal: Goal): WireMap;
  /** Version of the installed `@pulumi/PACKAGE`; empty where it is not. */
  versionOf(pkg: string): string;
  note(urn: string, message: string): void;
}

/**
 * Remote components: those whose code is in a plugin and not in the program. The installed plugin builds them, else this
 * project's stand-in does, else they stay opaque and every report says so.
 */
export class RemoteComponents {
  constructor(
    private readonly registry: ComponentRegistry,
    private readonly plugins: ComponentPlugins,
  ) {}

  construct(goal: Goal): Promise<Constructed> {
    const plugin = this.plugins.find(goal);
    if (plugin !== undefined) {
      return this.plugins.construct(plugin, goal);
    }
    const standIn = standIns[goal.type];
    return standIn ? standIn(goal, this.registry) : this.opaque(goal);
  }

  /** Ends the plugins. */
  close(): void {
    this.plugins.close();
  }

  private async opaque(goal: Goal): Promise<Constructed> {
    const { urn } = await this.registry.register({ ...goal, remote: false, transforms: [] }, "opaque");
    this.registry.note(
      urn,
      `${goal.type} is built by a plugin that is not installed here, so what is in it is not known. "pulumi plugin install resource ${packageOf(goal.type)} ${goal.version}" installs it.`,
    );
    return { urn, state: {}, dependencies: {} };
  }
}
