import type { StockLine } from "./ledgers";

/** What an execution of the saga starts with. */
export interface SagaInput {
  readonly orderId: string;
  readonly customerId: string;
  readonly lines: readonly StockLine[];
  readonly totalCents: number;
  readonly currency: string;
  readonly paymentToken: string;
  readonly correlationId: string;
  readonly traceparent?: string;
}

export interface SagaStarter {
  /** Starts the saga of an order, or nothing where it was started before. */
  start(input: SagaInput): Promise<void>;
}
