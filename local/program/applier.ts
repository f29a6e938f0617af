import type { WireMap } from "../../preflight/child/analysis";
import { hasUnknown } from "../../preflight/host/wire";
import { hashesOf } from "../provider/assets";
import type { Identity, LocalProvider } from "../provider/core";
import { withoutNotes } from "../provider/names";
import type { Props } from "../provider/values";
import { toProps } from "../provider/wire";
import type { NotEmulated, StoredResource } from "../state";

/** What happened to a resource. */
export type Change = "created" | "updated" | "replaced" | "unchanged" | "deleted";

export interface Applied {
  id: string;
  outputs: Props;
}

/** Makes the emulator what a program says, resource by resource, and remembers it. */
export class Applier {
  readonly resources = new Map<string, StoredResource>();
  readonly notEmulated: NotEmulated[] = [];
  readonly counts: Record<Change, number> = { created: 0, updated: 0, replaced: 0, unchanged: 0, deleted: 0 };
  private readonly replaced: StoredResource[] = [];
  private sequence: number;

  /**
   * @param before what there is, by URN
   * @param onChange told of every change
   */
  constructor(
    private readonly provider: LocalProvider,
    private readonly before: ReadonlyMap<string, StoredResource>,
    private readonly onChange: (of: Identity, change: Change) => void,
  ) {
    this.sequence = Math.max(0, ...[...before.values()].map(({ sequence }) => sequence));
  }

  /** The inputs that changes were asked to be ignored of, as they were. */
  keptInputs(urn: string, ignoreChanges: readonly string[]): Props {
    const old = this.before.get(urn);
    const kept: Props = {};
    for (const key of ignoreChanges) {
      const value = old?.inputs[key];
      if (value !== undefined) kept[key] = value;
    }
    return kept;
  }

  /** @returns what the resource became; undefined where the emulator has nothing for it */
  async apply(of: Identity, wire: WireMap, ignoreChanges: readonly string[]): Promise<Applied | undefined> {
    const { type, name } = of;
    if (!this.provider.emulates(type)) {
      this.notEmulated.push({ type, name, reason: "the emulator has nothing for it" });
      return undefined;
    }
    const unknown = Object.keys(wire).filter((key) => hasUnknown(wire[key]));
    if (unknown.length > 0) {
      const reason = `its ${unknown.join(", ")} come${unknown.length > 1 ? "" : "s"} from what is not emulated`;
      this.notEmulated.push({ type, name, reason });
      return undefined;
    }
    const stored = await this.bring(of, toProps(wire), ignoreChanges);
    this.resources.set(of.urn, stored);
    return { id: stored.id, outputs: { ...withoutNotes(stored.inputs), ...stored.outputs } };
  }

  /** Deletes what the program no longer has, the youngest first. */
  async finish(): Promise<void> {
    const gone = [...this.before.values()].filter(({ urn }) => !this.resources.has(urn));
    for (const old of [...gone, ...this.replaced].sort((a, b) => b.sequence - a.sequence)) {
      await this.delete(old);
      if (gone.includes(old)) this.count(old, "deleted");
    }
  }

  private async bring(of: Identity, news: Props, ignoreChanges: readonly string[]): Promise<StoredResource> {
    const old = this.before.get(of.urn);
    if (!old) return this.create(of, this.provider.check(of, news), "created");
    const inputs = this.provider.check(of, news, old.inputs);
    const { added, changed, removed, replaces, deleteBeforeReplace } = this.provider.diff(
      of,
      old.inputs,
      inputs,
      ignoreChanges,
    );
    if (added.length + changed.length + removed.length === 0) {
      this.count(of, "unchanged");
      return old;
    }
    if (replaces.length > 0) {
      if (deleteBeforeReplace) await this.delete(old);
      else this.replaced.push(old);
      return this.create(of, this.provider.check(of, news), "replaced");
    }
    const { outputs } = await this.provider.update(of, old.id, { ...old.inputs, ...old.outputs }, inputs);
    this.count(of, "updated");
    return { ...old, inputs: hashesOf(inputs), outputs };
  }

  private async create(of: Identity, inputs: Props, change: Change): Promise<StoredResource> {
    const { id, outputs } = await this.provider.create(of, inputs);
    this.count(of, change);
    return { ...of, id, inputs: hashesOf(inputs), outputs, sequence: ++this.sequence };
  }

  private async delete(old: StoredResource): Promise<void> {
    await this.provider.delete(old, old.id, { ...old.inputs, ...old.outputs }, old.inputs);
  }

  private count(of: Identity, change: Change): void {
    this.counts[change]++;
    this.onChange(of, change);
  }
}
