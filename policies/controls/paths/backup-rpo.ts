import { cannotTell, fail, integer, notApplicable, pass, type Resource, stackControl } from "../../core";
import { backedUpTypes, lossOf, storeName, tagOf } from "../../graph/backups";
import { pathText } from "../../graph/path";

/** Holds stores to backups that lose no more than was promised. */
export const backupRpo = stackControl({
  id: "backup-rpo",
  title: "Backups of a store lose no more data than its recovery point objective allows",
  severity: "high",
  why: "An objective that the backups can't keep is found out on the day that it is needed.",
  fix: "Turn on the store's point-in-time recovery, or back it up more often in a plan of AWS Backup; or promise less, by the tag rpoMinutes or rpoHours.",
  url: "https://docs.aws.amazon.com/whitepapers/latest/disaster-recovery-workloads-on-aws/business-continuity-plan-bcp.html",
  on: backedUpTypes,
  config: {
    rpoMinutes: integer({
      default: 0,
      minimum: 0,
      description:
        "Minutes of data that any store may lose; 0 for those only that say so themselves, by the tag rpoMinutes or rpoHours.",
    }),
  },
  check: (store, { graph, config }) => {
    const promised = promiseOf(store) ?? (config.rpoMinutes === 0 ? undefined : config.rpoMinutes);
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

/** Minutes that the store's own tags promise. */
function promiseOf(store: Resource): number | undefined {
  const minutes = tagOf(store, "rpoMinutes");
  const hours = tagOf(store, "rpoHours");
  return minutes !== undefined ? Number(minutes) : hours !== undefined ? Number(hours) * 60 : undefined;
}
