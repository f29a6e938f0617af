import { Script } from "node:vm";

const WORK = "mutationTestWork";
const call = new Script(`globalThis.${WORK}()`);

/** Much more than any test file takes. */
const LONGEST_MS = 5_000;

/** Does some work, and throws where it does not end, as with a loop whose condition was turned round. */
export function within(work: () => void): void {
  Reflect.set(globalThis, WORK, work);
  call.runInThisContext({ timeout: LONGEST_MS });
}
