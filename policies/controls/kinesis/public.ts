import { stackControl } from "../../core";
import { admitsNoPublic } from "../shared/open-policy";

/** Holds the policies of streams to named principals. */
export const streamPublic = stackControl({
  id: "kinesis-stream-public",
  title: "Policies of streams admit nobody from the public",
  severity: "critical",
  why: "Whoever has an account of AWS could read every record, or write false ones.",
  fix: "Name the principals in the stream's policy, or add a condition on aws:PrincipalOrgID.",
  url: "https://docs.aws.amazon.com/streams/latest/dev/controlling-access.html#sharing-data-streams",
  on: ["aws:kinesis/resourcePolicy:ResourcePolicy"],
  check: (one, { graph }) => admitsNoPublic(graph, one, "policy"),
});
