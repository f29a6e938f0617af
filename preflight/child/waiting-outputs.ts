import type { Sdk } from "./sdk";

/** Gives an output its value, or its error; what it is given first counts. */
type Settle = (
  value: unknown,
  isKnown: boolean,
  isSecret: boolean,
  dependencies?: readonly unknown[],
  error?: Error,
) => void;
type Transfer = (resource: object, label: string, properties: object) => Record<string, Settle>;
type Serialize = (...args: unknown[]) => unknown;

/** What of the SDK outputs are made with. */
interface Making {
  /** Makes an output of promises of its value, whether it is known, whether it is secret, and what it depends on. */
  make(resource: object, ...promises: Promise<unknown>[]): unknown;
  /** Whether an error is the engine's connection ending, which the SDK leaves outputs unsettled for. */
  isLost(error: Error): boolean;
}

/**
 * Makes the SDK give a resource each of its outputs when that is first read, where it makes them all at once: some twenty-five
 * promises for every output, of which a program reads one or two a resource. Does nothing where the SDK makes them in another
 * way.
 */
export function letOutputsWait(sdk: Sdk): void {
  const rpc: { transferProperties?: unknown } = sdk.require("./runtime/rpc.js");
  const closures: { createClosureInfoAsync?: unknown } = sdk.require("./runtime/closure/createClosure.js");
  const { isGrpcError: isLost }: { isGrpcError?: Making["isLost"] } = sdk.require("./errors.js");
  const { transferProperties: transfer } = rpc;
  const { createClosureInfoAsync: serialize } = closures;
  const { Output } = sdk.pulumi;
  if (!isTransfer(transfer) || !isSerialize(serialize) || !isOutputClass(Output) || !isLost) {
    return;
  }
  const making: Making = { make: (...parts) => Reflect.construct(Output, parts), isLost };
  let waiting: (() => unknown)[] | undefined = [];
  rpc.transferProperties = (resource: object, label: string, properties: object): Record<string, Settle> => {
    const keys = Object.keys(properties).filter((key) => key !== "id" && key !== "urn");
    // The SDK has words for what can't be.
    if (waiting === undefined || keys.some((key) => Object.hasOwn(resource, key))) {
      return transfer(resource, label, properties);
    }
    const settles: Record<string, Settle> = {};
    for (const key of keys) {
      const { settle, read } = waitingOutput(resource, key, making);
      settles[key] = settle;
      waiting.push(read);
    }
    return settles;
  };
  // A function that captures a resource has its properties looked at without reading them: from then on none waits.
  const readAll: Serialize = (...args) => {
    for (const read of waiting ?? []) read();
    waiting = undefined;
    return serialize(...args);
  };
  closures.createClosureInfoAsync = Object.assign(readAll, serialize);
}

/** Gives a resource a property that becomes an output when it is first read. */
function waitingOutput(resource: object, key: string, { make, isLost }: Making): { settle: Settle; read(): unknown } {
  let output: unknown;
  let settled: Parameters<Settle> | undefined;
  let tell: Settle | undefined;
  const become = (target: object, value: unknown): boolean =>
    Reflect.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  const read = (): unknown => {
    if (output === undefined) {
      const parts = [deferred(), deferred(), deferred(), deferred()];
      tell = (value, isKnown, isSecret, dependencies = [], error) => {
        const values = [value, isKnown, isSecret, dependencies];
        for (const [index, { resolve, reject }] of parts.entries()) {
          if (error) reject(error);
          else resolve(values[index]);
        }
      };
      output = make(resource, ...parts.map(({ promise }) => promise));
      if (settled) tell(...settled);
      become(resource, output);
    }
    return output;
  };
  Object.defineProperty(resource, key, {
    get: read,
    set(this: object, value: unknown) {
      become(this, value);
    },
    enumerable: true,
    configurable: true,
  });
  const settle: Settle = (...said) => {
    const [, , , , error] = said;
    if (error && isLost(error)) return;
    settled ??= said;
    tell?.(...said);
  };
  return { settle, read };
}

interface Deferred {
  promise: Promise<unknown>;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

function deferred(): Deferred {
  let resolve: Deferred["resolve"] = () => {};
  let reject: Deferred["reject"] = () => {};
  const promise = new Promise<unknown>((resolved, rejected) => {
    resolve = resolved;
    reject = rejected;
  });
  return { promise, resolve, reject };
}

function isTransfer(value: unknown): value is Transfer {
  return typeof value === "function";
}

function isSerialize(value: unknown): value is Serialize {
  return typeof value === "function";
}

/** Whether outputs are made of a resource and the four promises that are given here. */
function isOutputClass(value: unknown): value is new (...parts: unknown[]) => unknown {
  return typeof value === "function" && value.length === 5;
}
