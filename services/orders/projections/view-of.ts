import type { RecordedEvent } from "../../shared/journal";
import type { OrderView } from "../ports/view";
import { viewOfItem } from "../stores/order-item";
import { contentsOf } from "./contents";

/** The order as readers see it once all its events have arrived; undefined where its first event is missing. */
export function viewOf(events: readonly RecordedEvent[]): OrderView | undefined {
  let view: Record<string, unknown> = {};
  for (const event of [...events].sort((a, b) => a.sequence - b.sequence)) {
    const { status, latest, own } = contentsOf(event);
    view = { ...view, ...own, ...latest, status, version: event.sequence };
  }
  return viewOfItem(view);
}
