import type { WireMap } from "../../child/analysis";
import type { Surroundings } from "../surroundings";
import { policyDocument } from "./policy-document";
import { availabilityZones, callerIdentity, partition, region } from "./surroundings";

/** What can be said of a provider function's result with no cloud. */
export type InvokeAnswer = { result: WireMap } | { reason: string };

type Answer = (args: WireMap, place: Surroundings) => InvokeAnswer;

/** Functions that are answered from the stack's configuration, or computed. */
const answers: Record<string, Answer> = {
  "aws:index/getRegion:getRegion": region,
  "aws:index/getPartition:getPartition": partition,
  "aws:index/getCallerIdentity:getCallerIdentity": callerIdentity,
  "aws:index/getAvailabilityZones:getAvailabilityZones": availabilityZones,
  "aws:iam/getPolicyDocument:getPolicyDocument": policyDocument,
};

/** Answers a provider function, or says why it can't be. */
export function answerInvoke(token: string, args: WireMap, place: Surroundings): InvokeAnswer {
  return answers[token]?.(args, place) ?? { reason: "only the provider knows" };
}
