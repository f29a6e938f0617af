import { holdAll, type RequestContext } from "./condition";
import type { Element, PolicyDocument, PolicyStatement, Principals, Terms } from "./document";
import { matchesGlob } from "./glob";
import { both, either, not, type Truth, Unclear } from "./truth";

/** Who asks. */
export type Requester =
  /** A service of AWS for itself, under any of these names; a star stands for a region that is not known. */
  | { readonly kind: "service"; readonly names: readonly string[] }
  /** A role, and whether it has a permissions boundary. */
  | {
      readonly kind: "role";
      readonly arn: string | Unclear;
      readonly account: string | Unclear;
      readonly bounded?: boolean;
    }
  /** An origin access identity of CloudFront's, which policies name by either. */
  | { readonly kind: "origin identity"; readonly arn: string | Unclear; readonly canonicalUser: string | Unclear };

/** What is asked of whom. */
export interface Request {
  readonly requester: Requester;
  /** `sqs:SendMessage`. */
  readonly action: string;
  /** ARN of what it is asked of. */
  readonly resource: string | Unclear;
  readonly context: RequestContext;
}

/** What policies say of a request. */
export interface Decision {
  /** A statement allows it, to the requester itself or to everybody. */
  readonly allowed: Truth;
  /** A statement leaves it to the identity policies of the requester's account. */
  readonly delegated: Truth;
  /** A statement denies it, which decides. */
  readonly denied: Truth;
}

/** What the policies on a role say of a request of that role's. */
export function decideIdentity(documents: readonly PolicyDocument[], request: Request): Decision {
  return decide(documents, request, () => ({ direct: true, delegated: false }));
}

/** What the policies of a resource say of a request of anybody's. */
export function decideResource(documents: readonly PolicyDocument[], request: Request): Decision {
  return decide(documents, request, ({ principal, effect }) =>
    principal ? matchPrincipals(principal, request.requester, effect) : { direct: true, delegated: false },
  );
}

/**
 * Whether the policies on a role allow something, whatever it is, on one of `resources`. For what is told of a resource
 * and does with it what nobody but its code knows.
 *
 * @param service IAM's prefix: `dynamodb`
 */
export function allowsAnything(
  documents: readonly PolicyDocument[],
  service: string,
  resources: readonly (string | Unclear)[],
): Truth {
  const truths = documents.flatMap(({ statements, unclear }) => [
    ...statements.map((statement) => (statement.effect === "Deny" ? false : mayTouch(statement, service, resources))),
    ...(unclear ? [unclear] : []),
  ]);
  return either(...truths);
}

/** Whether the policies on a role allow an action on anything at all: for what names its resource when it runs. */
export function allowsSomewhere(documents: readonly PolicyDocument[], action: string): Truth {
  const wanted = action.toLowerCase();
  return either(
    ...documents.flatMap(({ statements, unclear }): Truth[] => [
      ...statements.map((one) => (one.effect === "Deny" ? false : coversAction(one.action, wanted))),
      ...(unclear ? [unclear] : []),
    ]),
  );
}

function mayTouch({ action, resource }: PolicyStatement, service: string, resources: readonly (string | Unclear)[]) {
  const prefix = `${service}:`;
  const covers = (one: string): boolean => matchesGlob(one, `${prefix}*`);
  const actions: Truth = !action
    ? false
    : action.negated
      ? not(either(...action.known.map(covers), ...unclearIn(action)))
      : either(...action.known.map((one) => one.startsWith(prefix) || covers(one)), ...unclearIn(action));
  return both(actions, either(...resources.map((one) => touches(resource, one))));
}

/** A statement is about a resource or about what is below it, such as the objects of a bucket. */
function touches(element: Element | undefined, resource: string | Unclear): Truth {
  const below =
    element && !element.negated && typeof resource === "string"
      ? element.known.some((one) => one.startsWith(`${resource}/`) || one.startsWith(`${resource}:`))
      : false;
  return either(below, coversResource(element, resource));
}

interface PrincipalMatch {
  readonly direct: Truth;
  readonly delegated: Truth;
}

function decide(
  documents: readonly PolicyDocument[],
  request: Request,
  principalOf: (statement: PolicyStatement) => PrincipalMatch,
): Decision {
  const allowed: Truth[] = [];
  const delegated: Truth[] = [];
  const denied: Truth[] = [];
  const action = request.action.toLowerCase();
  for (const { statements, unclear } of documents) {
    if (unclear) {
      allowed.push(unclear);
      denied.push(unclear);
    }
    for (const statement of statements) {
      const { effect } = statement;
      const called = coversAction(statement.action, action);
      const about = called === false ? false : both(called, coversResource(statement.resource, request.resource));
      if (about === false) {
        continue;
      }
      const principal = principalOf(statement);
      const condition = holdAll(statement.conditions, statement.unclear, request.context);
      const direct = both(about, principal.direct, condition);
      if (effect !== "Deny") {
        allowed.push(effect === "Allow" ? direct : both(effect, direct));
        const left = both(about, principal.delegated, condition);
        delegated.push(effect === "Allow" ? left : both(effect, left));
      }
      if (effect !== "Allow") {
        // What is denied to an account is denied to its roles.
        const any = both(about, either(principal.direct, principal.delegated), condition);
        denied.push(effect === "Deny" ? any : both(effect, any));
      }
    }
  }
  return { allowed: either(...allowed), delegated: either(...delegated), denied: either(...denied) };
}

/** @param action in lower case, as documents are read */
function coversAction(element: Element | undefined, action: string): Truth {
  if (!element) {
    return false;
  }
  const covered = either(...element.known.map((one) => matchesGlob(one, action)), ...unclearIn(element));
  return element.negated ? not(covered) : covered;
}

/** A statement without resources, as in the trust policy of a role, is about the one that its policy is on. */
function coversResource(element: Element | undefined, resource: string | Unclear): Truth {
  if (!element) {
    return true;
  }
  const covered = either(
    ...element.known.map((one): Truth => {
      if (one === "*") {
        return true;
      }
      if (resource instanceof Unclear) {
        return resource;
      }
      return one.includes("${") ? Unclear.because(`the policy variable in ${one}`) : matchesGlob(one, resource);
    }),
    ...unclearIn(element),
  );
  return element.negated ? not(covered) : covered;
}

function matchPrincipals(
  principals: Principals,
  requester: Requester,
  effect: PolicyStatement["effect"],
): PrincipalMatch {
  const { everyone, unclear, negated } = principals;
  const others = unclear ? [unclear] : [];
  if (requester.kind === "service") {
    const named = either(
      everyone,
      ...principals.service.known.map((name) => isService(name, requester.names)),
      ...unclearIn(principals.service),
      ...others,
    );
    return { direct: negated ? not(named) : named, delegated: false };
  }
  if (requester.kind === "origin identity") {
    const named = either(
      everyone,
      ...principals.aws.known.map((name) => isOriginIdentity(name, requester.arn)),
      ...principals.canonical.known.map((id) =>
        requester.canonicalUser instanceof Unclear ? requester.canonicalUser : id === requester.canonicalUser,
      ),
      ...unclearIn(principals.aws),
      ...unclearIn(principals.canonical),
      ...others,
    );
    return { direct: negated ? not(named) : named, delegated: false };
  }
  const direct = either(
    everyone,
    ...principals.aws.known.map((name) => isRole(name, requester)),
    ...unclearIn(principals.aws),
    ...others,
  );
  const account = either(...principals.aws.known.map((name) => isAccount(name, requester)));
  if (!negated) {
    return { direct, delegated: account };
  }
  if (effect !== "Deny") {
    return { direct: not(either(direct, account)), delegated: false };
  }
  // A denial spares a role that is named with its account, not by one of the two alone, and none that has a boundary:
  // docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
  const spared = requester.bounded ? false : both(direct, either(everyone, account));
  return { direct: not(spared), delegated: false };
}

function isService(name: string, names: readonly string[]): Truth {
  if (name === "*" || names.includes(name)) {
    return true;
  }
  const perhaps = names.some((one) => one.includes("*") && matchesGlob(one, name));
  return perhaps ? Unclear.because(`whether ${name} is of the right region`) : false;
}

function isRole(name: string, { arn }: { arn: string | Unclear }): Truth {
  if (!/^arn:[^:]*:(?:iam::[^:]*:role|sts::[^:]*:assumed-role)\//.test(name)) {
    return false;
  }
  if (arn instanceof Unclear) {
    return arn;
  }
  // A session's ARN leaves out the path of its role.
  const session = /^(arn:[^:]*):sts:(:[^:]*):assumed-role\/([^/]+)\//.exec(name);
  const role = arn.replace(/:role\/.*\//, ":role/");
  return name === arn || (session !== null && role === `${session[1]}:iam:${session[2]}:role/${session[3]}`);
}

function isOriginIdentity(name: string, arn: string | Unclear): Truth {
  return /^arn:[^:]*:iam::cloudfront:user\//.test(name) ? (arn instanceof Unclear ? arn : name === arn) : false;
}

function isAccount(name: string, { account }: { account: string | Unclear }): Truth {
  const named = /^(?:arn:[^:]*:iam::)?(\d{12})(?::root)?$/.exec(name)?.[1];
  return named === undefined ? false : account instanceof Unclear ? account : named === account;
}

function unclearIn({ unclear }: Terms): Unclear[] {
  return unclear ? [unclear] : [];
}
