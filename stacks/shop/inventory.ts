import { ContainerService } from "../../infra/compute";
import { BrokerEngine, BrokerProtocol, MessageBroker } from "../../infra/messaging";
import type { Environment } from "../environment";
import type { Containers } from "./containers";
import type { Fulfilment } from "./fulfilment";
import type { Network } from "./network";
import { allowTo, createTaskGroup } from "./tasks";

/** Port of AMQP over TLS, which both engines speak. */
const AMQPS = 5671;
const HEALTH_PORT = 8080;

/** Inventory, which talks to the warehouse's old system in the old system's way. */
export interface Inventory {
  readonly broker: MessageBroker;
  /** Undefined where the environment has no containers. */
  readonly service: ContainerService | undefined;
}

export function createInventory(
  environment: Environment,
  network: Network,
  { inventory }: Fulfilment,
  containers: Containers | undefined,
): Inventory {
  const { engine, instanceType } = environment.broker;
  const broker = new MessageBroker("warehouse", {
    engine,
    instanceType,
    placement: network.stores,
    minimumZones: engine === BrokerEngine.RabbitMq ? environment.minimumZones : 2,
    users: { inventory: {} },
  });
  if (!containers) {
    const tasks = createTaskGroup("inventory", network);
    broker.allowFrom("inventory", tasks.id, [BrokerProtocol.Amqp]);
    allowTo("inventory-tasks-warehouse", tasks, { securityGroupId: broker.securityGroupId, port: AMQPS });
    return { broker, service: undefined };
  }
  const args = containers.argsOf("inventory", HEALTH_PORT);
  const service = new ContainerService("inventory", {
    ...args,
    scaling: containers.scaling,
    // It is not well before it has its broker, and would be killed while it waits for it.
    healthCheck: undefined,
    environment: {
      ...args.environment,
      BROKER_URLS: broker.amqpEndpoints.apply((urls) => urls.join(",")),
      BROKER_SECRET_ARN: broker.userSecretArns.inventory ?? "",
      INVENTORY_TABLE: inventory.tableName,
      HEALTH_PORT: String(HEALTH_PORT),
    },
  });
  broker.grantReadCredentials("inventory", service, "inventory");
  broker.allowFrom("inventory", service.securityGroupId, [BrokerProtocol.Amqp]);
  service.allowTo("warehouse", { securityGroupId: broker.securityGroupId, port: AMQPS });
  inventory.grantReadWrite(service, "inventory");
  containers.grantTelemetry(service);
  return { broker, service };
}
