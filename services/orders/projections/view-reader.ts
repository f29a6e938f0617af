import type { KinesisStreamBatchResponse, KinesisStreamEvent } from "aws-lambda";
import { type Generations, written } from "../../shared/generations";
import { MetricUnit, metrics } from "../../shared/metrics";
import { handleEvents } from "../../shared/stream-batch";
import { orderSchemas } from "../domain/events";
import type { OrderViews } from "../ports/view";

/** Keeps the view up to date: the generation that readers use, and the one that is being built. */
export async function project(
  batch: KinesisStreamEvent,
  views: Pick<OrderViews, "apply">,
  generations: Pick<Generations, "pointer">,
): Promise<KinesisStreamBatchResponse> {
  // Anew for each batch: from the moment that a generation is being built, every batch that begins writes to it.
  const pointer = await generations.pointer();
  let lag = 0;
  const answer = await handleEvents(batch, orderSchemas, async (event) => {
    for (const generation of written(pointer)) await views.apply(generation, event);
    lag = Math.max(lag, Date.now() - Date.parse(event.occurredAt));
  });
  metrics.addMetric("ViewLag", MetricUnit.Milliseconds, lag);
  return answer;
}
