import type { Customers } from "./customers";
import type { Orders } from "./orders";
import type { Session } from "./session";

/** What views work with. */
export interface Shop {
  readonly session: Session;
  readonly orders: Orders;
  readonly customers: Customers;
  /** Goes to a path of the app. */
  go(path: string): void;
}

/** A page of the app. */
export interface View {
  readonly title: string;
  readonly contents: readonly Node[];
}

/** Makes a page. @param gone aborted when another page is shown */
export type MakeView = (shop: Shop, gone: AbortSignal) => View;
