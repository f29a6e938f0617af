import type { KinesisStreamBatchResponse, KinesisStreamEvent } from "aws-lambda";
import { carrier, correlationId } from "../../shared/correlation";
import { handleEvents } from "../../shared/stream-batch";
import { orderEventOf, orderSchemas } from "../domain/events";
import type { SagaStarter } from "../ports/saga";

/** Starts the saga of each order whose payment is requested; other events are none of its business. */
export function startSagas(batch: KinesisStreamEvent, saga: SagaStarter): Promise<KinesisStreamBatchResponse> {
  return handleEvents(batch, orderSchemas, async (recorded) => {
    const event = orderEventOf(recorded);
    if (event.type !== "OrderPaymentRequested") return;
    const { customerId, lines, totalCents, currency, paymentToken } = event.data;
    const { traceparent } = carrier();
    await saga.start({
      orderId: recorded.aggregateId,
      customerId,
      lines: lines.map(({ sku, quantity }) => ({ sku, quantity })),
      totalCents,
      currency,
      paymentToken,
      correlationId: correlationId(),
      ...(traceparent !== undefined && { traceparent }),
    });
  });
}
