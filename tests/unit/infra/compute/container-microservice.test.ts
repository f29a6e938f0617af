import { strict as assert } from "node:assert";
import { ContainerMicroservice, type ContainerMicroserviceArgs } from "../../../../infra/compute";
import { graph, type TestGraph } from "../../../../testing";

const placement = { vpcId: "vpc-1", cidrBlock: "10.0.0.0/16", subnetIds: ["subnet-a", "subnet-b"] };
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";

interface Changes {
  service?: Partial<ContainerMicroserviceArgs["service"]>;
  database?: Partial<ContainerMicroserviceArgs["database"]>;
  databaseUser?: string;
}

function build({ service, database, databaseUser }: Changes = {}, name = "catalog"): Promise<TestGraph> {
  return graph(
    () =>
      new ContainerMicroservice(name, {
        service: {
          cluster: { clusterArn: "arn:aws:ecs:eu-central-1:123456789012:cluster/shop", clusterName: "shop" },
          placement,
          image: "registry/catalog:1.0.0",
          egress: { internet: { cidr: "0.0.0.0/0" } },
          ...service,
        },
        database: { placement, engineVersion: "17", databaseName: "shop", ...database },
        databaseUser,
      }),
    { outputs: { "aws:rds/cluster:Cluster": { endpoint: "writer", readerEndpoint: "readers" } } },
  );
}

function variablesOf(seen: TestGraph): Record<string, string> {
  const [app]: { environment: { name: string; value: string }[] }[] = JSON.parse(
    String(seen.one("catalog", "aws:ecs/taskDefinition:TaskDefinition").inputs["containerDefinitions"]),
  );
  return Object.fromEntries((app?.environment ?? []).map(({ name, value }) => [name, value]));
}

describe("ContainerMicroservice", () => {
  it("opens the database to its own tasks and to nobody else, on the one port", async () => {
    const seen = await build();
    const [rule, ...others] = seen
      .all(INGRESS)
      .filter(({ inputs }) => inputs["securityGroupId"] === "catalog-database-group-id");
    assert.deepEqual(others, []);
    assert.equal(rule?.inputs["referencedSecurityGroupId"], "catalog-group-id");
    assert.deepEqual([rule?.inputs["fromPort"], rule?.inputs["toPort"]], [5432, 5432]);
    const out = seen.one("catalog-to-database").inputs;
    assert.equal(out["referencedSecurityGroupId"], "catalog-database-group-id");
    assert.deepEqual([out["fromPort"], out["toPort"]], [5432, 5432]);
  });

  it("lets the service log in as its own user and no other", async () => {
    const seen = await build({}, "price-list");
    const { Statement } = Object(seen.json("price-list-database-connect-price-list-service", "policy"));
    assert.equal(Statement.length, 1);
    assert.deepEqual(Statement[0].Action, ["rds-db:connect"]);
    assert.match(Statement[0].Resource[0], /:dbuser:[^*/]+\/price_list$/);
    assert.equal(seen.one("price-list-database-connect-price-list-service").inputs["role"], "price-list-role");
  });

  it("tells the service where the database is, beside what it is told anyway", async () => {
    const variables = variablesOf(await build({ service: { environment: { LOG_LEVEL: "info" } } }));
    assert.deepEqual(variables, {
      LOG_LEVEL: "info",
      DATABASE_HOST: "writer",
      DATABASE_READER_HOST: "readers",
      DATABASE_PORT: "5432",
      DATABASE_NAME: "shop",
      DATABASE_USER: "catalog",
    });
  });

  it("takes another user", async () => {
    assert.equal(variablesOf(await build({ databaseUser: "reader" }))["DATABASE_USER"], "reader");
  });

  it("refuses a user that could stand for others, variables that the database says, and a database with no name", async () => {
    await assert.rejects(build({ databaseUser: "*" }), /databaseUser is "\*"; use 1 to 63 lower-case letters/);
    await assert.rejects(
      build({ service: { environment: { DATABASE_HOST: "elsewhere" } } }),
      /service\.environment\.DATABASE_HOST is "set"; leave it out: the database says it/,
    );
    await assert.rejects(build({ database: { databaseName: undefined } }), /database\.databaseName is null; name the/);
  });
});
