import { control } from "../../core";
import { namesCallers } from "../shared/open-policy";

/** Holds repositories to readers and writers who are named. */
export const ecrPolicy = control({
  id: "ecr-policy",
  title: "Policies of repositories name whom they let in",
  severity: "critical",
  why: "A repository that is open to everybody shows every account the program, and may let it push another.",
  fix: "Name accounts or roles as Principal, or add a condition on aws:PrincipalOrgID.",
  url: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html",
  on: ["aws:ecr/repositoryPolicy:RepositoryPolicy", "aws:ecr/registryPolicy:RegistryPolicy"],
  check: (one) => one.json("policy").judge(namesCallers, { absent: "a policy" }),
});
