import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import type { LocalProvider } from "./provider/core";
import { isMissing } from "./provider/handler";
import { Inputs } from "./provider/values";
import type { LocalState } from "./state";

/** One line that a function printed. */
export interface LogEvent {
  name: string;
  time: Date;
  message: string;
}

const pollMs = 500;
/** Lines of the platform itself, and metrics in CloudWatch's embedded format, say nothing to a reader. */
const noise = /^(?:START|END|REPORT|INIT_START) |^\{"_aws":/;

/** Log groups of a stack's functions, by the functions' logical names. */
export function logGroups(state: LocalState): Map<string, string> {
  const groups = new Map<string, string>();
  for (const { type, name, inputs, id } of Object.values(state.resources)) {
    if (type !== "aws:lambda/function:Function") continue;
    groups.set(name, new Inputs(inputs).child("loggingConfig")?.maybe("logGroup") ?? `/aws/lambda/${id}`);
  }
  return groups;
}

/** Reads what functions print, from a moment on. */
export class LogReader {
  private readonly seen = new Set<string>();
  private readonly since = new Map<string, number>();

  /** @param from milliseconds since 1970 */
  constructor(
    private readonly provider: LocalProvider,
    private readonly from: number,
  ) {}

  /** What is new in these groups, in the order of time. */
  async read(groups: ReadonlyMap<string, string>): Promise<LogEvent[]> {
    const found: LogEvent[] = [];
    for (const [name, logGroupName] of groups) found.push(...(await this.group(name, logGroupName)));
    return found.sort((a, b) => a.time.getTime() - b.time.getTime());
  }

  private async group(name: string, logGroupName: string): Promise<LogEvent[]> {
    const startTime = this.since.get(logGroupName) ?? this.from;
    const client = this.provider.client(CloudWatchLogsClient);
    try {
      const { events = [] } = await client.send(new FilterLogEventsCommand({ logGroupName, startTime }));
      const fresh = events.filter(({ eventId = "" }) => !this.seen.has(eventId));
      let latest = startTime;
      for (const { eventId = "", timestamp = 0 } of fresh) {
        this.seen.add(eventId);
        latest = Math.max(latest, timestamp);
      }
      this.since.set(logGroupName, latest);
      return fresh.flatMap(({ message = "", timestamp = 0 }) =>
        noise.test(message) || message.trim() === "" ? [] : [{ name, time: new Date(timestamp), message }],
      );
    } catch (error) {
      // A group that nobody wrote to need not be there.
      if (isMissing(error)) return [];
      throw error;
    }
  }
}

/** Follows the functions' output until the signal. */
export async function follow(
  reader: LogReader,
  groups: () => ReadonlyMap<string, string>,
  onEvent: (event: LogEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const events = await reader.read(groups()).catch((error: unknown) => {
      if (signal.aborted) return [];
      throw error;
    });
    events.forEach(onEvent);
    await pause(pollMs, signal);
  }
}

/** A line for people; JSON logs are their level, message and what goes with it. */
export function logLine({ name, time, message }: LogEvent, width: number): string {
  return `${time.toTimeString().slice(0, 8)}  ${name.padEnd(width)}  ${readable(message)}`;
}

const known = new Set(["level", "message", "timestamp", "service", "sampling_rate", "cold_start", "xray_trace_id"]);
const aboutFunction = /^function_/;

function readable(message: string): string {
  if (!message.startsWith("{")) return message;
  let line: unknown;
  try {
    line = JSON.parse(message);
  } catch {
    return message;
  }
  if (typeof line !== "object" || line === null || !("message" in line)) return message;
  const more = Object.entries(line)
    .filter(([key]) => !known.has(key) && !aboutFunction.test(key))
    .map(([key, value]) => `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`);
  const level = "level" in line ? `${line.level} ` : "";
  return `${level}${line.message}${more.length > 0 ? `  ${more.join(" ")}` : ""}`;
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resume) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resume();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener("abort", end);
  });
}
