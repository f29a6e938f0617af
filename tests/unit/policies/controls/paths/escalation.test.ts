import { strict as assert } from "node:assert";
import { privilegeEscalation } from "../../../../../policies/controls/paths/escalation";
import { writesPermissions } from "../../../../../policies/graph/permissions/primitives";
import { type Case, describeControl, judge, type Sample, sample, UNKNOWN } from "../../../../support/policies";
import { allow, document, fn, granted, grantedBy, role, type Statement } from "../../wiring/samples";

const account = "123456789012";
const arnOf = (name: string) => `arn:aws:iam::${account}:role/${name}`;
const ci = role("ci", "codebuild.amazonaws.com");
const admin = (trust: Statement[] = [service("lambda.amazonaws.com")]): Sample[] => {
  const made = sample("aws:iam/role:Role", "admin", {
    id: "admin",
    name: "admin",
    arn: arnOf("admin"),
    assumeRolePolicy: document(...trust),
  });
  return [made, granted(made, allow("*"))];
};
const service = (name: string): Statement => ({
  Effect: "Allow",
  Principal: { Service: name },
  Action: "sts:AssumeRole",
});
const principal = (AWS: string, more: Partial<Statement> = {}): Statement => ({
  Effect: "Allow",
  Principal: { AWS },
  Action: "sts:AssumeRole",
  ...more,
});
const passing = [allow("iam:PassRole", arnOf("admin")), allow(["lambda:CreateFunction", "lambda:InvokeFunction"])];
const may = (...statements: Statement[]): Case => ({ subject: ci, others: [granted(ci, ...statements)] });
const beside = (others: Sample[], ...statements: Statement[]): Case => ({
  subject: ci,
  others: [...others, granted(ci, ...statements)],
});
const pathOf = (example: Case): string => {
  const verdict = judge(privilegeEscalation, example);
  return verdict.kind === "fail" ? verdict.findings.map(({ found }) => found).join("\n") : verdict.kind;
};

describeControl(privilegeEscalation, {
  compliant: {
    "a role that may pass a role on, and gives nothing to run": {
      subject: ci,
      others: [granted(ci, allow("iam:PassRole", arnOf("admin"))), ...admin()],
    },
  },
  violating: {
    "a role that may write its own policies": {
      ...may(allow("iam:PutRolePolicy", arnOf("ci"))),
      at: "",
      saying: /^role ci -> iam:PutRolePolicy on itself -> administrator$/,
    },
    "one that passes an administrator's role to a function": {
      ...beside(admin(), ...passing),
      at: "",
      saying: /^role ci -> iam:PassRole and lambda:CreateFunction -> role admin -> administrator$/,
    },
  },
  undecided: {
    "a role whose policy is not known": {
      subject: ci,
      others: [grantedBy(ci, UNKNOWN)],
      because: /policy is not known/,
    },
    "a role that may take an administrator's on, under a condition on what nobody knows": {
      ...beside(admin([principal(arnOf("ci"), { Condition: { StringEquals: { "sts:ExternalId": "x" } } })])),
      because: /whether there is a way role ci -> sts:AssumeRole -> role admin -> administrator: what sts:ExternalId/,
    },
  },
  mayBeDropped: {
    id: "its name names it, too",
    name: "its id names it, too",
    arn: "what may be done to anything may be done to it",
    policy: "no policy, no permission",
    role: "a policy of no role gives nothing",
    assumeRolePolicy: "a role that nobody may take on is no way",
  },
});

describe("a way to more permissions", () => {
  const helper = role("helper", "ec2.amazonaws.com");
  const cases: Record<string, [Case, RegExp]> = {
    "is none where policies are read": [may(allow(["iam:Get*", "iam:List*"])), /^pass$/],
    "is none on a role of one's own making": [may(allow("iam:PutRolePolicy", arnOf("app-reader"))), /^pass$/],
    "is none under a boundary": [
      may({ ...allow("iam:*"), Condition: { StringEquals: { "iam:PermissionsBoundary": "arn:aws:iam::1:policy/b" } } }),
      /^pass$/,
    ],
    "is none where it is denied": [may(allow("iam:*"), { Effect: "Deny", Action: "iam:*", Resource: "*" }), /^pass$/],
    "is one where all but something else is allowed": [
      may({ Effect: "Allow", NotAction: ["organizations:*"], Resource: "*" }),
      /iam:PutRolePolicy on itself/,
    ],
    "is none where all but IAM is allowed": [
      may({ Effect: "Allow", NotAction: ["iam:*", "sts:*"], Resource: "*" }),
      /^pass$/,
    ],
    "is one with a policy of AWS's own": [
      {
        subject: ci,
        others: [
          sample("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "a", {
            role: "ci",
            policyArn: "arn:aws:iam::aws:policy/IAMFullAccess",
          }),
        ],
      },
      /on itself/,
    ],
    "is none with one of AWS's that the pack does not know": [
      {
        subject: ci,
        others: [
          sample("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "a", {
            role: "ci",
            policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
          }),
        ],
      },
      /^pass$/,
    ],
    "is one to take on an administrator's role by its trust": [
      beside(admin([principal(arnOf("ci"))])),
      /^role ci -> sts:AssumeRole -> role admin -> administrator$/,
    ],
    "is one to take it on by the account's trust and a policy": [
      beside(admin([principal(`arn:aws:iam::${account}:root`)]), allow("sts:AssumeRole", arnOf("admin"))),
      /sts:AssumeRole -> role admin/,
    ],
    "is none by the account's trust alone": [beside(admin([principal(`arn:aws:iam::${account}:root`)])), /^pass$/],
    "is none where the trust denies it": [
      beside(admin([principal(arnOf("ci")), { ...principal(arnOf("ci")), Effect: "Deny" }])),
      /^pass$/,
    ],
    "is one in several steps": [
      {
        subject: ci,
        others: [
          ...admin([principal(arnOf("helper"))]),
          helper,
          granted(ci, allow("iam:PassRole"), allow("ec2:RunInstances")),
        ],
      },
      /^role ci -> iam:PassRole and ec2:RunInstances -> role helper -> sts:AssumeRole -> role admin -> administrator$/,
    ],
    "is none for a service that does not take the role on": [
      beside(admin([service("ec2.amazonaws.com")]), ...passing),
      /^pass$/,
    ],
    "is none without the second action": [
      beside(admin(), allow("iam:PassRole", arnOf("admin")), allow("lambda:CreateFunction")),
      /^pass$/,
    ],
    "is none where the role is passed to another service": [
      beside(
        admin(),
        { ...allow("iam:PassRole"), Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } } },
        allow("lambda:*"),
      ),
      /^pass$/,
    ],
    "is one where it is passed to that service": [
      beside(
        admin(),
        { ...allow("iam:PassRole"), Condition: { StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } } },
        allow("lambda:*"),
      ),
      /iam:PassRole and lambda:CreateFunction/,
    ],
    "is one to change the code of an administrator's function": [
      beside([...admin(), fn("tool", { role: arnOf("admin") })], allow("lambda:UpdateFunctionCode")),
      /^role ci -> lambda:UpdateFunctionCode of function tool -> role admin -> administrator$/,
    ],
    "goes round in circles without end": [
      {
        subject: ci,
        others: [
          sample("aws:iam/role:Role", "x", {
            id: "x",
            name: "x",
            arn: arnOf("x"),
            assumeRolePolicy: document(principal(arnOf("y"))),
          }),
          sample("aws:iam/role:Role", "y", {
            id: "y",
            name: "y",
            arn: arnOf("y"),
            assumeRolePolicy: document(principal(arnOf("x"))),
          }),
        ],
      },
      /^pass$/,
    ],
  };
  for (const [name, [example, expected]] of Object.entries(cases)) {
    it(name, () => assert.match(pathOf(example), expected));
  }

  for (const { action, on } of writesPermissions) {
    it(`is ${action} on any ${on}`, () => {
      assert.match(
        pathOf(may(allow(action, `arn:aws:iam::*:${on}/*`))),
        new RegExp(`${action} on .* -> administrator$`),
      );
    });
  }

  it("is open to everybody where anybody may take an administrator's role on", () => {
    const [subject, ...others] = admin([principal("*")]);
    assert.match(pathOf({ subject, others }), /^everybody -> role admin -> administrator$/);
    const [limited, ...rest] = admin([
      principal("*", { Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } }),
    ]);
    assert.equal(pathOf({ subject: limited, others: rest }), "pass");
  });

  it("is none for an administrator, whatever it may write", () => {
    const [subject, ...others] = admin();
    assert.equal(pathOf({ subject, others }), "pass");
  });
});
