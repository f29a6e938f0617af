import type { Resource } from "../../core/resource";
import { cannotTell, fail, pass, type Verdict } from "../../core/verdict";
import { type Truth, Unclear } from "../iam";

/** A way that something is sent on, or read by. */
export interface Edge {
  /** `rule orders`. */
  readonly from: string;
  /** `queue dispatches`. */
  readonly to: string;
  /** Property that says so, of the resource that is judged. */
  readonly path: string;
}

/** What a finding calls a resource: `queue dispatches`. */
export function nameOf(noun: string, { name }: Resource): string {
  return `${noun} ${name}`;
}

/**
 * The verdict on one thing that an edge needs.
 *
 * @param missing what is not there: `the policy of the queue that admits events.amazonaws.com`
 * @param expected what would make it right
 */
export function needs(edge: Edge, truth: Truth, missing: string, expected: string): Verdict {
  if (truth === true) {
    return pass;
  }
  if (truth instanceof Unclear) {
    const reasons = truth.reasons.slice(0, 3).join("; ");
    return cannotTell(`${edge.from} → ${edge.to}: whether there is ${missing}: ${reasons}`, edge.path);
  }
  return fail({ path: edge.path, found: `${edge.from} → ${edge.to} without ${missing}`, expected });
}

/**
 * The verdict on statements that deny what others allow. Nothing is said of them where nothing allows it for certain: the
 * reason is then the same, or there is a finding already.
 *
 * @param what `a statement of the policy of the queue denies events.amazonaws.com sqs:SendMessage`
 */
export function unlessDenied(edge: Edge, allowed: Truth, denied: Truth, what: string): Verdict {
  if (allowed !== true || denied === false) {
    return pass;
  }
  if (denied instanceof Unclear) {
    return cannotTell(
      `${edge.from} → ${edge.to}: whether ${what}: ${denied.reasons.slice(0, 3).join("; ")}`,
      edge.path,
    );
  }
  return fail({
    path: edge.path,
    found: `${edge.from} → ${edge.to} denied: ${what}`,
    expected: "no such statement, or one with a condition that spares it",
  });
}
