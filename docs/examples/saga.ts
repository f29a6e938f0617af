// A booking over three services. If a step fails for good, the steps before it are undone, the last one first.
import { join } from "node:path";
import { LambdaService } from "../../infra/compute";
import { Saga } from "../../infra/workflow";

const step = (name: string): LambdaService =>
  new LambdaService(name, { entry: join(__dirname, "functions/saga-step.ts") });

const booking = new Saga("trip-booking", {
  steps: [
    { name: "reserve-flight", action: step("reserve-flight"), compensation: step("cancel-flight") },
    { name: "reserve-hotel", action: step("reserve-hotel"), compensation: step("cancel-hotel") },
    {
      name: "take-payment",
      action: step("charge-card"),
      compensation: step("refund-card"),
      // An answer that was lost may mean that the money was taken: then it is given back.
      compensateWhenUncertain: true,
    },
    // The last step can have no compensation: nothing follows that could fail.
    { name: "send-tickets", action: step("send-tickets") },
  ],
  // How the business says no: not to be tried again.
  businessErrors: ["NoSeats", "NoRooms", "CardDeclined"],
});

// Whoever takes bookings may start it, by the booking's id as the execution's name.
const bookings = new LambdaService("bookings", {
  entry: join(__dirname, "functions/orders.ts"),
  environment: { SAGA_ARN: booking.arn },
});
booking.grantStart(bookings, "bookings");

// What could not be undone: people look at it.
export const failureQueueUrl = booking.failureQueue.url;
