import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import {
  type ApiState,
  type Change,
  type Domain,
  type Method,
  needsDeployment,
  plan,
} from "../../../../services/compliance-remediator/plan";
import {
  deniesPlainHttp,
  type PolicyDocument,
  parsePolicy,
  withTlsOnly,
} from "../../../../services/compliance-remediator/resource-policy";

const DENY = {
  Effect: "Deny",
  Principal: "*",
  Action: "execute-api:Invoke",
  Resource: "execute-api:/*",
  Condition: { Bool: { "aws:SecureTransport": "false" } },
} as const;
const tlsOnly: PolicyDocument = { Version: "2012-10-17", Statement: [DENY] };

function method(path: string, authorization = "NONE", uri?: string, httpMethod = "GET", type = "HTTP_PROXY"): Method {
  return {
    resourceId: "r",
    path,
    httpMethod,
    authorization,
    integration: uri === undefined ? undefined : { type, uri },
  };
}
function api(changes: Partial<ApiState> = {}): ApiState {
  return {
    apiId: "a1",
    asOf: 0,
    name: "orders",
    defaultEndpointDisabled: true,
    policy: tlsOnly,
    methods: [method("/orders", "NONE", "https://orders.example/")],
    domains: [{ name: "api.example", securityPolicy: "TLS_1_2" }],
    stages: [{ name: "prod", deploymentId: "d1" }],
    ...changes,
  };
}

/** A stage variable in an address. */
const variable = (name: string) => `\${stageVariables.${name}}`;

/** The configuration after a change. */
function made(current: ApiState, change: Change): ApiState {
  switch (change.kind) {
    case "domain-security-policy": {
      const secured = (domain: Domain) =>
        domain.name === change.domain ? { ...domain, securityPolicy: change.to } : domain;
      return { ...current, domains: current.domains.map(secured) };
    }
    case "resource-policy":
      return { ...current, policy: change.to };
    case "integration-uri": {
      const integration = { type: "HTTP_PROXY", uri: change.to };
      const secured = (one: Method) => (one.path === change.path ? { ...one, integration } : one);
      return { ...current, methods: current.methods.map(secured) };
    }
    case "disable-default-endpoint":
      return { ...current, defaultEndpointDisabled: true };
    case "deploy":
      return current;
  }
}

describe("the remediation's plan", () => {
  it("leaves a compliant API alone", () => {
    assert.deepEqual(plan(api()), { changes: [], unresolved: [] });
  });

  it("moves a domain off TLS 1.0 without deploying anything", () => {
    const { changes } = plan(api({ domains: [{ name: "api.example", securityPolicy: "TLS_1_0" }] }));
    assert.deepEqual(changes, [
      { kind: "domain-security-policy", domain: "api.example", domainId: undefined, from: "TLS_1_0", to: "TLS_1_2" },
    ]);
  });

  for (const policy of ["TLS_1_2", "SecurityPolicy_TLS12_2018_EDGE", "SecurityPolicy_TLS13_1_3_2025_09"]) {
    it(`does not lower a domain that is sound with ${policy}`, () => {
      assert.deepEqual(plan(api({ domains: [{ name: "d", securityPolicy: policy }] })).changes, []);
    });
  }

  it("deploys every stage after the changes that callers meet only then, and the deployments come last", () => {
    const stages = [
      { name: "dev", deploymentId: "d1" },
      { name: "prod", deploymentId: "d2" },
    ];
    const { changes } = plan(api({ policy: undefined, defaultEndpointDisabled: false, stages }));
    assert.deepEqual(
      changes.map(({ kind }) => kind),
      ["resource-policy", "disable-default-endpoint", "deploy", "deploy"],
    );
  });

  it("keeps the default endpoint of an API that has no other way in", () => {
    assert.deepEqual(plan(api({ domains: [], defaultEndpointDisabled: false })).changes, []);
  });

  const uris: [string, string | undefined, string][] = [
    ["http://a.example/orders", "https://a.example/orders", "HTTP"],
    ["HTTP://a.example", "https://a.example", "HTTP_PROXY"],
    ["http://a.example:80/{proxy}?x=1", "https://a.example/{proxy}?x=1", "HTTP_PROXY"],
    [`http://${variable("host")}/v1`, `https://${variable("host")}/v1`, "HTTP"],
    ["https://a.example", undefined, "HTTP"],
    ["arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/f/invocations", undefined, "AWS_PROXY"],
  ];
  for (const [from, to, type] of uris) {
    it(`${to ? `rewrites ${from} to ${to}` : `leaves ${from.slice(0, 40)} as it is`}`, () => {
      const { changes, unresolved } = plan(api({ methods: [method("/", "NONE", from, "GET", type)] }));
      assert.deepEqual(unresolved, []);
      assert.deepEqual(
        changes.flatMap((change) => (change.kind === "integration-uri" ? [change.to] : [])),
        to === undefined ? [] : [to],
      );
    });
  }

  for (const uri of ["http://a.example:8080/x", `${variable("backend")}/x`]) {
    it(`leaves ${uri} to people: a machine would guess`, () => {
      const { changes, unresolved } = plan(api({ methods: [method("/x", "NONE", uri)] }));
      assert.deepEqual(changes, []);
      assert.equal(unresolved.length, 1);
      assert.ok(unresolved[0]?.why.includes(uri), unresolved[0]?.why);
    });
  }

  it("is done in one round: an API with every planned change made has an empty plan (any API)", () => {
    const state = fc.record({
      policy: fc.constantFrom(undefined, tlsOnly, { Version: "2012-10-17", Statement: [] }),
      defaultEndpointDisabled: fc.boolean(),
      methods: fc.uniqueArray(
        fc.record({
          path: fc.constantFrom("/", "/a", "/a/{id}", "/b", "/{proxy+}"),
          authorization: fc.constantFrom("NONE", "AWS_IAM", "CUSTOM", "COGNITO_USER_POOLS"),
          uri: fc.constantFrom("http://x/", "https://x/", "http://x:80/{id}", "http://x:81/", undefined),
        }),
        { selector: ({ path }) => path },
      ),
      domains: fc.uniqueArray(
        fc.record({
          name: fc.constantFrom("a", "b"),
          securityPolicy: fc.constantFrom("TLS_1_0", "TLS_1_2", undefined),
        }),
        { selector: ({ name }) => name },
      ),
    });
    fc.assert(
      fc.property(state, ({ methods, ...rest }) => {
        const before = api({
          ...rest,
          methods: methods.map(({ path, authorization, uri }) => method(path, authorization, uri)),
        });
        const { changes, unresolved } = plan(before);
        const after = changes.reduce(made, before);
        assert.deepEqual(plan(after), { changes: [], unresolved });
        assert.equal(
          changes.some(({ kind }) => kind === "deploy"),
          changes.some(needsDeployment),
        );
      }),
    );
  });
});

describe("the resource policy", () => {
  const weaker: [string, Record<string, unknown>][] = [
    ["allows instead of denying", { Effect: "Allow" }],
    ["names one principal", { Principal: { AWS: "arn:aws:iam::123456789012:root" } }],
    ["covers one path", { Resource: "execute-api:/*/GET/orders" }],
    ["covers another action", { Action: "execute-api:ManageConnections" }],
    ["has a second condition", { Condition: { ...DENY.Condition, IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } }],
    ["has a second key", { Condition: { Bool: { "aws:SecureTransport": "false", "aws:ViaAWSService": "false" } } }],
    ["refuses what is secure", { Condition: { Bool: { "aws:SecureTransport": "true" } } }],
    ["has no condition", { Condition: undefined }],
  ];
  for (const [what, part] of weaker) {
    it(`is not taken for a refusal of plain HTTP where the statement ${what}`, () => {
      const policy = parsePolicy(JSON.stringify({ Statement: [{ ...DENY, ...part }] }));
      assert.equal(deniesPlainHttp(policy), false);
    });
  }
  const asStrong: Record<string, unknown>[] = [
    { Principal: { AWS: "*" } },
    { Action: "*" },
    { Resource: ["arn:aws:execute-api:eu-central-1:123456789012:a1b2c3/*"] },
    { Resource: "execute-api:/*/*/*" },
    { Condition: { Bool: { "AWS:SecureTransport": false } } },
    { Condition: { BoolIfExists: { "aws:SecureTransport": ["false"] } } },
  ];
  for (const part of asStrong) {
    it(`is taken for one written as ${JSON.stringify(part)}`, () => {
      assert.equal(deniesPlainHttp(parsePolicy(JSON.stringify({ Statement: { ...DENY, ...part } }))), true);
    });
  }

  it("is read with its quotes escaped, as GetRestApi returns it", () => {
    const escaped = JSON.stringify(tlsOnly).replace(/["/]/g, "\\$&");
    assert.deepEqual(parsePolicy(escaped), tlsOnly);
  });

  it("names itself where it is no JSON", () => {
    assert.throws(() => parsePolicy("{nonsense"), /resource policy is not JSON: \{nonsense/);
  });

  it("keeps every statement that was there", () => {
    const own = { Effect: "Allow", Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*" } as const;
    const next = withTlsOnly({ Version: "2012-10-17", Statement: [own] }, []);
    assert.ok("policy" in next);
    assert.deepEqual(next.policy.Statement[0], own);
    assert.equal(next.policy.Statement.length, 2);
  });

  const allowed = (methods: Method[]) => {
    const next = withTlsOnly(undefined, methods);
    if ("unresolved" in next) return next.unresolved;
    return next.policy.Statement.filter(({ Effect }) => Effect === "Allow").map(({ Resource }) => Resource);
  };
  it("allows everybody where no method is guarded by a policy, or nobody could call any more", () => {
    assert.deepEqual(allowed([method("/a"), method("/b", "COGNITO_USER_POOLS")]), [["execute-api:/*"]]);
  });
  it("allows nobody where IAM guards every method: an Allow would let the whole account in", () => {
    assert.deepEqual(allowed([method("/a", "AWS_IAM"), method("/b", "CUSTOM")]), []);
  });
  it("allows the open methods alone where only some are guarded", () => {
    assert.deepEqual(allowed([method("/a", "AWS_IAM"), method("/a", "NONE", undefined, "OPTIONS")]), [
      ["execute-api:/*/OPTIONS/a"],
    ]);
  });
  it("is left to people where an Allow for an open method would match a guarded one", () => {
    assert.match(String(allowed([method("/a/{id}"), method("/a/b/c", "AWS_IAM")])), /must allow GET \/a\/\{id\}/);
    assert.match(String(allowed([method("/a", "NONE", undefined, "ANY"), method("/a", "AWS_IAM")])), /must not allow/);
  });
});
