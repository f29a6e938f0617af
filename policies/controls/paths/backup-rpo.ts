import { cannotTell, fail, integer, notApplicable, pass, type Resource, stackControl } from "../../core";
import { backedUpTypes, lossOf, promisersOf, storeName, tagOf } from "../../graph/backups";
import { pathText } from "../../graph/path";

/** Holds stores to backups that lose no more than was promised. */
export const backupRpo = stackControl({
  id: "backup-rpo",
  title: "Backups of a store lose no more data than its recovery point objective allows",
  severity: "high",
  why: "An objective that the backups can't keep is found out on the day that it is needed.",
  fix: "Turn on the store's point-in-time recovery, or back it up more often in a plan of AWS Backup; or promise less, by the tag rpoMinutes or rpoHours of the store or of its plan.",
  url: "https://docs.aws.amazon.com/whitepapers/latest/disaster-recovery-workloads-on-aws/business-continuity-plan-bcp.html",
  on: backedUpTypes,
  config: {
    rpoMinutes: integer({
      default: 0,
      minimum: 0,
      description:
        "Minutes of data that any store may lose; 0 for those only that say so themselves, or whose backup plans do, by the tag rpoMinutes or rpoHours.",
    }),
  },
  check: (store, { graph, config }) => {
    const promised = promiseOf(promisersOf(graph, store)) ?? (config.rpoMinutes === 0 ? undefined : config.rpoMinutes);
    if (promised === undefined) {
      return notApplicable("nobody promised how much data it may lose");
    }
    if (Number.isNaN(promised)) {
      return fail({ path: "tags", found: "an objective that is no number", expected: "minutes or hours, as a number" });
    }
    const { minutes, by, unclear } = lossOf(graph, store);
    if (minutes <= promised) {
      return pass;
    }
    const path = pathText([storeName(store), by]);
    if (unclear.length > 0) {
      return cannotTell(`${path}: ${unclear.slice(0, 3).join("; ")}`);
    }
    const lost = Number.isFinite(minutes) ? `which loses up to ${minutes} minutes` : "which loses everything";
    return fail({ path: "", found: `${path}, ${lost}`, expected: `${promised} minutes or less` });
  },
});

/** The fewest minutes that tags promise. */
function promiseOf(promisers: readonly Resource[]): number | undefined {
  const promises = promisers.flatMap((one) => {
    const minutes = tagOf(one, "rpoMinutes");
    const hours = tagOf(one, "rpoHours");
    return minutes !== undefined ? [Number(minutes)] : hours !== undefined ? [Number(hours) * 60] : [];
  });
  return promises.length === 0 ? undefined : Math.min(...promises);
}
