import { ImageRepository } from "../../infra/compute";
import type { Environment } from "../environment";
import { type Catalog, createCatalog } from "./catalog";
import { createEvents, type Events } from "./events";
import { createFoundation, type Foundation } from "./foundation";
import { createInventory, type Inventory } from "./inventory";
import { createNetwork, type Network } from "./network";
import { createOrders, type Orders } from "./orders";
import { createPayments, type Payments } from "./payments";

/** The reference system: what of it an environment has. */
export interface Shop {
  readonly foundation: Foundation | undefined;
  readonly network: Network;
  readonly images: ImageRepository;
  readonly events: Events;
  readonly payments: Payments;
  readonly orders: Orders;
  readonly catalog: Catalog;
  readonly inventory: Inventory;
}

export function createShop(environment: Environment): Shop {
  const foundation = environment.foundation ? createFoundation(environment) : undefined;
  const network = createNetwork(environment);
  const images = new ImageRepository("shop-images", { deleteImagesOnDestroy: environment.disposable });
  const events = createEvents(environment);
  const payments = createPayments(environment, network);
  const orders = createOrders(environment, events, foundation?.apiGateway.cloudwatchRoleArn);
  const catalog = createCatalog(environment, network);
  const inventory = createInventory(environment, network);
  return { foundation, network, images, events, payments, orders, catalog, inventory };
}
