import type { WireMap } from "../../child/analysis";

/** What can be said of a provider function's result with no cloud. */
export type InvokeAnswer = { result: WireMap } | { reason: string };

/** What answers are made from. */
export interface InvokeContext {
  config: Record<string, string>;
  /** The region of a call: its own argument, its provider's, the stack's. */
  region: string;
  account: string;
}

type Answer = (args: WireMap, context: InvokeContext) => InvokeAnswer;

const answers = new Map<string, Answer>();

/** Answers a provider function, or says why it can't be. */
export function answerInvoke(token: string, args: WireMap, context: InvokeContext): InvokeAnswer {
  const answer = answers.get(token);
  return answer ? answer(args, context) : { reason: "only the provider knows" };
}
