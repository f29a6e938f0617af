import { ImageRepository } from "../../infra/compute";
import { AlertSource, AlertTopic } from "../../infra/observability";
import type { Environment } from "../environment";
import { type Catalog, createCatalog } from "./catalog";
import { type Compliance, createCompliance } from "./compliance";
import { type Customers, createCustomers } from "./customers";
import { createEvents, type Events } from "./events";
import { type AccountFoundation, foundationOf } from "./foundation";
import { createInventory, type Inventory } from "./inventory";
import { createMonitoring } from "./monitoring";
import { createNetwork, type Network } from "./network";
import { createNotifications, type Notifications } from "./notifications";
import { createOrders, type Orders } from "./orders";
import { createPayments, type Payments } from "./payments";
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
  readonly orders: Orders;
  readonly web: Web | undefined;
  readonly customers: Customers;
  readonly notifications: Notifications;
  readonly compliance: Compliance;
  readonly catalog: Catalog;
  readonly inventory: Inventory;
}

export function createShop(environment: Environment): Shop {
  const foundation = foundationOf(environment);
  const network = createNetwork(environment);
  const images = new ImageRepository("shop-images", { deleteImagesOnDestroy: environment.disposable });
  const alerts = new AlertTopic("alerts", { sources: Object.values(AlertSource) });
  const events = createEvents(environment);
  const payments = createPayments(environment, network);
  const orders = createOrders(environment, events, alerts, foundation?.apiGatewayRoleArn);
  const web = createWeb(environment, orders);
  const customers = createCustomers(environment, alerts);
  const notifications = createNotifications(environment, events, customers);
  const compliance = createCompliance(environment, orders, alerts, foundation?.recorder);
  createMonitoring(environment, { orders, customers, notifications }, alerts, foundation);
  const catalog = createCatalog(environment, network);
  const inventory = createInventory(environment, network);
  return {
    foundation,
    network,
    images,
    alerts,
    events,
    payments,
    orders,
    web,
    customers,
    notifications,
    compliance,
    catalog,
    inventory,
  };
}
