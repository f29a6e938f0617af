import type { Severity } from "@pulumi/policy";
import { matchesGlob } from "../graph/iam/glob";
import type { Exemption } from "./exemption";
import { readExemptionsFile } from "./file";
import { type Entry, type ExemptionNote, nothing, type Place, type Records, recordsOf } from "./records";
import { type ExemptionSettings, exemptionSettingsOf } from "./settings";

/** What the ledger has to know of a control. */
export interface ExemptibleControl {
  readonly id: string;
  readonly severity: Severity;
}

/** A resource that violates a control; for the stack as a whole its name is `stack` and its URN empty. */
export interface Violator {
  readonly name: string;
  readonly urn: string;
}

/** What excused whom. */
export interface Excuse {
  readonly exemption: Exemption;
  readonly violator: Violator;
}

interface Report {
  readonly violators: readonly Violator[];
  readonly control: ExemptibleControl;
}

const millisecondsADay = 86_400_000;

/** The exemptions of a run, wherever they stand, and what they excused. */
export class ExemptionLedger {
  private settings: ExemptionSettings | undefined;
  private readonly untold: string[] = [];
  private ofPack: Records = nothing;
  private readonly ofControls = new Map<string, Records>();
  private readonly ofProgram = new Map<string, Records>();
  /** Violations that were reported, since nothing excused them then. */
  private readonly reported = new Map<string, Report>();
  private readonly severities: ReadonlyMap<string, Severity>;
  /** Controls that were on in any configuration of this process; all of them as long as there was none. */
  private enabled: Set<string> | undefined;

  constructor(
    controls: readonly ExemptibleControl[],
    private readonly now: () => Date,
  ) {
    this.severities = new Map(controls.map(({ id, severity }) => [id, severity]));
  }

  /** Takes the settings of `pack-upkeep` in: before the first resource, so that the order of policies does not matter. */
  configure(settings: ExemptionSettings): void {
    this.settings = settings;
    const { exemptionsFile, exemptions } = settings;
    const read = exemptionsFile === undefined ? [] : readExemptionsFile(exemptionsFile);
    const problems = typeof read === "string" ? [{ message: read }] : [];
    const records = [...exemptions, ...(typeof read === "string" ? [] : read)];
    const before = new Map(this.ofPack.entries.map((entry) => [JSON.stringify(entry.exemption), entry]));
    const { entries, ...fresh } = this.recordsOf(settings, records);
    this.ofPack = {
      ...fresh,
      // What was used before the pack was configured once more stays used.
      entries: entries.map((entry) => before.get(JSON.stringify(entry.exemption)) ?? entry),
      problems: [...problems, ...fresh.problems],
    };
  }

  /** True once the settings of `pack-upkeep` are known. */
  get isConfigured(): boolean {
    return this.settings !== undefined;
  }

  /** Notes that these controls are on: an exemption from others only is not told of as unused. */
  enable(controls: readonly string[]): void {
    this.enabled = new Set([...(this.enabled ?? []), ...controls]);
  }

  /**
   * Takes a control's own exemptions in.
   *
   * @param configured the control's setting, as it came
   */
  read(control: string, configured: unknown): void {
    if (configured === undefined) {
      this.ofControls.delete(control);
    } else if (this.ofControls.get(control)?.source !== configured) {
      const records = Array.isArray(configured) ? configured : [configured];
      this.ofControls.set(control, this.recordsOf(configured, records, { control }));
    }
  }

  /**
   * Takes in what a resource of the program declares.
   *
   * @param declared a record; or why there is no telling what it is
   * @returns what is wrong with it, as a sentence
   */
  declare(urn: string, declared: Record<string, unknown> | string): string | undefined {
    const known = this.ofProgram.get(urn);
    const source = JSON.stringify(declared);
    const records =
      known?.source === source
        ? known
        : typeof declared === "string"
          ? { source, entries: [], problems: [{ message: `the exemption counts for nothing: ${declared}`, urn }] }
          : this.recordsOf(source, [declared], { urn });
    this.ofProgram.set(urn, records);
    return records.problems[0]?.message ?? records.entries[0]?.problem;
  }

  /**
   * The exemption that excuses a violation, if there is one that has not expired; otherwise the violation is on record.
   *
   * @param violators the resource that was judged and, where that is another one, the resource to blame
   */
  excuse(control: ExemptibleControl, violators: readonly Violator[]): Excuse | undefined {
    const key = JSON.stringify([control.id, violators[0]?.name, violators[0]?.urn]);
    const candidates = this.settings?.ignoreExemptions
      ? []
      : this.entries()
          .filter(({ exemption }) => !this.hasExpired(exemption))
          .flatMap((entry) => {
            const violator = violators.find((one) => concerns(entry.exemption, control.id, one));
            return violator ? [{ entry, violator }] : [];
          });
    const allowed = candidates.filter(({ entry }) => control.severity !== "critical" || entry.exemption.approver);
    // What came after the violation was reported stays too late when the resource is looked at again.
    const found = allowed.find(({ entry }) => entry.urn === undefined || !this.reported.has(key));
    if (found) {
      found.entry.used = true;
      return { exemption: found.entry.exemption, violator: found.violator };
    }
    for (const { entry } of candidates.filter((candidate) => !allowed.includes(candidate))) {
      entry.lacksApprover = control.id;
    }
    this.reported.set(key, { violators, control });
    return undefined;
  }

  /**
   * Notes that a control can't tell about a resource yet: an exemption of it may turn out to be needed, and is not called
   * unused.
   */
  spare(control: ExemptibleControl, violator: Violator): void {
    for (const entry of this.entries().filter(({ exemption }) => concerns(exemption, control.id, violator))) {
      entry.spared = true;
    }
  }

  /** Keeps lines about what was excused that the policy itself has no way to tell. */
  leave(lines: readonly string[]): void {
    this.untold.push(...lines);
  }

  /** The lines that were left, each once. */
  left(): string[] {
    return [...new Set(this.untold.splice(0))];
  }

  /**
   * What there is to say of exemptions: those that are no records, are too many or too long, came too late, have expired,
   * or excused nothing.
   */
  notes(): ExemptionNote[] {
    const all = this.entries();
    const valid = all.filter(({ exemption }) => !this.hasExpired(exemption));
    const {
      mostExemptions: most,
      longestExemption: longest,
      ignoreExemptions,
    } = this.settings ?? exemptionSettingsOf({});
    const records = [this.ofPack, ...this.ofControls.values(), ...this.ofProgram.values()];
    return [
      ...records.flatMap(({ problems }) => problems),
      ...(most !== undefined && valid.length > most
        ? [{ message: `${valid.length} exemptions hold at the same time, mostExemptions is ${most}: end some` }]
        : []),
      ...all.flatMap((entry) => {
        const message = this.messageOf(entry, longest, ignoreExemptions);
        return message ? [{ message, ...(entry.urn && { urn: entry.urn }) }] : [];
      }),
    ];
  }

  private messageOf(entry: Entry, longest: number | undefined, ignored: boolean): string | undefined {
    const { exemption, problem, used, spared, lacksApprover } = entry;
    const { control, resource, owner, expires } = exemption;
    const said = `${control}: the exemption of ${resource} (${owner})`;
    if (problem) {
      return problem;
    }
    if (this.hasExpired(exemption)) {
      return `${said} expired on ${expires}: renew it or remove it`;
    }
    const latest = longest === undefined ? expires : dayOf(this.now().getTime() + longest * millisecondsADay);
    if (expires > latest) {
      return `${said} holds until ${expires}, longestExemption is ${longest} days: let it expire by ${latest}`;
    }
    if (lacksApprover) {
      return `${said} excuses no violation of ${lacksApprover}, which is critical: it needs an approver`;
    }
    if (ignored || used || spared) {
      return undefined;
    }
    const late = entry.urn === undefined ? [] : this.reportedBefore(entry);
    if (late.length > 0) {
      const names = late
        .map(({ violators, control: { id } }) => `${violators[0]?.name}${control === id ? "" : ` (${id})`}`)
        .join(", ");
      return `${said} came too late for ${names}: declare it first, and let the resource depend on it`;
    }
    return this.isOn(control) ? `${said} excused nothing: remove it` : undefined;
  }

  private reportedBefore({ exemption }: Entry): Report[] {
    return [...this.reported.values()].filter(({ violators, control }) =>
      violators.some((violator) => concerns(exemption, control.id, violator)),
    );
  }

  private isOn(pattern: string): boolean {
    const { enabled } = this;
    return !enabled || [...enabled].some((id) => matchesGlob(pattern, id));
  }

  /** A control's own ones come first: they say most clearly what they are about. */
  private entries(): Entry[] {
    return [...this.ofControls.values(), this.ofPack, ...this.ofProgram.values()].flatMap(({ entries }) => entries);
  }

  private recordsOf(source: unknown, records: readonly unknown[], place: Place = {}): Records {
    return recordsOf(source, records, this.severities, place);
  }

  private hasExpired({ expires }: Exemption): boolean {
    // ISO dates compare as text.
    return expires < dayOf(this.now().getTime());
  }
}

function concerns({ control, resource }: Exemption, id: string, { name, urn }: Violator): boolean {
  return matchesGlob(control, id) && (matchesGlob(resource, name) || (urn !== "" && matchesGlob(resource, urn)));
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
