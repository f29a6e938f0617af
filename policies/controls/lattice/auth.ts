import { control, notApplicable, pass, type Resource, stackControl, type Verdict, when } from "../../core";
import { type Graph, given } from "../../graph";
import { namesCallers } from "../shared/open-policy";
import { itselfOrNetworks, named, network, service } from "./members";

const page = "https://docs.aws.amazon.com/vpc-lattice/latest/ug/auth-policies.html";
const policies = ["aws:vpclattice/authPolicy:AuthPolicy"];

function authenticates(graph: Graph, one: Resource): Verdict {
  return given(graph, one, "authType").string().equals("AWS_IAM", { absent: "AWS then takes NONE" });
}

/** Holds callers to proving who they are. */
export const latticeAuthentication = stackControl({
  id: "lattice-authentication",
  title: "Callers in VPC Lattice prove who they are",
  severity: "high",
  why: "With authType NONE whatever runs in an associated VPC may call every service of the network.",
  fix: "Set authType to AWS_IAM, and make an AuthPolicy.",
  url: page,
  on: [network, service],
  check: (one, { graph }) => itselfOrNetworks(graph, one, (either) => authenticates(graph, either)),
});

/** Holds what asks for proof to a policy that says whom to let in. */
export const latticeAuthPolicy = stackControl({
  id: "lattice-auth-policy",
  title: "What asks callers to prove who they are has a policy",
  severity: "medium",
  why: "VPC Lattice refuses every request where it asks for proof and no policy allows anybody.",
  fix: "Make an AuthPolicy for it.",
  url: page,
  on: [network, service],
  check: (one, { graph }) =>
    when(
      authenticates(graph, one),
      () => named(graph, one, policies, "AuthPolicy"),
      () => notApplicable("it asks for no proof"),
    ),
});

/** Holds policies to callers who are named. */
export const latticeNamedCallers = control({
  id: "lattice-named-callers",
  title: "Auth policies name whom they let in",
  severity: "high",
  why: 'Principal "*" without a condition lets in callers who proved nothing.',
  fix: "Name roles or accounts as Principal, or add a condition on aws:PrincipalOrgID or aws:PrincipalAccount.",
  url: `${page}#anonymous-unauthenticated-principals`,
  on: policies,
  check: (one) => one.json("policy").judge(namesCallers, { absent: pass }),
});
