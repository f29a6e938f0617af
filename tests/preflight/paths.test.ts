import { strict as assert } from "node:assert";
import { resolve } from "node:path";
import { pathControls } from "../../policies/families/paths";
import type { GraphResource } from "../../preflight";
import { judgeAll, linesOf, resourcesOf } from "../support/platform";
import { run } from "../support/preflight";

const root = resolve(__dirname, "../..");
/** Those that are on unless a team turns them off. */
const controls = pathControls.filter(({ enforcement }) => enforcement !== "disabled");

describe("ways through the platform", function () {
  this.timeout(120_000);
  let prod: readonly GraphResource[] = [];

  before(async () => {
    const { graph } = await run(root, { stack: "prod", mode: "symbolic", timeout: 120 });
    prod = graph.resources;
  });

  const judge = (resources: readonly GraphResource[]): string[] => linesOf(judgeAll(controls, resourcesOf(resources)));
  const named = (name: string, type: string): GraphResource => {
    const found = prod.find((one) => one.name === name && one.type.endsWith(type));
    return found ?? assert.fail(`the platform has no ${type} ${name}`);
  };
  /** The platform with some outputs of some resources changed, and with further ones. */
  const changed = (
    changes: readonly (readonly [GraphResource, GraphResource["outputs"]])[],
    more: readonly GraphResource[] = [],
  ): GraphResource[] => [
    ...prod.map((one) => {
      const [, outputs] = changes.find(([resource]) => resource === one) ?? [];
      return outputs ? { ...one, outputs: { ...one.outputs, ...outputs } } : one;
    }),
    ...more,
  ];
  const publicSubnets = () =>
    ["a", "b", "c"].map((zone) => named(`platform-public-${zone}`, ":Subnet").outputs.id ?? "");
  /** Lets everybody in to a group on a port, as a rule beside it would. */
  const opened = (group: GraphResource, port: number): GraphResource => {
    const rule = named("catalog-database-from-service-postgresql", ":SecurityGroupIngressRule");
    const { referencedSecurityGroupId: _, ...outputs } = rule.outputs;
    return {
      ...rule,
      urn: `${rule.urn}-open`,
      name: "open",
      outputs: {
        ...outputs,
        cidrIpv4: "0.0.0.0/0",
        fromPort: port,
        toPort: port,
        securityGroupId: group.outputs.id ?? "",
      },
      propertyDependencies: { securityGroupId: [group.urn] },
    };
  };

  it("are none that a control would stop", () => assert.deepEqual(judge(prod), []));

  for (const stack of ["staging", "dev"]) {
    it(`are none in ${stack} either`, async () => {
      const { graph } = await run(root, { stack, mode: "symbolic", timeout: 120 });
      assert.deepEqual(judge(graph.resources), []);
    });
  }

  it("are not called wrong where nothing is known yet that only AWS can know", async () => {
    const { graph } = await run(root, { stack: "prod", mode: "unknowns", timeout: 120 });
    assert.deepEqual(
      judge(graph.resources).filter((line) => !line.includes(": can't tell: ")),
      [],
    );
  });

  it("lead to a database that is made public", () => {
    const lines = judge(
      changed(
        [
          [named("catalog-database-1", ":ClusterInstance"), { publiclyAccessible: true }],
          [named("catalog-database-subnets", ":SubnetGroup"), { subnetIds: publicSubnets() }],
        ],
        [opened(named("catalog-database-group", ":SecurityGroup"), 5432)],
      ),
    );
    assert.deepEqual(lines, [
      "reach-data-store catalog-database: : internet -> igw platform-internet -> subnet platform-public-a -> group catalog-database-group -> database catalog-database:5432",
    ]);
  });

  it("lead to a broker and a cache behind services that are made public", () => {
    const service = (name: string, port: number) => {
      const one = named(name, ":Service");
      const group = named(`${name}-group`, ":SecurityGroup");
      const network = { assignPublicIp: true, securityGroups: [group.outputs.id ?? ""], subnets: publicSubnets() };
      return judge(changed([[one, { networkConfiguration: network }]], [opened(group, port)]));
    };
    assert.deepEqual(service("inventory", 22), [
      "reach-data-store warehouse: : internet -> igw platform-internet -> subnet platform-public-a -> group inventory-group -> service inventory:22 -> group warehouse-group -> broker warehouse:5671",
      "reach-internet-admin inventory: : internet -> igw platform-internet -> subnet platform-public-a -> group inventory-group -> service inventory:22",
    ]);
    assert.deepEqual(
      service("catalog", 443).map((line) => line.replace(/internet -> .* -> service/, "… service")),
      [
        "reach-data-store catalog-cache: : … service catalog:443 -> group catalog-cache-group -> cache catalog-cache:6380",
        "reach-data-store catalog-database: : … service catalog:443 -> group catalog-database-group -> database catalog-database:5432",
      ],
    );
  });

  it("lead from other accounts to roles that trust them, and from roles to an administrator", () => {
    const role = named("orders-api-role", ":Role");
    const trust = (AWS: string) =>
      JSON.stringify({ Statement: { Effect: "Allow", Principal: { AWS }, Action: "sts:AssumeRole" } });
    assert.deepEqual(
      judge(changed([[role, { assumeRolePolicy: trust("arn:aws:iam::999988887777:root") }]])).filter(
        (line) => !line.startsWith("wiring"),
      ),
      ["cross-account-access orders-api-role: assumeRolePolicy: account 999988887777 -> role orders-api-role"],
    );
    const policy = prod.find(({ type, outputs }) => type.endsWith(":RolePolicy") && outputs.role === role.outputs.name);
    assert.ok(policy, "the role has no policy");
    const all = JSON.stringify({ Statement: { Effect: "Allow", Action: ["iam:AttachRolePolicy"], Resource: "*" } });
    assert.deepEqual(judge(changed([[policy, { policy: all }]])), [
      "iam-escalation orders-api-role: : role orders-api-role -> iam:AttachRolePolicy on itself -> administrator",
    ]);
  });

  it("lead from a store to backups that do not keep what its plan promises", () => {
    const table = named("inventory", "dynamodb/table:Table");
    const [line, ...others] = judge(changed([[table, { pointInTimeRecovery: { enabled: false } }]]));
    assert.match(
      line ?? "",
      /^backup-rpo inventory: : table inventory -> plan recovery-inventory, which loses up to 780 minutes$/,
    );
    assert.deepEqual(others, []);
  });
});
