import { acceleratorWiring } from "../controls/wiring/accelerator";
import { alarmActionWiring } from "../controls/wiring/alarm-action";
import { apiIntegrationWiring, apiWiring } from "../controls/wiring/api-integration";
import { backupWiring, restoreTestWiring } from "../controls/wiring/backup";
import { bucketNotificationWiring } from "../controls/wiring/bucket-notification";
import { configurationDeliveryWiring } from "../controls/wiring/configuration-delivery";
import { databaseProxyWiring } from "../controls/wiring/database-proxy";
import { deadLetterWiring } from "../controls/wiring/dead-letter";
import { deliveryStreamWiring } from "../controls/wiring/delivery-stream";
import { distributionFunctionWiring } from "../controls/wiring/distribution-function";
import { distributionOriginWiring } from "../controls/wiring/distribution-origin";
import { environmentWiring } from "../controls/wiring/environment";
import { eventBusWiring } from "../controls/wiring/event-bus";
import { eventSourceWiring } from "../controls/wiring/event-source";
import { eventTargetWiring } from "../controls/wiring/event-target";
import { flowLogWiring } from "../controls/wiring/flow-log";
import { functionDeadLetterWiring, functionDestinationWiring } from "../controls/wiring/function-destination";
import { functionTelemetryWiring } from "../controls/wiring/function-telemetry";
import { logDeliveryWiring } from "../controls/wiring/log-delivery";
import { logGroupKeyWiring } from "../controls/wiring/log-group-key";
import { logSubscriptionWiring } from "../controls/wiring/log-subscription";
import { networkClientWiring } from "../controls/wiring/network-client";
import { pipeWiring } from "../controls/wiring/pipe";
import { privateLinkWiring } from "../controls/wiring/private-link";
import { apiAccountWiring, databaseMonitoringWiring, topicFeedbackWiring } from "../controls/wiring/roles-for-logs";
import { scheduleWiring } from "../controls/wiring/schedule";
import { securityGroupWiring } from "../controls/wiring/security-groups";
import { stateMachineWiring } from "../controls/wiring/state-machine";
import { taskWiring } from "../controls/wiring/task";
import { topicSubscriptionWiring } from "../controls/wiring/topic-subscription";
import { trailWiring } from "../controls/wiring/trail";
import { wayOutWiring } from "../controls/wiring/way-out";
import type { Control } from "../core";

/** Controls that hold what sends to what it needs to reach what receives: policies, keys, roles and ways of the network. */
export const wiringControls: readonly Control[] = [
  eventTargetWiring,
  eventBusWiring,
  topicSubscriptionWiring,
  topicFeedbackWiring,
  deadLetterWiring,
  eventSourceWiring,
  functionDestinationWiring,
  functionDeadLetterWiring,
  functionTelemetryWiring,
  environmentWiring,
  taskWiring,
  apiWiring,
  apiIntegrationWiring,
  apiAccountWiring,
  stateMachineWiring,
  scheduleWiring,
  pipeWiring,
  deliveryStreamWiring,
  distributionOriginWiring,
  distributionFunctionWiring,
  bucketNotificationWiring,
  alarmActionWiring,
  trailWiring,
  configurationDeliveryWiring,
  flowLogWiring,
  logSubscriptionWiring,
  logDeliveryWiring,
  logGroupKeyWiring,
  databaseMonitoringWiring,
  databaseProxyWiring,
  acceleratorWiring,
  backupWiring,
  restoreTestWiring,
  securityGroupWiring,
  privateLinkWiring,
  networkClientWiring,
  wayOutWiring,
];
