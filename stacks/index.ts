import { ownConfiguration } from "./configuration";
import { readEnvironment } from "./environment";
import { createShop } from "./shop";

const environment = readEnvironment(ownConfiguration());
const shop = createShop(environment);
const { foundation, network, images, alerts, events, payments, orders, customers, web, compliance } = shop;
const { catalog, inventory, surroundings } = shop;

/** Base URL of the orders API. */
export const ordersUrl = orders.api.url;
/** The orders API for clients, as an OpenAPI document. */
export const ordersDocument = orders.api.exportDocument();
/** Base URL of the customers API, by which shoppers keep their profiles. */
export const customersUrl = customers.api.url;
/** The customers API for clients, as an OpenAPI document. */
export const customersDocument = customers.api.exportDocument();
/** User pool whose tokens the APIs take. */
export const shopperPoolId = surroundings.shoppers.id;

/** The page that shoppers order on, and where a pipeline deploys its files; empty where the environment has no `web`. */
export const page = web
  ? {
      url: web.app.url,
      bucketName: web.app.bucketName,
      distributionId: web.app.distributionId,
      deployRoleArn: web.app.deployRoleArn,
    }
  : {};

/** Where what happens to orders is: the journal, the stream, and the archive that the read model is rebuilt from. */
export const ordersJournalTable = orders.store.journal.tableName;
export const ordersStreamArn = orders.store.streamArn;
export const ordersArchiveBucket = orders.store.archiveBucket.name;
/** Function that makes the read model anew, called with {"at": "2026-05-31T12:00:00Z", "promote": true}. */
export const ordersRebuildFunction = orders.projections.rebuild.functionName;
/** State machine of an order's fulfilment, and the queue of what it could not undo. */
export const fulfilmentArn = orders.fulfilment.saga.arn;
export const fulfilmentFailureQueueUrl = orders.fulfilment.saga.failureQueue.url;

/** Topic of alarms: who is to know subscribes. */
export const alertsTopicArn = alerts.topicArn;
/** Rule whose violations are put right. */
export const apiRuleName = compliance.rule.ruleName;

/** Bus of the shop's events. */
export const eventBusArn = events.bus.busArn;
export const eventBusName = events.bus.busName;
/** Topic of messages to people. */
export const notificationsTopicArn = events.notifications.topicArn;

/** What a consumer of another network or account makes its endpoint to the payments service with. */
export const paymentsEndpointServiceName = payments.service.serviceName;
/** Name of the payments service within the platform's network. */
export const paymentsDnsName = payments.connection.dnsName;
/** Where the payments service's tasks are registered. */
export const paymentsTargetGroupArn = payments.service.targetGroupArn;

/** Host and port of the catalog's cache, and the users that IAM roles come in as. */
export const catalogCacheEndpoint = catalog.cache.endpoint;
export const catalogCachePort = catalog.cache.port;
export const catalogCacheUsers = catalog.cache.userNames;

/** What the catalog's schema is brought up to date with, as services/catalog/README.md says; empty without containers. */
export const catalogMigration = catalog.service
  ? {
      databaseArn: catalog.service.database.arn,
      secretArn: catalog.service.database.secretArn,
      cluster: catalog.service.service.clusterName,
      taskDefinition: catalog.service.service.taskDefinitionArn,
      taskRoleArn: catalog.migration?.arn,
      subnets: network.services.subnetIds,
      securityGroup: catalog.service.securityGroupId,
    }
  : {};

/** Addresses of the broker that inventory talks to the warehouse over, and the secrets that its users are in. */
export const warehouseBrokerEndpoints = inventory.broker.amqpEndpoints;
export const warehouseBrokerSecretArns = inventory.broker.userSecretArns;

/** The platform's network. */
export const vpcId = network.vpc.vpcId;
export const privateSubnetIds = network.vpc.privateSubnetIds;

/** Address that images are pushed to and pulled from. */
export const imageRepositoryUrl = images.url;

/** The account's trails by name, their bucket and key; empty where another stack is the account's foundation. */
export const audit = foundation?.own
  ? {
      trailArns: foundation.own.trail.trailArns,
      bucketName: foundation.own.trail.bucketName,
      keyArn: foundation.own.trail.keyArn,
      topicArn: foundation.own.trail.topicArn,
    }
  : {};
