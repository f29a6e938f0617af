import type { Sdk } from "./sdk";
import { runtimeStore } from "./store";

type Watch = (promise: Promise<unknown>, context: string) => Promise<unknown>;

/**
 * Makes the SDK watch its promises without noting on each of them, in three properties of its own, where it was made: a tenth of
 * a large program's time, for traces that are empty here. Promises that never end are told as before. Does nothing where the SDK
 * watches them in another way, or was asked for the traces by `PULUMI_DEBUG_PROMISE_LEAKS`.
 */
export function watchLightly(sdk: Sdk): void {
  const debuggable: { debuggablePromise?: unknown; debugPromiseLeaks?: unknown } =
    sdk.require("./runtime/debuggable.js");
  const original = debuggable.debuggablePromise;
  const { leakCandidates } = runtimeStore();
  if (!isWatch(original) || !leakCandidates || debuggable.debugPromiseLeaks || Error.stackTraceLimit > 0) {
    return;
  }
  let watches = false;
  const lightly: Watch = (promise, context) => {
    if (!watches) {
      // The first time it also asks to be called when the process ends.
      watches = true;
      return original(promise, context);
    }
    leakCandidates.add(promise);
    return promise
      .then((value) => {
        leakCandidates.delete(promise);
        return value;
      })
      .catch((error) => {
        leakCandidates.delete(promise);
        error.promise = promise;
        throw error;
      });
  };
  debuggable.debuggablePromise = lightly;
}

function isWatch(value: unknown): value is Watch {
  return typeof value === "function";
}
