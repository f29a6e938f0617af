import { control } from "../../core";
import { ifRequired, onDemand } from "../shared/on-demand";
import { ofEngine } from "./engines";

/** Holds Aurora MySQL to backtracking. */
export const rdsBacktrack = control({
  id: "rds-aurora-mysql-backtrack",
  title: "Aurora MySQL clusters can be taken back in time in place",
  severity: "medium",
  why: "A restore makes a new cluster, which takes far longer than to take this one back.",
  fix: "Set backtrackWindow to the seconds that the cluster can be taken back; changing it from 0 makes a new cluster.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-14",
  on: ["aws:rds/cluster:Cluster"],
  // AWS bills the change records that it keeps.
  config: onDemand("Aurora MySQL has to be able to go back in place"),
  check: (cluster, context) =>
    ifRequired(context, () =>
      ofEngine(cluster, /^aurora(-mysql)?$/, "Aurora MySQL", () =>
        cluster.number("backtrackWindow").atLeast(1, { absent: "AWS then keeps nothing to go back to" }),
      ),
    ),
});
