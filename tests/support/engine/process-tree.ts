import { readdirSync, readFileSync } from "node:fs";

/** What was seen of one process. */
export interface ProcessCost {
  /** The first words of its command line. */
  command: string;
  /** Its own peak of resident memory, in MiB. */
  peakMiB: number;
  /** User and system time while it was watched. */
  cpuSeconds: number;
}

interface Seen extends ProcessCost {
  /** CPU seconds that it had used when it was first seen; a process that began later had used none. */
  before: number;
}

/** Clock ticks a second, as Linux reports process times: 100 on every architecture that Node runs on. */
const TICKS = 100;
const SAMPLE_MS = 25;
/** Words of a command line that are kept. */
const WORDS = 3;

/** Watches processes and everything below them by what Linux tells in /proc. */
export class ProcessTrees {
  private readonly seen = new Map<number, Seen>();
  private readonly timer: NodeJS.Timeout;
  private peak = 0;

  /** @param roots process ids; those that run already are charged only for what they do from now on. */
  constructor(private readonly roots: number[]) {
    this.sample(true);
    this.timer = setInterval(() => this.sample(false), SAMPLE_MS);
  }

  add(root: number): void {
    this.roots.push(root);
  }

  /** Ends the watch. `peakMiB` is the largest sum of resident memory at one moment. */
  stop(): { peakMiB: number; cpuSeconds: number; processes: ProcessCost[] } {
    clearInterval(this.timer);
    this.sample(false);
    const processes = [...this.seen.values()].map(({ command, peakMiB, cpuSeconds, before }) => ({
      command,
      peakMiB,
      cpuSeconds: cpuSeconds - before,
    }));
    return { peakMiB: this.peak, cpuSeconds: processes.reduce((sum, one) => sum + one.cpuSeconds, 0), processes };
  }

  private sample(first: boolean): void {
    let resident = 0;
    for (const pid of this.family()) {
      const status = read(`/proc/${pid}/status`);
      const mebibytes = (key: string) => Number(new RegExp(`^${key}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0) / 1024;
      const [, , , , , , , , , , , user, system] = statFields(pid);
      const known = this.seen.get(pid);
      const cpuSeconds = (Number(user ?? 0) + Number(system ?? 0)) / TICKS;
      const command = read(`/proc/${pid}/cmdline`).split("\0").filter(Boolean).slice(0, WORDS).join(" ");
      this.seen.set(pid, {
        command: command || (known?.command ?? "?"),
        peakMiB: Math.max(known?.peakMiB ?? 0, mebibytes("VmHWM")),
        cpuSeconds: Math.max(known?.cpuSeconds ?? 0, cpuSeconds),
        before: known?.before ?? (first ? cpuSeconds : 0),
      });
      resident += mebibytes("VmRSS");
    }
    this.peak = Math.max(this.peak, resident);
  }

  /** The roots and all their descendants that run now. */
  private family(): number[] {
    const parents = new Map<number, number>();
    for (const entry of readdirSync("/proc")) {
      const pid = Number(entry);
      if (Number.isInteger(pid)) {
        parents.set(pid, Number(statFields(pid)[1]));
      }
    }
    const belongs = (pid: number): boolean => {
      for (let one: number | undefined = pid; one !== undefined && one > 1; one = parents.get(one)) {
        if (this.roots.includes(one)) {
          return true;
        }
      }
      return false;
    };
    return [...parents.keys()].filter(belongs);
  }
}

/** Fields of /proc/PID/stat after the command, which may itself hold spaces. */
function statFields(pid: number): string[] {
  const stat = read(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return ""; // The process ended between the listing and the read.
  }
}
