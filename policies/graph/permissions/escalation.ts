import type { Resource } from "../../core/resource";
import type { Graph } from "../graph";
import {
  allowsSomewhere,
  both,
  decideIdentity,
  decideResource,
  either,
  matchesGlob,
  not,
  type PolicyDocument,
  type PolicyStatement,
  type Request,
  type Truth,
  Unclear,
} from "../iam";
import { arnOf, partOf } from "../wiring/find";
import { policiesOf, requesterOf, roleTypes } from "../wiring/roles";
import { type IamKind, runners, writesPermissions } from "./primitives";

const functionType = "aws:lambda/function:Function";
const assume = "sts:AssumeRole";
const pass = "iam:PassRole";
const updateCode = "lambda:UpdateFunctionCode";

/** How a role comes to the permissions of an administrator. */
export interface Escalation {
  readonly truth: true | Unclear;
  /** Each step, from the role on to `administrator`. */
  readonly steps: readonly string[];
}

const known = new WeakMap<Graph, Map<Resource, Escalation>>();

/**
 * Roles that are no administrator's and can become one: by writing permissions, by taking on a role that can, or by
 * having a service run as it what they give the service. A role that anybody may take on counts as such from outside.
 */
export function escalationsOf(graph: Graph): ReadonlyMap<Resource, Escalation> {
  let found = known.get(graph);
  if (!found) {
    found = new Search(graph).run();
    known.set(graph, found);
  }
  return found;
}

/** Whether a role may do everything. */
export function isAdministrator(graph: Graph, role: Resource): boolean {
  const { identity, boundary } = policiesOf(graph, role);
  return boundary === undefined && identity.some(({ statements }) => statements.some(isEverything));
}

function isEverything({ effect, action, resource, conditions, unclear }: PolicyStatement): boolean {
  const all = (element: PolicyStatement["action"]) => element?.negated === false && element.known.includes("*");
  return effect === "Allow" && conditions.length === 0 && unclear === undefined && all(action) && all(resource);
}

/** Why it is not known what a role may do; AWS's own policies that the pack does not know make nobody an administrator. */
export function unknownPoliciesOf(graph: Graph, role: Resource): readonly string[] {
  const reasons = policiesOf(graph, role).identity.flatMap(({ unclear }) => unclear?.reasons ?? []);
  return reasons.filter((reason) => !/ arn:[^:]+:iam::aws:policy\//.test(reason));
}

class Search {
  private readonly found = new Map<Resource, Escalation>();
  private readonly exact = new Map<string, Set<Resource>>();
  /** Roles by the patterns of ARNs that their policies name. */
  private readonly broad = new Map<string, Set<Resource>>();
  private readonly functions = new Map<Resource, Resource[]>();

  constructor(private readonly graph: Graph) {}

  run(): Map<Resource, Escalation> {
    const roles = this.graph.ofType(roleTypes);
    const queue: { role: Resource; steps: readonly string[]; truth: true | Unclear }[] = [];
    for (const role of roles) {
      this.index(role);
      const writes = isAdministrator(this.graph, role) ? undefined : this.writes(role);
      if (writes) {
        this.found.set(role, writes);
        queue.push({ role, ...writes });
      } else if (isAdministrator(this.graph, role)) {
        queue.push({ role, steps: [`role ${role.name}`, "administrator"], truth: true });
      }
    }
    if (queue.length > 0) {
      this.indexFunctions();
    }
    for (let next = queue.shift(); next; next = queue.shift()) {
      const { role, steps, truth } = next;
      if (!this.found.has(role) && isOpen(this.graph, role)) {
        this.found.set(role, { truth: true, steps: ["everybody", ...steps] });
      }
      for (const before of this.before(role)) {
        if (!this.found.has(before) && before !== role && !isAdministrator(this.graph, before)) {
          const step = this.step(before, role);
          const so = step ? both(truth, step.truth) : false;
          if (step && so !== false) {
            const escalation = { truth: so, steps: [`role ${before.name}`, step.name, ...steps] };
            this.found.set(before, escalation);
            queue.push({ role: before, ...escalation });
          }
        }
      }
    }
    return this.found;
  }

  /** Who may take a role on or pass it on, by the ARNs that their policies name. */
  private index(role: Resource): void {
    for (const { statements } of policiesOf(this.graph, role).identity) {
      for (const statement of statements) {
        const { effect, action, resource } = statement;
        if (effect === "Deny" || ![assume, pass, updateCode].some((one) => names(action, one))) {
          continue;
        }
        for (const arn of resource?.negated ? ["*"] : (resource?.known ?? [])) {
          const index = /[*?$]/.test(arn) ? this.broad : this.exact;
          const roles = index.get(arn) ?? new Set();
          index.set(arn, roles.add(role));
        }
      }
    }
  }

  private indexFunctions(): void {
    for (const one of this.graph.ofType(functionType)) {
      const role = this.graph.follow(one, "role", roleTypes);
      if (role.kind === "resource") {
        this.functions.set(role.resource, [...(this.functions.get(role.resource) ?? []), one]);
      }
    }
  }

  /** Roles that may come to be this one. */
  private before(role: Resource): Set<Resource> {
    const trusted = policiesOf(this.graph, role).trust.statements.flatMap(
      ({ principal }) => principal?.aws.known ?? [],
    );
    const arns = [role, ...(this.functions.get(role) ?? [])].map(arnOf).filter((arn) => typeof arn === "string");
    return new Set([
      ...trusted.flatMap((arn) => this.graph.named(arn, roleTypes)),
      ...arns.flatMap((arn) => [...(this.exact.get(arn) ?? [])]),
      ...[...this.broad].flatMap(([pattern, roles]) =>
        arns.length === 0 || pattern.includes("$") || arns.some((arn) => matchesGlob(pattern, arn)) ? [...roles] : [],
      ),
    ]);
  }

  /** How one role comes to be another. */
  private step(from: Resource, to: Resource): { name: string; truth: true | Unclear } | undefined {
    const assumes = this.assumes(from, to);
    const passes = runners.map(({ service, actions }) => ({
      name: `${pass} and ${actions[0]?.[0] ?? ""}`,
      truth: this.passes(from, to, service, actions),
    }));
    const updates = (this.functions.get(to) ?? []).map((one) => ({
      name: `${updateCode} of function ${one.name}`,
      truth: this.may(from, updateCode, arnOf(one)),
    }));
    const all = [{ name: assume, truth: assumes }, ...updates, ...passes];
    const certain = all.find(({ truth }) => truth === true);
    const perhaps = certain ?? all.find(({ truth }) => truth !== false);
    return perhaps && perhaps.truth !== false ? { name: perhaps.name, truth: perhaps.truth } : undefined;
  }

  private assumes(from: Resource, to: Resource): Truth {
    const { trust } = policiesOf(this.graph, to);
    const account = partOf(arnOf(from), "account") ?? Unclear.because("the account is not known");
    const requester: Request["requester"] = { kind: "role", arn: arnOf(from), account };
    const by = decideResource([trust], { requester, action: assume, resource: arnOf(to), context: new Map() });
    return both(either(by.allowed, both(by.delegated, this.may(from, assume, arnOf(to)))), not(by.denied));
  }

  /** A service that takes the role on, that this one may pass the role to, and give something to run. */
  private passes(from: Resource, to: Resource, service: string, actions: readonly (readonly string[])[]): Truth {
    const allowed = this.may(from, pass, arnOf(to), service);
    if (allowed === false) {
      return false;
    }
    const { identity } = policiesOf(this.graph, from);
    const ways = actions.map((some) => either(...some.map((action) => allowsSomewhere(ours(identity), action))));
    const { trust } = policiesOf(this.graph, to);
    const account = partOf(arnOf(to), "account");
    const trusted = decideResource([trust], {
      requester: { kind: "service", names: [service] },
      action: assume,
      resource: arnOf(to),
      context: new Map([["aws:sourceaccount", account]]),
    });
    return both(allowed, ...ways, trusted.allowed, not(trusted.denied));
  }

  private may(role: Resource, action: string, resource: string | Unclear, service?: string): Truth {
    const { identity, boundary } = policiesOf(this.graph, role);
    const request: Request = {
      requester: requesterOf(this.graph, role),
      action,
      resource,
      context: new Map(service === undefined ? [] : [["iam:passedtoservice", service]]),
    };
    const own = decideIdentity(ours(identity), request);
    const bounds = boundary ? decideIdentity([boundary], request) : undefined;
    // A condition on something else, such as a tag or a boundary, is there to limit; whether it does enough is not judged.
    return both(
      sureOf(own.allowed),
      not(sureOf(own.denied)),
      bounds ? both(sureOf(bounds.allowed), not(sureOf(bounds.denied))) : true,
    );
  }

  /** The permissions of a role that let it write permissions: its own, or anybody's. */
  private writes(role: Resource): Escalation | undefined {
    const { identity } = policiesOf(this.graph, role);
    const actions = identity.flatMap(({ statements }) => statements.map(({ action }) => action));
    for (const { action, on } of writesPermissions) {
      if (actions.some((element) => names(element, action))) {
        for (const { arn, what } of targetsOf(role, on)) {
          if (this.may(role, action, arn) === true) {
            return { truth: true, steps: [`role ${role.name}`, `${action} on ${what}`, "administrator"] };
          }
        }
      }
    }
    return undefined;
  }
}

/** What a role may write permissions on to get them: itself, or whatever there is. */
function targetsOf(role: Resource, kind: IamKind): { arn: string | Unclear; what: string }[] {
  const account = partOf(arnOf(role), "account");
  const any = typeof account === "string" ? account : "000000000000";
  // No name that a policy would give in full.
  const one = { arn: `arn:aws:iam::${any}:${kind}/any-of-them`, what: `any ${kind}` };
  return kind === "role" ? [{ arn: arnOf(role), what: "itself" }, one] : [one];
}

function names(element: PolicyStatement["action"], action: string): boolean {
  const wanted = action.toLowerCase();
  const named = element?.known.some((one) => matchesGlob(one, wanted)) ?? false;
  return element?.negated ? !named : named;
}

/** Without those of which nothing is known: the verdict on them stands by itself. */
function ours(documents: readonly PolicyDocument[]): PolicyDocument[] {
  return documents.map(({ statements }) => ({ statements, unclear: undefined }));
}

function sureOf(truth: Truth): Truth {
  return truth instanceof Unclear ? false : truth;
}

/** Whether anybody at all may take a role on. */
function isOpen(graph: Graph, role: Resource): boolean {
  return policiesOf(graph, role).trust.statements.some(
    ({ effect, principal, conditions, unclear }) =>
      effect === "Allow" &&
      principal?.everyone === true &&
      !principal.negated &&
      conditions.length === 0 &&
      unclear === undefined,
  );
}
