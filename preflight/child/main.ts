/** The program's process: the parent forks it, tells it what to run and gets the result. */
import { keepCompiledCode } from "../compiled-code";
import { unknownValue } from "../host/wire";
import { PackAnalysis } from "../packs/analysis";
import { SecretMask } from "../packs/secrets";
import { SymbolicValues } from "../symbolic";
import { UserError } from "../user-error";
import { describeFailure } from "./failure";
import { loadLazily } from "./lazy-modules";
import type { FromChild, PackAnnouncement, ProgramRequest, ToChild } from "./messages";
import { SecondRun } from "./restart";
import { ProgramRun } from "./run";
import { describeDeadlock } from "./settle";
import { SourceMaps } from "./source-maps";

/** One run; the process has no other. */
class Child {
  private readonly maps = new SourceMaps();
  private readonly secrets = new SecretMask();
  private readonly early: (PackAnnouncement | { index: number; message: string })[] = [];
  private readonly announced: ToChild[] = [];
  private second: SecondRun | undefined;
  private analysis: PackAnalysis | undefined;
  private awaitedPacks = 0;
  private run: ProgramRun | undefined;
  private hasOutputs = false;
  private ended = false;
  private readonly exit = process.exit.bind(process);

  receive(message: ToChild): void {
    if (this.second) {
      this.second.send(message);
      return;
    }
    if (message.kind !== "run") {
      this.announced.push(message);
    }
    switch (message.kind) {
      case "run":
        void this.start(message.request);
        break;
      case "pack":
        this.announce(message.pack);
        break;
      case "pack-failed":
        this.announce({ index: message.index, message: message.message });
        break;
    }
  }

  fail(error: unknown, user: boolean): void {
    if (this.ended) {
      return;
    }
    const { message, stack } = describeFailure(error, this.maps);
    const pack = error instanceof Error && error.name === "PackError";
    const invokes = error instanceof TypeError ? (this.run?.unanswered() ?? []) : [];
    const hint =
      invokes.length > 0
        ? ` The program looked into the result of ${invokes.join(", ")}, which can't be answered with no cloud; use the Output form of the function.`
        : "";
    this.end({
      kind: "failed",
      user,
      message: this.secrets.mask(`${message}${hint}`),
      stack: this.secrets.mask(stack ?? ""),
      pack,
    });
  }

  private async start(request: ProgramRequest): Promise<void> {
    this.awaitedPacks = request.packs;
    const symbolic = request.mode === "symbolic" ? new SymbolicValues() : undefined;
    for (const key of request.secretKeys) {
      const value = request.config[key];
      if (value !== unknownValue) {
        this.secrets.add(value);
      }
    }
    this.run = new ProgramRun({
      request,
      symbolic,
      secrets: this.secrets,
      maps: this.maps,
      send: (message) => this.send(message),
      onFault: (error) => this.fail(error, false),
      onOutputs: () => {
        this.hasOutputs = true;
        process.channel?.ref();
      },
      analysis: (sdk) => {
        if (request.packs === 0) {
          return undefined;
        }
        this.analysis = new PackAnalysis({
          sdk: sdk.require,
          packs: request.packs,
          stack: request,
          announcements: request.announcements,
          unsymbolise: symbolic && ((value) => symbolic.unsymbolise(value)),
          onProgress: () => this.run?.progress("checking"),
        });
        if (!request.awaitRemediation) {
          this.analysis.remediates.then(
            (remediates) => remediates && this.runAgain(request),
            // A pack that fails is told of when its answers are waited for.
            () => undefined,
          );
        }
        for (const pack of this.early.splice(0)) {
          this.deliver(pack);
        }
        return this.analysis;
      },
    });
    this.guard();
    this.releaseChannel();
    try {
      const result = await this.run.run();
      this.end({ kind: "done", result, notes: this.analysis?.notes() ?? [] });
    } catch (error) {
      this.fail(error, true);
    }
  }

  /** Hands over to a second run; from here on this process is just its messenger. */
  private runAgain(request: ProgramRequest): void {
    if (this.ended) {
      return;
    }
    this.ended = true;
    this.hasOutputs = true;
    process.channel?.ref();
    this.analysis?.close();
    this.second = new SecondRun(
      request,
      (message, done) => process.send?.(message, undefined, undefined, done),
      (code) => this.exit(code ?? 1),
    );
    for (const message of this.announced) {
      this.second.send(message);
    }
  }

  private announce(pack: PackAnnouncement | { index: number; message: string }): void {
    this.awaitedPacks--;
    if (this.analysis) {
      this.deliver(pack);
    } else {
      this.early.push(pack);
    }
    this.releaseChannel();
  }

  private deliver(pack: PackAnnouncement | { index: number; message: string }): void {
    if ("message" in pack) {
      this.analysis?.failed(pack.index, pack.message);
    } else {
      this.analysis?.announce(pack);
    }
  }

  /** The parent's channel keeps the process alive just as long as a policy pack is still to be announced. */
  private releaseChannel(): void {
    if (this.awaitedPacks <= 0 && !this.hasOutputs) {
      process.channel?.unref();
    }
  }

  private guard(): void {
    process.on("uncaughtException", (error) => this.fail(error, true));
    process.on("unhandledRejection", (error) => this.fail(error, true));
    process.once("beforeExit", () => {
      // Emitted by hand as well, for the program's listeners, once its outputs are known.
      if (!this.hasOutputs) {
        this.fail(new UserError(describeDeadlock()), true);
      }
    });
    const leave = (code?: number | string | null): never => {
      const error = new UserError(
        `The program called process.exit(${code ?? ""}) before it was done. Let it end by itself, or throw an error.`,
      );
      this.fail(error, true);
      throw error;
    };
    process.exit = leave;
  }

  private end(message: FromChild): void {
    this.ended = true;
    this.run?.close();
    process.channel?.ref();
    process.send?.(message, undefined, undefined, () => this.exit(message.kind === "done" ? 0 : 1));
  }

  private send(message: FromChild): void {
    if (!this.ended) {
      process.send?.(message, undefined, undefined, () => undefined);
    }
  }
}

keepCompiledCode();
loadLazily();
const child = new Child();
process.on("message", (message: ToChild) => child.receive(message));
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
