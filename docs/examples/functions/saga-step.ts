/** What a saga calls each of its functions with, as far as this one reads it. */
interface StepInput {
  input: { orderId: string };
  step: string;
  idempotencyKey: string;
}

/** A step: does its work once for each key, and answers what later steps are told. */
export async function handler({ input, step, idempotencyKey }: StepInput): Promise<{ reference: string }> {
  console.log({ step, orderId: input.orderId });
  return { reference: idempotencyKey };
}
