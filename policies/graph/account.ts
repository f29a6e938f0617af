import type { Resource } from "../core/resource";
import type { Graph } from "./graph";
import { Unclear } from "./iam";
import { arnOf, partOf } from "./wiring/find";

const accounts = new WeakMap<Graph, string | Unclear>();

/** The account of a stack. A bucket's ARN does not say whose it is; that of any role of the stack, or of its keys, does. */
export function accountOf(graph: Graph): string | Unclear {
  let account = accounts.get(graph);
  if (account === undefined) {
    const own: readonly Resource[] = graph.ofType(
      "aws:iam/role:Role",
      "aws:iam/serviceLinkedRole:ServiceLinkedRole",
      "aws:kms/key:Key",
      "aws:cfg/rule:Rule",
    );
    const found = own.map((one) => partOf(arnOf(one), "account"));
    account = found.find((one) => typeof one === "string") ?? Unclear.because("the account is not known");
    accounts.set(graph, account);
  }
  return account;
}
