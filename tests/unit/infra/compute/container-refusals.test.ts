import { strict as assert } from "node:assert";
import { PlacementKind } from "../../../../infra/compute";
import { CERTIFICATE, IMAGE, placement, refusal, SECRET, type ServiceOptions } from "./container-fixtures";

const loadBalancer = { certificateArn: CERTIFICATE };
const instances = { capacity: [{ provider: "own" }], egress: {} };
const cluster = { clusterArn: "arn:aws:ecs:eu-central-1:123456789012:cluster/c", clusterName: "c" };
const TARGETS = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/t/1";

const REFUSED: [string, ServiceOptions, RegExp][] = [
  ["one subnet", { placement: { ...placement, subnetIds: ["subnet-a"] } }, /placement.subnetIds is "1 subnets"/],
  ["a moving tag", { image: `${IMAGE.split(":")[0]}:latest` }, /image is .*other than latest/],
  ["an image with no version", { image: "nginx" }, /image is "nginx"/],
  ["CPU that Fargate has not", { cpu: 300 }, /cpu is 300; use one of 256, 512/],
  [
    "memory that does not belong to the CPU",
    { cpu: 1024, memoryMb: 512 },
    /memoryMb with cpu 1024 is 512; use one of 2048/,
  ],
  ["memory between two steps", { cpu: 8192, memoryMb: 17_408 }, /memoryMb with cpu 8192 is 17408/],
  ["a disk that is too small", { ephemeralStorageGb: 20 }, /ephemeralStorageGb is 20/],
  ["root by name", { user: "root" }, /user is "root"/],
  ["root by number, with a group", { user: "0:1000" }, /user is "0:1000"/],
  ["a port that needs a capability", { port: 80 }, /port is 80; use a whole number from 1024/],
  ["a relative path", { writablePaths: ["tmp"] }, /writablePaths is "tmp"/],
  ["a secret by value", { secrets: { PASSWORD: "hunter2" } }, /secrets.PASSWORD is "hunter2".*never the secret itself/],
  [
    "a secret that is a variable too",
    { secrets: { A: SECRET }, environment: { A: "x" } },
    /leave it out of environment/,
  ],
  ["a variable with a hyphen", { environment: { "A-B": "x" } }, /environment.A-B/],
  ["a file that ECS does not take", { environmentFiles: ["arn:aws:s3:::b/k.json"] }, /environmentFiles\[0\]/],
  ["a long stop", { stopTimeoutSeconds: 121 }, /stopTimeoutSeconds is 121/],
  ["restarts at once", { restartAfterSeconds: 10 }, /restartAfterSeconds is 10/],
  [
    "a health check that is too frequent",
    { healthCheck: { command: ["x"], intervalSeconds: 1 } },
    /healthCheck.intervalSeconds/,
  ],
  ["no way out", { egress: {} }, /egress is \[\]; let the tasks reach the image.*on Fargate they can't start/],
  ["a way out to another port only", { egress: { db: { securityGroupId: "sg-1", port: 5432 } } }, /egress is \["db"\]/],
  ["one task of two zones", { desiredCount: 1 }, /desiredCount is 1.*singleTask/],
  ["a fixed number that is scaled", { desiredCount: 2, scaling: { maximum: 4 } }, /desiredCount is 2; leave it out/],
  ["scaling to one zone", { scaling: { minimum: 1, maximum: 4 } }, /scaling.minimum is 1/],
  ["a maximum below the minimum", { scaling: { maximum: 1 } }, /scaling.maximum is 1/],
  [
    "requests with no balancer",
    { scaling: { maximum: 4, requestsPerTask: 10 } },
    /requestsPerTask is 10; give loadBalancer/,
  ],
  [
    "requests of one of two target groups",
    { port: 8080, loadBalancer, deployment: { strategy: "CANARY" }, scaling: { maximum: 4, requestsPerTask: 10 } },
    /use another measure/,
  ],
  [
    "a queue where nobody counts tasks",
    {
      cluster: { ...cluster, withoutContainerInsights: true },
      scaling: { maximum: 4, queue: { queueName: "q", messagesPerTask: 1 } },
    },
    /scaling.queue is "given"; give the cluster Container Insights/,
  ],
  ["a balancer of a service that listens on no port", { loadBalancer }, /loadBalancer is "given"; give port/],
  ["a balancer of plain TCP", { port: 8080, protocol: "tcp", loadBalancer }, /protocol is "tcp"/],
  [
    "a blue/green deployment of nothing that is called",
    { deployment: { strategy: "BLUE_GREEN" } },
    /give loadBalancer, or serviceConnect/,
  ],
  ["a bake time of a rolling update", { deployment: { bakeMinutes: 5 } }, /deployment.bakeMinutes is 5; leave it out/],
  [
    "steps of a canary",
    { port: 8080, loadBalancer, deployment: { strategy: "CANARY", stepPercent: 10 } },
    /stepPercent is 10; .*LINEAR/,
  ],
  ["no room to replace a task", { deployment: { maximumPercent: 100 } }, /no task could be replaced/],
  [
    "target groups of others with a deployment between two of its own",
    {
      port: 8080,
      loadBalancer,
      deployment: { strategy: "BLUE_GREEN" },
      targetGroups: { x: { targetGroupArn: TARGETS } },
    },
    /targetGroups is \["x"\]; leave it out/,
  ],
  [
    "Fargate and instances",
    { capacity: [{ provider: "FARGATE" }, { provider: "own" }] },
    /use Fargate or instances, not both/,
  ],
  [
    "two bases",
    {
      capacity: [
        { provider: "FARGATE", base: 1 },
        { provider: "FARGATE_SPOT", base: 1 },
      ],
    },
    /give base to one/,
  ],
  ["placement on Fargate", { placementStrategies: [{ type: "random" }] }, /placementStrategies.*Fargate spreads/],
  [
    "placement that forgets the zones",
    { ...instances, placementStrategies: [{ type: PlacementKind.Binpack, field: "memory" }] },
    /placementStrategies\[0\].*all be in one zone/,
  ],
  [
    "a constraint with no expression",
    { ...instances, placementConstraints: [{ type: "memberOf" }] },
    /expression is null/,
  ],
  ["ECS Exec on a read-only root", { executeCommand: true }, /give withoutReadOnlyRoot with it/],
  [
    "ECS Exec in a cluster with no key",
    { cluster, executeCommand: true, withoutReadOnlyRoot: true },
    /use a ContainerCluster/,
  ],
  [
    "a name of Service Connect with no port",
    { serviceConnect: { discoveryName: "a" } },
    /serviceConnect.discoveryName is "given"/,
  ],
  [
    "a timeout that nobody's call has",
    { serviceConnect: { requestTimeoutSeconds: 1 } },
    /requestTimeoutSeconds.*give discoveryName/,
  ],
  [
    "a sidecar of the service's own name",
    { sidecars: { app: { image: "x:1" } } },
    /sidecars.app is "app"; use another name/,
  ],
  [
    "a sidecar that takes all memory",
    { sidecars: { a: { image: "x:1", memoryMb: 512 } } },
    /leave some of the task's 512 MB/,
  ],
  [
    "a wait for a health that nobody checks",
    { sidecars: { a: { image: "x:1", waitFor: "HEALTHY" } } },
    /give healthCheck with it/,
  ],
  ["a log router with no output", { logRouter: { image: "x:1", options: {} } }, /logRouter.options is {}; give Name/],
  [
    "a log router's file that is none, and memory for nothing",
    {
      logRouter: { image: "x:1", options: { Name: "s3" }, configurationFileArn: "extra.conf", memoryReservationMb: 5 },
    },
    /memoryReservationMb is 5[\s\S]*configurationFileArn is "extra.conf"; use the ARN of an object/,
  ],
  [
    "a balancer that waits for ever",
    { port: 8080, loadBalancer: { ...loadBalancer, idleTimeoutSeconds: 4001, drainSeconds: 3601 } },
    /idleTimeoutSeconds is 4001[\s\S]*drainSeconds is 3601/,
  ],
  [
    "a step of more than a day",
    { port: 8080, loadBalancer, deployment: { strategy: "LINEAR", stepMinutes: 1441 } },
    /stepMinutes is 1441/,
  ],
  ["logs for 91 days", { logRetentionDays: 91 }, /logRetentionDays is 91/],
  ["an alarm beyond all", { alarms: { cpuPercent: 120 } }, /alarms.cpuPercent is 120/],
];

describe("ContainerService refuses", () => {
  for (const [what, options, message] of REFUSED) {
    it(what, async () => {
      assert.match(await refusal(options), message);
    });
  }

  it("all that is wrong at once, by its name", async () => {
    const message = await refusal({ cpu: 300, user: "root", port: 80 });
    assert.equal(message.split('ContainerService "catalog": ').length - 1, 3);
  });
});
