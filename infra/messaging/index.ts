export type { MessageSource } from "./access";
export {
  type BrokerClientArgs,
  BrokerDay,
  type BrokerMaintenanceArgs,
  type BrokerUserArgs,
  type MessageBrokerArgs,
} from "./broker-args";
export { BrokerEngine, BrokerProtocol } from "./broker-engines";
export type { EncryptionArgs } from "./customer-key";
export { EventBus } from "./event-bus";
export { type EventBusArgs, EventLogLevel } from "./event-bus-args";
export type { EventLogTargetArgs, EventRuleArgs, EventTargetArgs } from "./event-rule-args";
export type { EventSchemaArgs } from "./event-schemas";
export { MessageBroker } from "./message-broker";
export { MessageBus } from "./message-bus";
export { FilterScope, type MessageBusArgs, type MessageSubscriptionArgs } from "./message-bus-args";
export { Queue, type QueueArgs } from "./queue";
export type { DeadLetterAlarmArgs, FifoSettings, QueueSettings } from "./queue-settings";
