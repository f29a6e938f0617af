import { strict as assert } from "node:assert";
import { resolve } from "node:path";
import { managedPolicies, unscopedGrants } from "../../infra/core";
import type { GraphResource, Value } from "../../preflight";
import { run } from "../support/preflight";

const root = resolve(__dirname, "../..");

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action?: string | string[];
  readonly NotAction?: unknown;
  readonly Resource?: string | string[];
  readonly NotResource?: unknown;
}

/** A statement, and the role that it is on. */
interface Held {
  readonly role: string;
  readonly policy: string;
  readonly statement: Statement;
}

/** Every statement of every role, from policies in, beside and attached to it. */
function statementsOfRoles(resources: readonly GraphResource[]): Held[] {
  return resources.flatMap((resource) => {
    const { type, name, outputs } = resource;
    switch (type) {
      case "aws:iam/rolePolicy:RolePolicy":
        return read(outputs.policy).map((statement) => ({ role: String(outputs.role), policy: name, statement }));
      case "aws:iam/policy:Policy":
        return read(outputs.policy).map((statement) => ({ role: `those with ${name}`, policy: name, statement }));
      case "aws:iam/role:Role": {
        const inline = Array.isArray(outputs.inlinePolicies) ? outputs.inlinePolicies : [];
        return inline.flatMap((one) =>
          read(typeof one === "object" && one !== null && !Array.isArray(one) ? one.policy : undefined).map(
            (statement) => ({
              role: name,
              policy: `${name}, inline`,
              statement,
            }),
          ),
        );
      }
      default:
        return [];
    }
  });
}

/** A document that is not known would hide what it grants: that is an error, not an empty list. */
function read(document: Value | undefined): Statement[] {
  if (document === undefined) {
    return [];
  }
  assert.equal(typeof document, "string", `a policy is not known: ${JSON.stringify(document)}`);
  const parsed: { Statement: Statement | Statement[] } = JSON.parse(String(document));
  return [parsed.Statement].flat();
}

const listed = (value: string | string[] | undefined): string[] => [value ?? []].flat();
const isOpen = ({ Action, NotAction, Resource, NotResource }: Statement): boolean =>
  listed(Action).some((action) => action.includes("*")) ||
  listed(Resource).some((arn) => arn === "*" || /^arn:[^:]*:\*/.test(arn)) ||
  NotAction !== undefined ||
  NotResource !== undefined;

/** What is wrong with an open statement: it is none of those that have a reason, or does more than the reason is for. */
function unexplained({ Sid, Action, Resource, NotAction, NotResource }: Statement): string | undefined {
  const known: Record<string, { readonly actions: readonly string[] }> = unscopedGrants;
  const grant = Sid !== undefined && Object.hasOwn(known, Sid) ? known[Sid] : undefined;
  if (!grant) {
    return "no reason is written down: write it with onAllResources, and its reason into infra/core/unscoped.ts";
  }
  if (NotAction !== undefined || NotResource !== undefined || listed(Resource).some((arn) => arn !== "*")) {
    return "it is not the statement that the reason is for";
  }
  const more = listed(Action).filter((action) => !grant.actions.includes(action));
  return more.length > 0 ? `the reason is not for ${more.join(", ")}` : undefined;
}

describe("what the roles of the platform may do", function () {
  this.timeout(240_000);
  const used = new Set<string>();

  for (const stack of ["dev", "staging", "prod"]) {
    it(`is on named actions and resources in ${stack}, or for a reason that is written down`, async () => {
      const { graph } = await run(root, { stack, mode: "symbolic", timeout: 120 });
      const held = statementsOfRoles(graph.resources).filter(({ statement }) => statement.Effect === "Allow");
      assert.ok(held.length > 50, `only ${held.length} statements were found`);
      const wrong = held
        .filter(({ statement }) => isOpen(statement))
        .map((one) => ({ ...one, why: unexplained(one.statement) }))
        .filter(({ why }) => why !== undefined);
      assert.deepEqual(wrong, []);
      for (const { statement } of held.filter(({ statement: one }) => isOpen(one))) {
        used.add(statement.Sid ?? "");
      }
      const attached = graph.resources.filter(
        ({ type }) => type === "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
      );
      const names = attached.flatMap(({ outputs }) => /:aws:policy\/(.+)$/.exec(String(outputs.policyArn))?.[1] ?? []);
      assert.deepEqual(
        names.filter((name) => !Object.hasOwn(managedPolicies, name)),
        [],
        "policies of AWS's own grant more than is needed; write the reason into infra/core/unscoped.ts",
      );
      for (const name of names) used.add(name);
    });
  }

  after(() => {
    const rows = Object.entries(unscopedGrants).filter(([name]) => used.has(name));
    for (const [name, { actions, reason, source }] of rows) {
      console.log(`      ${name}: ${actions.join(", ")}\n        ${reason} ${source}`);
    }
    for (const [name, { reason, source }] of Object.entries(managedPolicies).filter(([name]) => used.has(name))) {
      console.log(`      policy ${name}\n        ${reason} ${source}`);
    }
  });

  it("refuses what nobody wrote a reason for, and more than a reason is for", () => {
    const open = { Effect: "Allow", Action: ["xray:PutTraceSegments"], Resource: "*" };
    assert.ok(isOpen(open) && isOpen({ ...open, Action: "s3:*", Resource: "arn:aws:s3:::b" }));
    assert.ok(isOpen({ Effect: "Allow", NotAction: "iam:*", Resource: "arn:aws:s3:::b" }));
    assert.match(unexplained(open) ?? "", /no reason is written down/);
    assert.equal(unexplained({ ...open, Sid: "Traces" }), undefined);
    assert.match(unexplained({ ...open, Sid: "Traces", Action: ["s3:GetObject"] }) ?? "", /not for s3:GetObject/);
    assert.match(unexplained({ ...open, Sid: "toString" }) ?? "", /no reason/);
  });
});

describe("reasons for grants on all resources", () => {
  it("name actions in full, say why and where AWS says so", () => {
    for (const [name, { actions, reason, source }] of Object.entries(unscopedGrants)) {
      assert.match(name, /^[A-Za-z0-9]+$/, "IAM takes letters and digits in a Sid");
      assert.ok(actions.length > 0 && actions.every((action) => /^[a-z0-9]+:[A-Za-z]+$/.test(action)), name);
      assert.ok(reason.endsWith("."), name);
      assert.match(source, /^https:\/\/docs\.aws\.amazon\.com\//, name);
    }
  });
});
