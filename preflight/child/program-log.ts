import type { Resource } from "@pulumi/pulumi";
import type { LogLine } from "../model";
import type { Sdk } from "./sdk";
import { runtimeStore } from "./store";

/** Lines that are kept for the report; the rest is counted. */
const keptLines = 1000;
/** Lines that are sent to the parent while the program runs. */
const sentLines = 100;

/** What the program logs through `pulumi.log`. */
export class ProgramLog {
  private readonly kept: LogLine[] = [];
  private dropped = 0;

  /** @param send told of the first lines as they come */
  constructor(private readonly send: (line: LogLine) => void) {}

  /** Takes the place of the SDK's own functions, which print where there is no engine to send to. */
  install(sdk: Sdk): void {
    const severities = { info: "info", warn: "warning", error: "error" } as const;
    for (const [name, severity] of Object.entries(severities)) {
      Reflect.set(sdk.pulumi.log, name, async (message: string, resource?: Resource) => {
        if (severity === "error") {
          const store = runtimeStore();
          store.logErrorCount = (store.logErrorCount ?? 0) + 1;
        }
        const urn = resource === undefined ? undefined : await urnOf(resource);
        this.add({ severity, message: String(message), ...(urn === undefined ? {} : { urn }) });
      });
    }
  }

  add(line: LogLine): void {
    if (this.kept.length >= keptLines) {
      this.dropped++;
      return;
    }
    this.kept.push(line);
    if (this.kept.length <= sentLines) {
      this.send(line);
    }
  }

  lines(): LogLine[] {
    if (this.dropped === 0) {
      return this.kept;
    }
    return [...this.kept, { severity: "info", message: `… and ${this.dropped} more lines, which were not kept.` }];
  }
}

function urnOf(resource: Resource): Promise<string | undefined> {
  return new Promise((resolve) => {
    resource.urn.apply(resolve);
  });
}
