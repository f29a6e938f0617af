/** The program's process: it is told what to run, brings its resources to the emulator, and says what came of it. */
import { describeFailure } from "../../preflight/child/failure";
import { loadLazily } from "../../preflight/child/lazy-modules";
import { describeDeadlock } from "../../preflight/child/settle";
import { SourceMaps } from "../../preflight/child/source-maps";
import { LocalProvider } from "../provider/core";
import { Applier } from "./applier";
import type { Deployed, FromProgram, RunMessage } from "./messages";
import { runProgram } from "./run";

loadLazily();
const maps = new SourceMaps();
const exit = process.exit.bind(process);
let ended = false;

function send(message: FromProgram): void {
  if (!ended) process.send?.(message, undefined, undefined, () => undefined);
}

function end(message: FromProgram): void {
  if (ended) return;
  ended = true;
  process.channel?.ref();
  process.send?.(message, undefined, undefined, () => exit(message.kind === "done" ? 0 : 1));
}

async function run({ request, provider: options, before }: RunMessage): Promise<void> {
  const provider = new LocalProvider(options);
  const known = new Map(before.map((resource) => [resource.urn, resource]));
  const applier = new Applier(provider, known, ({ type, name }, change) =>
    send({ kind: "change", type, name, change }),
  );
  const deployed = (complete: boolean): Deployed => ({
    // What was not reached yet is still there.
    resources: [...(complete ? applier.resources : new Map([...known, ...applier.resources])).values()],
    notEmulated: applier.notEmulated,
    counts: applier.counts,
  });
  const fail = (error: unknown): void =>
    end({ kind: "failed", message: describeFailure(error, maps).message, ...deployed(false) });
  process.on("uncaughtException", fail);
  process.on("unhandledRejection", fail);
  process.once("beforeExit", () => fail(new Error(describeDeadlock())));
  process.channel?.unref();
  try {
    await runProgram({ request, applier, maps, send, onFault: fail });
    await applier.finish();
    end({ kind: "done", ...deployed(true) });
  } catch (error) {
    fail(error);
  }
}

process.once("message", (message: RunMessage) => void run(message));
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
