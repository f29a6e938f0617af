/** Where the results of effects are kept, by key. */
export interface EffectLedger {
  /** The result of the effect; undefined where none is recorded. Strongly consistent. */
  find(key: string): Promise<Record<string, unknown> | undefined>;
  /** Records a result, unless there is one already, and answers with the one that is there now. */
  record(key: string, result: Record<string, unknown>): Promise<Record<string, unknown>>;
}

/**
 * Has an effect only where the ledger does not know its result yet. A crash between effect and record has it again:
 * `effect` has to hand `key` on to whoever it calls, so that the second call changes nothing there.
 */
export async function once(
  ledger: EffectLedger,
  key: string,
  effect: () => Promise<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  return (await ledger.find(key)) ?? ledger.record(key, await effect());
}
