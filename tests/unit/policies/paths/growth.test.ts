import { strict as assert } from "node:assert";
import { pathControls } from "../../../../policies/families/paths";
import { judgeAll } from "../../../support/platform";
import { policyResources, type Sample, sample } from "../../../support/policies";
import { allOut, group, instance, listener, network, rule, subnet, targets } from "../controls/paths/network";
import { allow, arn, document, fn, granted, queue, role, topic } from "../wiring/samples";

/** Seventeen resources of one service, so many times, in one network: a part of the hosts is public, and no store is open to them. */
function shop(parts: number): Sample[] {
  const services = Array.from({ length: parts }, (_, part) => {
    const name = `s${part}`;
    const runner = role(`r${part}`, "lambda.amazonaws.com");
    const letters = queue(`dlq${part}`);
    const store = `db${part}`;
    return [
      subnet(name, `10.${part % 250}.${Math.floor(part / 250)}.0/28`),
      group(name),
      rule("Ingress", name, part % 10 === 0 ? "0.0.0.0/0" : "10.0.0.0/8", 443),
      allOut(name),
      instance(name, { subnetId: part % 10 === 0 ? "subnet-a" : `subnet-${name}` }),
      group(store),
      rule("Ingress", store, `sg-${name}-clients`, 5432),
      sample("aws:rds/instance:Instance", store, {
        id: store,
        identifier: store,
        engine: "postgres",
        dbSubnetGroupName: `g${part}`,
        vpcSecurityGroupIds: [`sg-${store}`],
        tags: { rpoMinutes: "10" },
        backupRetentionPeriod: 7,
      }),
      sample("aws:rds/subnetGroup:SubnetGroup", `g${part}`, {
        id: `g${part}`,
        name: `g${part}`,
        subnetIds: [`subnet-${name}`],
      }),
      targets(name, 443, { protocol: "HTTPS" }),
      listener("front", 1000 + part, name),
      runner,
      granted(runner, allow(["sts:AssumeRole", "sqs:SendMessage"], arn("sqs", `q${part}`))),
      fn(`f${part}`, { role: runner.props.arn, environment: { variables: { TOPIC: `t${part}` } } }),
      letters,
      queue(`q${part}`, {
        redrivePolicy: JSON.stringify({ deadLetterTargetArn: letters.props.arn }),
        policy: document(),
      }),
      topic(`t${part}`),
    ];
  }).flat();
  return [...network, ...services];
}

/** Milliseconds of processor time that all these controls take on so many resources. */
function cost(parts: number): number {
  const resources = policyResources(shop(parts));
  const start = process.cpuUsage().user;
  const said = judgeAll(pathControls, resources);
  const spent = (process.cpuUsage().user - start) / 1000;
  const found = said.filter(
    ({ control }) => control !== "dead-letter-watched" && control !== "log-destination-protected",
  );
  assert.deepEqual(found, []);
  return spent;
}

describe("the controls on ways on many resources", function () {
  this.timeout(120_000);

  it("take time in proportion to how many there are", () => {
    cost(60);
    const [small, large] = [Math.min(cost(60), cost(60), cost(60)), cost(600)];
    console.log(`      1,000 resources: ${small.toFixed(0)} ms of processor time; 10,000: ${large.toFixed(0)} ms`);
    // Ten times as many; a walk over all resources for each would take a hundred times as long.
    assert.ok(large / small < 30, `ten times as many resources took ${(large / small).toFixed(0)} times as long`);
    assert.ok(small < 1_000, `1,000 resources took ${small.toFixed(0)} ms`);
  });
});
