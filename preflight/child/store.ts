/** A resource that the SDK has begun to register. */
export interface PendingRegistration {
  label?: string;
  name?: string;
  type?: string;
  phase?: string;
  inputProperty?: string;
}

/** The parts of the SDK's state that preflight looks at. It is one object for all copies of the SDK in a process. */
export interface RuntimeStore {
  settings?: { rpcDone?: Promise<unknown> };
  logErrorCount?: number;
  callbacks?: unknown;
  pendingResourceRegistrations?: Map<unknown, PendingRegistration>;
  /** What makes resources of references, by package and module (`aws:ec2/vpc`). */
  resourceModules?: Map<string, unknown>;
  /** Promises that have not come to their end. */
  leakCandidates?: Set<unknown>;
}

/** The SDK's state; empty before it was loaded. */
export function runtimeStore(): RuntimeStore {
  const store: unknown = Reflect.get(globalThis, "globalStore");
  return isStore(store) ? store : {};
}

function isStore(value: unknown): value is RuntimeStore {
  return typeof value === "object" && value !== null;
}

/** Waits until the SDK has no call under way, and none followed from the last. */
export async function callsDone(): Promise<void> {
  let done: Promise<unknown> | undefined;
  while (done !== runtimeStore().settings?.rpcDone) {
    done = runtimeStore().settings?.rpcDone;
    await done;
  }
}
