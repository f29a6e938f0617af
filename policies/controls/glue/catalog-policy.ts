import { control, pass } from "../../core";
import { closedToEverybody } from "../shared/open-policy";

/** Holds the policy of the data catalog to principals that are named. */
export const glueCatalogPolicy = control({
  id: "glue-catalog-policy",
  title: "The policy of the Glue data catalog lets in nobody who is not named",
  severity: "critical",
  why: "With an Allow for everybody any account reads the catalog, and may change what queries find.",
  fix: "Name principals, or give a condition such as aws:PrincipalOrgID.",
  url: "https://docs.aws.amazon.com/glue/latest/dg/security_iam_resource-based-policy-examples.html",
  on: ["aws:glue/resourcePolicy:ResourcePolicy"],
  check: (policy) => policy.json("policy").judge(closedToEverybody, { absent: pass }),
});
