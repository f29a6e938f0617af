import { all, any, fail, pass, type Resource, tokens, type Value, type Verdict, when } from "../../core";
import { type Graph, given } from "../../graph";
import { both, either, type PolicyStatement, type Truth } from "../../graph/iam";
import { isOpen } from "../shared/open-policy";
import { judgePolicy } from "../shared/policies";
import { everyStatement, refuse } from "../shared/statements";
import { blocksPublicAccess, inOrBeside } from "./bucket";

/** A way of getting at objects that strangers must not have. */
export interface Access {
  /** Canned ACLs that give it to strangers. */
  readonly acls: readonly string[];
  /** Permissions of ACLs that are it. */
  readonly permissions: readonly string[];
  /** Beginnings of the actions that are it, in lower case. */
  readonly actions: readonly string[];
  /** Verb for findings. */
  readonly verb: string;
}

/**
 * Strangers get no access of a kind to a bucket, by policy or ACL; or its public access block takes what they were given.
 * What the public is: docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
export function closedToStrangers(graph: Graph, bucket: Resource, access: Access): Verdict {
  const policy = judgePolicy(
    graph,
    bucket,
    { types: tokens.bucketPolicy, path: "bucket" },
    (document) =>
      everyStatement(document, "", (statement, path) =>
        refuse(both(isOpen(statement), touches(statement, access)), {
          path,
          found: `a statement by which everybody may ${access.verb}`,
          expected: "principals by ARN, or a condition that says who calls",
        }),
      ),
    pass,
  );
  const acl = inOrBeside(
    graph,
    bucket,
    { property: "acl", judge: (value) => value.string().noneOf(access.acls) },
    { types: tokens.bucketAcl, judge: (one) => ofAcl(one, access) },
    pass,
  );
  const grants = given(graph, bucket, "grants")
    .list()
    .every((grant) => ofGrant(grant, grant.at("uri"), grant.list("permissions").items, access));
  return all(
    any([policy, unless(policy, () => blocksPublicAccess(graph, bucket, ["restrictPublicBuckets"]))]),
    any([all(acl, grants), unless(all(acl, grants), () => blocksPublicAccess(graph, bucket, ["ignorePublicAcls"]))]),
  );
}

/** A block that takes the access away; where there is none, what was found stays the finding. */
function unless(found: Verdict, blocked: () => Verdict): Verdict {
  return when(
    blocked(),
    () => pass,
    () => found,
  );
}

function ofAcl(acl: Resource, access: Access): Verdict {
  return all(
    acl.string("acl").noneOf(access.acls, { absent: pass }),
    acl
      .list("accessControlPolicy.grants")
      .every((grant) => ofGrant(grant, grant.at("grantee.uri"), [grant.at("permission")], access)),
  );
}

/** A grant is not for a group that strangers are in, or gives another access. */
function ofGrant(grant: Value, group: Value, permissions: readonly Value[], access: Access): Verdict {
  return any([
    group.string().test((uri) => !/\/global\/(AllUsers|AuthenticatedUsers)$/.test(uri), "no group of strangers", {
      absent: pass,
    }),
    all(permissions.map((permission) => permission.string().noneOf(access.permissions))),
    fail({ path: grant.path, found: `a grant by which strangers may ${access.verb}`, expected: "none" }),
  ]);
}

/** Whether a statement is about actions of a kind. What begins as one of them does, up to a wildcard, may be one. */
function touches({ action }: PolicyStatement, { actions }: Access): Truth {
  if (!action) return false;
  if (action.negated) return true;
  const begins = action.known.some((glob) => {
    const [fixed = ""] = glob.split(/[*?]/);
    return actions.some((one) => fixed.startsWith(one) || (fixed !== glob && one.startsWith(fixed)));
  });
  return either(begins, ...(action.unclear ? [action.unclear] : []));
}
