/** Where an order stands, in the API's words. */
export const Status = {
  Placed: "placed",
  Paying: "paying",
  Confirmed: "confirmed",
  Rejected: "rejected",
  Cancelled: "cancelled",
} as const;

/** How far a step of an order's way is. */
export type StepState = "done" | "current" | "ahead" | "failed";

/** A step of an order's way. */
export interface Step {
  readonly title: string;
  readonly state: StepState;
}

/** The way of an order: placed, payment requested, and its end. */
export function wayOf(status: string): Step[] {
  switch (status) {
    case Status.Placed:
      return way("current", "ahead", "Confirmed", "ahead");
    case Status.Paying:
      return way("done", "current", "Confirmed", "ahead");
    case Status.Rejected:
      return way("done", "done", "Rejected", "failed");
    case Status.Cancelled:
      return [
        { title: "Placed", state: "done" },
        { title: "Cancelled", state: "failed" },
      ];
    default:
      return way("done", "done", "Confirmed", "done");
  }
}

function way(placed: StepState, requested: StepState, end: string, state: StepState): Step[] {
  return [
    { title: "Placed", state: placed },
    { title: "Payment requested", state: requested },
    { title: end, state },
  ];
}

/** Nothing changes any more. */
export function isOver(status: string): boolean {
  return status === Status.Confirmed || status === Status.Rejected || status === Status.Cancelled;
}

/** What has become of an order, as a sentence. */
export function sentenceOf(status: string): string {
  switch (status) {
    case Status.Placed:
      return "Your order is placed. It is sent once it is paid.";
    case Status.Paying:
      return "Payment is requested. Stock, payment and delivery are being arranged.";
    case Status.Confirmed:
      return "Your order is confirmed and on its way.";
    case Status.Rejected:
      return "Your order could not be carried out. You pay nothing.";
    case Status.Cancelled:
      return "Your order is cancelled.";
    default:
      return `Your order is ${status}.`;
  }
}

/** A reason as people write it: `OutOfStock` is "Out of stock". Whole sentences stay as they are. */
export function wordsOf(reason: string): string {
  if (!/^[A-Z][A-Za-z]+$/.test(reason)) return reason;
  const [first = "", ...rest] = reason.match(/[A-Z][a-z]*/g) ?? [];
  return [first, ...rest.map((word) => word.toLowerCase())].join(" ");
}
