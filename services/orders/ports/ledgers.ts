/**
 * What the saga's steps do, each under a key of its own. Every method may be called again with the same key and then
 * changes nothing more. What undoes a step also keeps it from happening later: a call that was given up on may still be
 * on its way.
 */

export interface StockLine {
  readonly sku: string;
  readonly quantity: number;
}

export const BusinessErrorName = {
  OutOfStock: "OutOfStock",
  PaymentDeclined: "PaymentDeclined",
  DeliveryUnavailable: "DeliveryUnavailable",
} as const;
export type BusinessErrorName = (typeof BusinessErrorName)[keyof typeof BusinessErrorName];

export function isBusinessErrorName(name: unknown): name is BusinessErrorName {
  return typeof name === "string" && Object.hasOwn(BusinessErrorName, name);
}

/**
 * A business refusal: to try again does not help, and a key that was refused once stays so. Its name is what the saga's
 * definition knows it by.
 */
export class BusinessError extends Error {
  constructor(
    override readonly name: BusinessErrorName,
    message: string,
  ) {
    super(message);
  }
}

/** The step was undone already: this call came too late, and has changed nothing. */
export class UndoneError extends Error {
  override name = "UndoneError";
}

export interface Stock {
  /**
   * Sets all lines aside, or none of them. Stock never gets below zero.
   * @throws BusinessError OutOfStock where there is less of one
   * @throws UndoneError where the reservation was released
   */
  reserve(key: string, lines: readonly StockLine[]): Promise<{ reservationId: string }>;
  /** Puts what was set aside back, once. */
  release(key: string): Promise<{ released: boolean }>;
}

export interface Charge {
  readonly orderId: string;
  readonly customerId: string;
  /** In hundredths of the currency. */
  readonly amountCents: number;
  readonly currency: string;
  readonly paymentToken: string;
}

export interface Payments {
  /**
   * Takes the money once.
   * @throws BusinessError PaymentDeclined
   * @throws UndoneError where it was refunded
   */
  charge(key: string, charge: Charge): Promise<{ paymentId: string }>;
  /** Gives the money back, once. */
  refund(key: string): Promise<{ refunded: boolean }>;
}

export interface Delivery {
  readonly orderId: string;
  readonly customerId: string;
  readonly lines: readonly StockLine[];
}

export interface Deliveries {
  /**
   * @throws BusinessError DeliveryUnavailable
   * @throws UndoneError where it was cancelled
   */
  arrange(key: string, delivery: Delivery): Promise<{ deliveryId: string }>;
  cancel(key: string): Promise<{ cancelled: boolean }>;
}

/** Why no payment provider takes it. Tokens that begin with `tok-declined` are declined, as test cards are. */
export function refusalOfCharge({ paymentToken, amountCents, currency }: Charge): BusinessError | undefined {
  if (!paymentToken.startsWith("tok-declined")) return undefined;
  return new BusinessError("PaymentDeclined", `${amountCents / 100} ${currency}: the payment method was declined`);
}

/** Pieces that one delivery takes. */
export const MAX_PIECES = 5000;

/** Why no carrier takes it: bulky goods, or more pieces than one delivery has. */
export function refusalOfDelivery({ lines }: Delivery): BusinessError | undefined {
  const bulky = lines.find(({ sku }) => sku.startsWith("BULKY-"));
  if (bulky) return new BusinessError("DeliveryUnavailable", `${bulky.sku}: no carrier takes bulky goods`);
  const pieces = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  if (pieces <= MAX_PIECES) return undefined;
  return new BusinessError("DeliveryUnavailable", `${pieces} pieces: a delivery takes ${MAX_PIECES}`);
}
