import { callsDone, type PendingRegistration, runtimeStore } from "./store";

/** Seconds that a program may go on after its outputs are known, with nothing registered. */
const graceSeconds = 2;

const serverHandle = "TCPServerWrap";

/** Handles that are no work of the program: its own pipes and the connections to policy packs. */
const ownHandles = new Set([
  "PipeWrap",
  "TTYWrap",
  "TCPSocketWrap",
  "ProcessWrap",
  "TickObject",
  "CloseReq",
  "MessagePort",
]);

/**
 * Waits for what a program does after its outputs are known: timers that are about to register something, and
 * `beforeExit` listeners, which some providers use to register what they collected.
 *
 * @param progress grows with everything that is registered
 * @param ownServers how many servers are preflight's own
 * @returns what is still open after {@link graceSeconds} without progress; such programs are ended
 */
export async function settle(progress: () => number, ownServers: () => number): Promise<string[]> {
  let open: string[] = [];
  for (let before = -1; before !== progress(); ) {
    before = progress();
    await callsDone();
    open = await closed(progress, ownServers);
    await callsDone();
    process.emit("beforeExit", 0);
    await turn();
    await callsDone();
    if (open.length > 0) {
      break;
    }
  }
  return open;
}

async function closed(progress: () => number, ownServers: () => number): Promise<string[]> {
  let seen = progress();
  let since = performance.now();
  for (;;) {
    const open = openHandles(ownServers());
    if (open.length === 0) {
      return [];
    }
    if (progress() !== seen) {
      seen = progress();
      since = performance.now();
    }
    if (performance.now() - since > graceSeconds * 1000) {
      return open;
    }
    await turn(5);
  }
}

function openHandles(ownServers: number): string[] {
  const open = process.getActiveResourcesInfo().filter((kind) => !ownHandles.has(kind));
  const servers = open.filter((kind) => kind === serverHandle);
  return [...open.filter((kind) => kind !== serverHandle), ...servers.slice(ownServers)];
}

/** Lets the event loop turn; the timer itself is none that counts as open. */
function turn(milliseconds = 0): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
    // An unreferenced timer alone would let the process end.
    setImmediate(() => undefined);
  });
}

/** Why a program whose event loop is empty never came to its end. */
export function describeDeadlock(): string {
  const pending = [...(runtimeStore().pendingResourceRegistrations?.values() ?? [])];
  const first = pending.slice(0, 3).map(describePending);
  const more = pending.length > first.length ? ` and ${pending.length - first.length} more` : "";
  return first.length === 0
    ? "The program waits for something that never happens: nothing is left to do, but a promise of its outputs is still pending."
    : `The program waits for something that never happens: nothing is left to do, but these are still being registered: ${first.join(", ")}${more}. Look for resources that wait for each other.`;
}

function describePending(pending: PendingRegistration): string {
  const name = pending.name && pending.type ? `${pending.name} (${pending.type})` : (pending.label ?? "a resource");
  return pending.inputProperty ? `${name}, waiting for its input "${pending.inputProperty}"` : name;
}
