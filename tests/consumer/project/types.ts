// The types of the library, the pack and the test graph, as a consumer's compiler sees them.
import { type Control, control, registry } from "aws-microservices-platform/policies";
import { type PreflightOptions, preflight, type RunResult, UserError } from "aws-microservices-platform/preflight";
import { type GraphOptions, graph, type TestGraph } from "aws-microservices-platform/testing";

const options: PreflightOptions = { directory: ".", stack: "dev", mode: "unknowns" };
const run: Promise<RunResult> = preflight(options);
run.catch((error: unknown) => console.error(error instanceof UserError ? error.message : error));

const own: Control = control({
  id: "sqs-short-retention",
  title: "Queues keep messages for a day at least",
  severity: "low",
  why: "A consumer that is down over night loses messages.",
  fix: "Set messageRetentionSeconds to 86400 or more.",
  on: ["aws:sqs/queue:Queue"],
  check: (queue) => queue.number("messageRetentionSeconds").atLeast(86_400, { absent: "AWS then keeps four days" }),
});
export const ids: string[] = [...registry, own].map(({ id }) => id);

const testOptions: GraphOptions = { preview: true };
export const seen: Promise<TestGraph> = graph(() => undefined, testOptions);
