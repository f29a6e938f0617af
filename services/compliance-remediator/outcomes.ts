/** Every end that a message can come to. What each means for people and for the message is in README.md. */
export const Outcome = {
  remediated: "remediated",
  alreadyCompliant: "already-compliant",
  planned: "planned",
  duplicate: "duplicate",
  stale: "stale",
  gone: "gone",
  needsPeople: "needs-people",
  escalated: "escalated",
  outOfScope: "out-of-scope",
  notAFinding: "not-a-finding",
  accessDenied: "access-denied",
  throttled: "throttled",
  unverified: "unverified",
  failed: "failed",
  interrupted: "interrupted",
  poison: "poison",
} as const;
export type Outcome = (typeof Outcome)[keyof typeof Outcome];

/** Whether a message with this outcome is deleted, whether the outcome is told to people, and whether evidence is kept. */
export interface Handling {
  readonly message: "delete" | "keep";
  /** Only of kept messages: seconds until the message may be received again, drawn from half of it to all of it. */
  readonly delaySeconds?: number;
  readonly tellPeople: boolean;
  /** An object in S3 besides the record in the ledger. */
  readonly evidence: boolean;
}

const done = { message: "delete", tellPeople: false, evidence: true } as const;

/** What happens with each outcome. */
export const HANDLING: Record<Outcome, Handling> = {
  remediated: { ...done, tellPeople: true },
  "already-compliant": done,
  planned: { ...done, tellPeople: true },
  // The first copy's record is there already.
  duplicate: { ...done, evidence: false },
  stale: { ...done, evidence: false },
  gone: done,
  "needs-people": { ...done, tellPeople: true },
  escalated: { ...done, tellPeople: true },
  "out-of-scope": { ...done, tellPeople: true },
  "not-a-finding": { ...done, evidence: false },
  "access-denied": { message: "keep", delaySeconds: 300, tellPeople: true, evidence: true },
  throttled: { message: "keep", delaySeconds: 60, tellPeople: false, evidence: false },
  unverified: { message: "keep", delaySeconds: 60, tellPeople: true, evidence: true },
  failed: { message: "keep", delaySeconds: 30, tellPeople: false, evidence: false },
  interrupted: { message: "keep", delaySeconds: 0, tellPeople: false, evidence: false },
  poison: { message: "keep", delaySeconds: 0, tellPeople: false, evidence: true },
};
