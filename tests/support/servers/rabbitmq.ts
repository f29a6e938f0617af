import { randomBytes } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import amqp from "amqplib";
import {
  type Disposable,
  freePorts,
  requireFile,
  ServerProcess,
  takesConnections,
  temporaryDirectory,
} from "./process";

export interface RabbitNode {
  readonly url: string;
  readonly process: ServerProcess;
}

/**
 * A real RabbitMQ cluster on loopback, as Amazon MQ's cluster deployment is one. Three nodes, for two of them are a majority:
 * the one node of a smaller cluster would not always lead its quorum queues again after a kill
 * (https://github.com/rabbitmq/rabbitmq-server/issues/10070).
 */
export interface RabbitCluster extends Disposable {
  readonly nodes: readonly RabbitNode[];
  /** Addresses of all nodes, separated by commas. */
  readonly urls: string;
}

/** @throws MissingServerError where RabbitMQ is not installed */
export async function startRabbit(size = 3): Promise<RabbitCluster> {
  const command = requireFile("/usr/lib/rabbitmq/bin/rabbitmq-server", "rabbitmq-server");
  const epmdCommand = requireFile("/usr/bin/epmd", "erlang-base");
  const [epmdPort = 0, ...ports] = await freePorts(1 + 2 * size);
  const directory = await temporaryDirectory("rabbitmq");
  const members = Array.from({ length: size }, (_, index) => ({
    name: `shop${index}-${ports[index]}@localhost`,
    port: ports[index] ?? 0,
    distributionPort: ports[size + index] ?? 0,
    home: join(directory.path, String(index)),
  }));
  const names = members.map(({ name }) => name);
  const cookie = randomBytes(16).toString("hex");
  // Erlang's own registry of names would stay behind as a daemon: this one ends with the nodes.
  const epmd = new ServerProcess(
    {
      name: "epmd",
      command: epmdCommand,
      args: ["-port", String(epmdPort), "-address", "127.0.0.1"],
      ready: () => takesConnections(epmdPort),
    },
    directory.path,
  );
  const nodes: RabbitNode[] = [];
  for (const member of members) {
    await mkdir(member.home);
    await writeFile(join(member.home, ".erlang.cookie"), cookie, { mode: 0o400 });
    await writeFile(join(member.home, "rabbitmq.conf"), configurationOf(names));
    await writeFile(join(member.home, "enabled_plugins"), "[].");
    nodes.push(nodeOf(member, command, epmdPort));
  }
  const dispose = async () => {
    // The data goes with them: nobody waits for a shut-down in order.
    await Promise.all(nodes.map((node) => node.process.kill()));
    await epmd.stop();
    await directory.remove();
  };
  try {
    await epmd.start();
    await Promise.all(nodes.map((node) => node.process.start()));
  } catch (error) {
    await dispose();
    throw error;
  }
  return { nodes, urls: nodes.map(({ url }) => url).join(","), dispose };
}

interface Member {
  readonly name: string;
  readonly port: number;
  readonly distributionPort: number;
  readonly home: string;
}

function nodeOf({ name, port, distributionPort, home }: Member, command: string, epmdPort: number): RabbitNode {
  const url = `amqp://guest:guest@127.0.0.1:${port}`;
  const environment = {
    HOME: home,
    ERL_EPMD_PORT: String(epmdPort),
    ERL_EPMD_ADDRESS: "127.0.0.1",
    RABBITMQ_NODENAME: name,
    RABBITMQ_NODE_IP_ADDRESS: "127.0.0.1",
    RABBITMQ_NODE_PORT: String(port),
    RABBITMQ_DIST_PORT: String(distributionPort),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: "-kernel inet_dist_use_interface {127,0,0,1}",
    RABBITMQ_CONFIG_FILE: join(home, "rabbitmq.conf"),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(home, "enabled_plugins"),
    RABBITMQ_MNESIA_BASE: join(home, "data"),
    RABBITMQ_LOG_BASE: join(home, "log"),
    RABBITMQ_PID_FILE: join(home, "pid"),
  };
  const ready = async () => {
    // A node that is about to listen may take a connection and never answer on it.
    const connection = await amqp.connect(url, { timeout: 1000 });
    await connection.close();
    return true;
  };
  return { url, process: new ServerProcess({ name: "rabbitmq", command, args: [], environment, ready }, home) };
}

function configurationOf(names: readonly string[]): string {
  return [
    "loopback_users = none",
    "log.console = true",
    "log.file = false",
    "cluster_formation.peer_discovery_backend = classic_config",
    ...names.map((name, index) => `cluster_formation.classic_config.nodes.${index + 1} = ${name}`),
    "",
  ].join("\n");
}
