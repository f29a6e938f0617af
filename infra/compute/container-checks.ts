import type { ArgumentChecks } from "../core";
import { LOG_RETENTION_DAYS } from "../core";
import { checkPlacement } from "../network/placement";
import { checkAlarms } from "./container-alarms";
import {
  ContainerProtocol,
  checkHealthCheck,
  checkImage,
  checkSidecar,
  checkUser,
  checkVariables,
  checkWritablePaths,
} from "./container-args";
import { checkShares, isFargate } from "./container-capacity";
import { checkConnections, checkServiceConnect } from "./container-connections";
import { checkDeployment, shiftsTraffic } from "./container-deployment";
import { checkFileSystems } from "./container-file-systems";
import { checkIngress } from "./container-ingress";
import { checkLoadBalancer } from "./container-load-balancer";
import { checkLogRouter } from "./container-logs";
import { checkTaskPlacement } from "./container-placement";
import { checkScaling } from "./container-scaling";
import type { ContainerServiceArgs } from "./container-service-args";
import { checkEgress, HTTPS } from "./egress";
import { FARGATE_SIZES } from "./facts/fargate";
import { Architecture } from "./lambda-args";

/** Whether Fargate runs the service's tasks. */
export function runsOnFargate({ capacity }: ContainerServiceArgs): boolean {
  return capacity === undefined || capacity.every((share) => isFargate(share.provider));
}

/** Fewest tasks of a service. */
export function leastTasks({ singleTask, minimumZones }: ContainerServiceArgs): number {
  return singleTask ? 1 : (minimumZones ?? 2);
}

/** Checks the arguments of a service, all at once. */
export function checkContainerService(checks: ArgumentChecks, name: string, args: ContainerServiceArgs): void {
  const shifts = shiftsTraffic(args.deployment);
  checkPlacement(checks, args.placement, args.minimumZones);
  checkImage(checks, "image", args.image);
  checkSize(checks, args);
  checkContainer(checks, args);
  checkNetwork(checks, args);
  checkShares(checks, "capacity", args.capacity);
  checkTaskPlacement(checks, args.placementStrategies, args.placementConstraints, runsOnFargate(args));
  checkCount(checks, args, shifts);
  checkLoadBalancer(checks, name, args.loadBalancer, args.protocol, shifts);
  checkServiceConnect(checks, args.serviceConnect);
  checkConnections(checks, args.registry, args.targetGroups, args.lattice);
  const canShift = args.loadBalancer !== undefined || args.serviceConnect?.discoveryName !== undefined;
  checkDeployment(checks, args.deployment, canShift);
  checks.that(
    "targetGroups",
    Object.keys(args.targetGroups ?? {}),
    !shifts || args.targetGroups === undefined,
    "leave it out: such a deployment moves requests between target groups of the service's own",
  );
  for (const [sidecar, settings] of Object.entries(args.sidecars ?? {})) checkSidecar(checks, sidecar, settings);
  checkLogRouter(checks, args.logRouter);
  checkAlarms(checks, args.alarms);
  checkExecuteCommand(checks, args);
  checks
    .oneOf("logRetentionDays", args.logRetentionDays, LOG_RETENTION_DAYS)
    .arn("logKmsKeyArn", args.logKmsKeyArn, "kms", "a KMS key")
    .arn("alarmTopicArn", args.alarmTopicArn, "sns", "an SNS topic")
    .done();
}

function checkSize(checks: ArgumentChecks, args: ContainerServiceArgs): void {
  const { cpu = 256, memoryMb = 512, sidecars = {}, logRouter } = args;
  checks
    .oneOf("architecture", args.architecture, Object.values(Architecture))
    .integer("ephemeralStorageGb", args.ephemeralStorageGb, 21, 200, "GB");
  if (runsOnFargate(args)) {
    const cpus = FARGATE_SIZES.sizes.map((size) => size.cpu);
    checks.oneOf("cpu", cpu, cpus);
    const size = FARGATE_SIZES.sizes.find((one) => one.cpu === cpu);
    if (size) checks.oneOf(`memoryMb with cpu ${cpu}`, memoryMb, size.memoryMb);
  } else {
    // docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html: a quarter of a vCPU to 192 vCPUs
    checks.integer("cpu", cpu, 256, 196_608, "CPU units").integer("memoryMb", memoryMb, 6, 25_165_824, "MB");
    checks.that("ephemeralStorageGb", args.ephemeralStorageGb, false, "leave it out: instances have their own disks");
  }
  const others = Object.values(sidecars);
  const cpuOfOthers = others.reduce((sum, one) => sum + (one.cpu ?? 0), 0);
  const memoryOfOthers = others.reduce((sum, one) => sum + (one.memoryMb ?? 0), 0);
  const memoryOfLogs = logRouter ? (logRouter.memoryReservationMb ?? 64) : 0;
  checks
    .that("sidecars", `${cpuOfOthers} CPU units`, cpuOfOthers < cpu, `leave some of the task's ${cpu} to the service`)
    .that(
      "sidecars and logRouter",
      `${memoryOfOthers + memoryOfLogs} MB`,
      memoryOfOthers + memoryOfLogs < memoryMb,
      `leave some of the task's ${memoryMb} MB to the service`,
    );
}

function checkContainer(checks: ArgumentChecks, args: ContainerServiceArgs): void {
  checks
    // docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html: Fargate waits 120 seconds at most.
    .integer("stopTimeoutSeconds", args.stopTimeoutSeconds, 0, 120, "seconds")
    .integer("restartAfterSeconds", args.restartAfterSeconds, 60, 1800, "seconds")
    .length("environmentFiles", args.environmentFiles, 1, 10);
  checkUser(checks, "user", args.user);
  checkFileSystems(checks, args.fileSystems);
  checkWritablePaths(checks, "writablePaths", args.writablePaths);
  checkHealthCheck(checks, "healthCheck", args.healthCheck);
  checkVariables(checks, "", args.environment, args.secrets);
  (args.environmentFiles ?? []).forEach((file, index) => {
    const expected = "use the ARN of a file in S3 whose name ends in .env";
    checks.matches(`environmentFiles[${index}]`, file, /^arn:[^:]+:s3:::[^/]+\/.+\.env$/, expected);
  });
  (args.kmsKeyArns ?? []).forEach((key, index) => {
    checks.arn(`kmsKeyArns[${index}]`, key, "kms", "a KMS key");
  });
}

function checkNetwork(checks: ArgumentChecks, args: ContainerServiceArgs): void {
  checks.integer("port", args.port, 1024, 65_535).oneOf("protocol", args.protocol, Object.values(ContainerProtocol));
  const needPort = {
    protocol: args.protocol,
    clients: args.clients,
    loadBalancer: args.loadBalancer,
    targetGroups: args.targetGroups,
    lattice: args.lattice,
    "serviceConnect.discoveryName": args.serviceConnect?.discoveryName,
    "registry.withPort": args.registry?.withPort,
  };
  for (const [argument, value] of Object.entries(needPort)) {
    if (value !== undefined && args.port === undefined)
      checks.fail(argument, "given", "give port with it: the container listens on none");
  }
  for (const [client, who] of Object.entries(args.clients ?? {})) checkIngress(checks, "clients", client, who);
  for (const [target, to] of Object.entries(args.egress)) checkEgress(checks, target, to);
  const out = Object.values(args.egress).some(({ port = HTTPS, toPort = port }) => port <= HTTPS && HTTPS <= toPort);
  checks.that(
    "egress",
    Object.keys(args.egress),
    out || !runsOnFargate(args),
    "let the tasks reach the image, the logs and the secrets by 443: on Fargate they can't start without",
  );
}

function checkCount(checks: ArgumentChecks, args: ContainerServiceArgs, shifts: boolean): void {
  const least = leastTasks(args);
  checks
    .that("desiredCount", args.desiredCount, args.scaling === undefined, "leave it out: scaling decides")
    .integer("desiredCount", args.desiredCount, least, 5000, "tasks: at least one a zone, or say singleTask")
    .that(
      "singleTask",
      args.singleTask,
      !args.singleTask || (args.desiredCount ?? 1) === 1,
      "leave it out: desiredCount asks for more",
    )
    .that("singleTask", args.singleTask, !args.singleTask || args.scaling === undefined, "leave it out, or scaling");
  checkScaling(checks, args.scaling, least, args.loadBalancer !== undefined, shifts);
  const queue = args.scaling?.queue;
  checks.that(
    "scaling.queue",
    queue && "given",
    !args.cluster.withoutContainerInsights,
    "give the cluster Container Insights: it counts the tasks",
  );
}

/** docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html: its agent writes to the root file system. */
function checkExecuteCommand(checks: ArgumentChecks, args: ContainerServiceArgs): void {
  if (!args.executeCommand) return;
  checks
    .that(
      "executeCommand",
      true,
      args.withoutReadOnlyRoot === true,
      "give withoutReadOnlyRoot with it: ECS Exec writes to the container's file system",
    )
    .that(
      "executeCommand",
      true,
      args.cluster.executeCommandKmsKeyArn !== undefined,
      "use a ContainerCluster: this cluster says no key for it",
    );
}
