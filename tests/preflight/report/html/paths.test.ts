import { strict as assert } from "node:assert";
import { pathIn, saysType } from "../../../../preflight/report/html/paths";

const names = ["web-balancer", "web", "orders-db", "a b", "door"];
const named = (name: string): number | undefined => (names.includes(name) ? names.indexOf(name) : undefined);

describe("nouns in paths", () => {
  it("tell types of the same name apart", () => {
    assert.ok(saysType("load balancer", "aws:lb/loadBalancer:LoadBalancer"));
    assert.ok(saysType("found internet igw", "aws:ec2/internetGateway:InternetGateway"));
    assert.ok(saysType("group", "aws:ec2/securityGroup:SecurityGroup"));
    assert.ok(saysType("environment variable DB of function", "aws:lambda/function:Function"));
    assert.ok(!saysType("subnet", "aws:ec2/vpc:Vpc"));
    assert.ok(!saysType("", "aws:ec2/vpc:Vpc"));
  });
});

describe("paths in messages", () => {
  const path = (message: string): string[] | undefined => pathIn(message, named)?.map((i) => names[i] ?? "");

  it("are resources with arrows between them, without what is no resource", () => {
    assert.deepEqual(path("internet -> web-balancer -> web -> orders-db"), ["web-balancer", "web", "orders-db"]);
    assert.deepEqual(path("web → orders-db"), ["web", "orders-db"]);
  });

  it("are found behind words, before words, with ports, quotes and on a line of several", () => {
    const message = [
      "The data store can be reached.",
      'reachable by internet -> "web-balancer" (443/tcp) -> web:8080 (8080) -> orders-db, which is no',
    ].join("\n");
    assert.deepEqual(path(message), ["web-balancer", "web", "orders-db"]);
    assert.deepEqual(path("from web -> orders-db (5432): open"), ["web", "orders-db"]);
  });

  it("have nouns before names, and ports behind them", () => {
    assert.deepEqual(
      path(
        "orders-db: found internet -> igw door -> subnet a -> load balancer web:443 -> database orders-db:5432, expected none",
      ),
      ["door", "web", "orders-db"],
    );
    assert.deepEqual(path("secret orders-db -> environment variable DB of function web"), ["orders-db", "web"]);
  });

  it("know names with spaces, and a name that starts another", () => {
    assert.deepEqual(path("x a b -> web y"), ["a b", "web"]);
    assert.deepEqual(path("web -> web-balancer"), ["web", "web-balancer"]);
  });

  it("need two resources: an arrow between other words is none", () => {
    assert.equal(path("found route vault -> 0.0.0.0/1 -> igw-0facade, expected none"), undefined);
    assert.equal(path("web -> nowhere"), undefined);
    assert.equal(path("web, orders-db"), undefined);
  });
});
