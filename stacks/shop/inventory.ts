import type { SecurityGroup } from "@pulumi/aws/ec2";
import { BrokerEngine, BrokerProtocol, MessageBroker } from "../../infra/messaging";
import type { Environment } from "../environment";
import type { Network } from "./network";
import { allowTo, createTaskGroup } from "./tasks";

/** Port of AMQP over TLS, which both engines speak. */
const AMQPS = 5671;

/** Inventory, which talks to the warehouse's old system in the old system's way. */
export interface Inventory {
  readonly broker: MessageBroker;
  /** Where inventory's tasks will be. */
  readonly tasks: SecurityGroup;
}

export function createInventory(environment: Environment, network: Network): Inventory {
  const { engine, instanceType } = environment.broker;
  const tasks = createTaskGroup("inventory", network);
  const broker = new MessageBroker("warehouse", {
    engine,
    instanceType,
    placement: network.stores,
    minimumZones: engine === BrokerEngine.RabbitMq ? environment.minimumZones : 2,
    users: { inventory: {} },
    clients: { inventory: { securityGroupId: tasks.id, protocols: [BrokerProtocol.Amqp] } },
  });
  allowTo("inventory-tasks-warehouse", tasks, { securityGroupId: broker.securityGroupId, port: AMQPS });
  return { broker, tasks };
}
