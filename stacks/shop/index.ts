import { ImageRepository } from "../../infra/compute";
import { AlertSource, AlertTopic } from "../../infra/observability";
import type { RecoveryPlan } from "../../infra/recovery";
import type { Environment } from "../environment";
import { type ApiSurroundings, createApiSurroundings } from "./api";
import { type Catalog, createCatalog } from "./catalog";
import { type Compliance, createCompliance } from "./compliance";
import { type Containers, createContainers } from "./containers";
import { type Customers, createCustomers } from "./customers";
import { createEvents, type Events } from "./events";
import { type AccountFoundation, foundationOf } from "./foundation";
import { createInventory, type Inventory } from "./inventory";
import { createLogs, type Logs } from "./logs";
import { createMonitoring } from "./monitoring";
import { createNetwork, type Network } from "./network";
import { createNotifications, type Notifications } from "./notifications";
import { createOptions, type Options } from "./options";
import { createOrders, type Orders } from "./orders";
import { createPayments, type Payments } from "./payments";
import { createRecovery } from "./recovery";
import { createWeb, type Web } from "./web";

/** The reference system: what of it an environment has. */
export interface Shop {
  readonly foundation: AccountFoundation | undefined;
  readonly network: Network;
  readonly images: ImageRepository;
  /** Where alarms and alerts go: who is to know subscribes. */
  readonly alerts: AlertTopic;
  readonly events: Events;
  readonly payments: Payments;
  readonly surroundings: ApiSurroundings;
  readonly orders: Orders;
  readonly web: Web | undefined;
  readonly customers: Customers;
  readonly notifications: Notifications;
  readonly compliance: Compliance;
  readonly containers: Containers | undefined;
  readonly catalog: Catalog;
  readonly inventory: Inventory;
  readonly logs: Logs;
  readonly recovery: RecoveryPlan | undefined;
  readonly options: Options;
}

export function createShop(environment: Environment): Shop {
  const foundation = foundationOf(environment);
  const network = createNetwork(environment);
  const images = new ImageRepository("shop-images", { deleteImagesOnDestroy: environment.disposable });
  const alerts = new AlertTopic("alerts", { sources: Object.values(AlertSource) });
  const events = createEvents(environment, alerts);
  const payments = createPayments(environment, network);
  const surroundings = createApiSurroundings(environment, foundation?.apiGatewayRoleArn);
  const orders = createOrders(environment, network, events, alerts, surroundings);
  const customers = createCustomers(environment, alerts, surroundings);
  const web = createWeb(environment, surroundings.shoppers, { orders, customers });
  const notifications = createNotifications(environment, events, customers, alerts);
  const compliance = createCompliance(environment, [orders.api, customers.api], alerts, foundation?.recorder);
  const containers = createContainers(environment, network, images, alerts);
  const catalog = createCatalog(environment, network, events, containers);
  const inventory = createInventory(environment, network, orders.fulfilment, containers);
  createMonitoring(environment, { orders, customers, notifications, catalog, inventory }, alerts, foundation);
  return {
    foundation,
    network,
    images,
    alerts,
    events,
    payments,
    surroundings,
    orders,
    web,
    customers,
    notifications,
    compliance,
    containers,
    catalog,
    inventory,
    logs: createLogs(environment, network, { orders, customers }, alerts),
    recovery: createRecovery(environment, { orders, customers, catalog }, alerts),
    options: createOptions(environment, network, containers, alerts),
  };
}
