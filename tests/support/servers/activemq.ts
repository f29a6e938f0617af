import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type Disposable,
  freePorts,
  requireFile,
  ServerProcess,
  takesConnections,
  temporaryDirectory,
} from "./process";

/** A real ActiveMQ broker that speaks STOMP. */
export interface ActiveMqBroker {
  readonly url: string;
  readonly process: ServerProcess;
}

/**
 * Two ActiveMQ brokers over one store: the first serves, the second waits for its lock, as the active/standby deployment of
 * Amazon MQ does.
 */
export interface ActiveMqPair extends Disposable {
  readonly active: ActiveMqBroker;
  /** Not started yet: `process.launch()` makes it wait for the store. */
  readonly standby: ActiveMqBroker;
}

/** @throws MissingServerError where ActiveMQ or Java is not installed */
export async function startActiveMq(): Promise<ActiveMqPair> {
  const java = requireFile("/usr/bin/java", "default-jre-headless");
  const jar = requireFile("/usr/share/activemq/bin/activemq.jar", "activemq");
  const directory = await temporaryDirectory("activemq");
  const [activePort = 0, standbyPort = 0] = await freePorts(2);
  const broker = (name: string, port: number) => brokerOf(name, port, directory.path, java, jar);
  const active = await broker("active", activePort);
  const standby = await broker("standby", standbyPort);
  const dispose = async () => {
    await Promise.all([active.process.stop(), standby.process.stop()]);
    await directory.remove();
  };
  try {
    await active.process.start();
  } catch (error) {
    await dispose();
    throw error;
  }
  return { active, standby, dispose };
}

async function brokerOf(
  name: string,
  port: number,
  shared: string,
  java: string,
  jar: string,
): Promise<ActiveMqBroker> {
  const base = join(shared, name);
  await mkdir(base, { recursive: true });
  const configuration = join(base, "activemq.xml");
  await writeFile(configuration, configurationOf(port, join(shared, "store")));
  const properties = {
    "activemq.home": "/usr/share/activemq",
    "activemq.base": base,
    "activemq.conf": base,
    "activemq.data": base,
    "java.io.tmpdir": base,
  };
  const process = new ServerProcess(
    {
      name,
      command: java,
      args: [
        "-Xms64m",
        "-Xmx192m",
        ...Object.entries(properties).map(([key, value]) => `-D${key}=${value}`),
        "-jar",
        jar,
        "start",
        `xbean:file:${configuration}`,
      ],
      ready: () => takesConnections(port),
    },
    base,
  );
  return { url: `stomp://127.0.0.1:${port}`, process };
}

function configurationOf(port: number, store: string): string {
  return `<beans xmlns="http://www.springframework.org/schema/beans"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="http://www.springframework.org/schema/beans http://www.springframework.org/schema/beans/spring-beans-2.0.xsd
  http://activemq.apache.org/schema/core http://activemq.apache.org/schema/core/activemq-core.xsd">
  <broker xmlns="http://activemq.apache.org/schema/core" brokerName="warehouse" useJmx="false" persistent="true"
    dataDirectory="${store}" schedulePeriodForDestinationPurge="0">
    <destinationPolicy><policyMap><policyEntries>
      <policyEntry queue=">"><deadLetterStrategy>
        <individualDeadLetterStrategy queuePrefix="DLQ." useQueueForQueueMessages="true"/>
      </deadLetterStrategy></policyEntry>
    </policyEntries></policyMap></destinationPolicy>
    <persistenceAdapter>
      <kahaDB directory="${store}/kahadb">
        <locker><shared-file-locker lockAcquireSleepInterval="200"/></locker>
      </kahaDB>
    </persistenceAdapter>
    <transportConnectors><transportConnector name="stomp" uri="stomp://127.0.0.1:${port}"/></transportConnectors>
  </broker>
</beans>
`;
}
