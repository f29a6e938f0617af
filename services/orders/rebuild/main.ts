import { parseArgs } from "node:util";
import { requiredEnvironment } from "../../shared/environment";
import { Rebuild, RebuildState } from "./rebuild";
import { orderAt } from "./state-at";
import { momentOf, rebuildPorts, s3Archive } from "./wiring";

const USAGE = `Builds the view of orders anew from the archive, with no downtime for its readers.

usage: node rebuild.js [--at MOMENT] [--promote] [--abandon] [--order ID] [--bucket NAME] [--table NAME]

  --at MOMENT   the state of a moment, ISO 8601; without it the state of now, with live events added
  --promote     have readers use it once it is complete; without it, it is only built
  --abandon     give the rebuild of this moment up
  --order ID    print one order as it was, and build nothing
  --bucket      the archive; ARCHIVE_BUCKET without it
  --table       the view; ORDERS_VIEW_TABLE without it

A rebuild that was stopped goes on where it was. Ends with 0 where it is done, 2 where something is lacking, 1 where it failed.`;

function given() {
  return parseArgs({
    options: {
      at: { type: "string" },
      promote: { type: "boolean", default: false },
      abandon: { type: "boolean", default: false },
      order: { type: "string" },
      bucket: { type: "string" },
      table: { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  }).values;
}

async function main(): Promise<number> {
  const values = given();
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const at = values.at === undefined ? undefined : momentOf(values.at);
  const bucket = values.bucket ?? requiredEnvironment("ARCHIVE_BUCKET");
  if (values.order !== undefined) {
    const order = await orderAt(s3Archive(bucket), values.order, at ?? new Date().toISOString());
    console.log(order ? JSON.stringify(order, undefined, 2) : `there was no order ${values.order}`);
    return order ? 0 : 2;
  }
  const rebuild = new Rebuild(rebuildPorts(bucket, values.table ?? requiredEnvironment("ORDERS_VIEW_TABLE")));
  if (values.abandon) {
    const given = await rebuild.abandon(at);
    console.log(given ? `generation ${given.generation} is given up` : "there is no such rebuild under way");
    return given ? 0 : 2;
  }
  let stopped = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      stopped = true;
    });
  }
  const { state, generation, objects, events, unreadable, lacking } = await rebuild.run({
    at,
    promote: values.promote,
    stop: () => stopped,
    onProgress: (progress) => {
      if (progress.objects % 100 === 0) console.error(`${progress.objects} objects, ${progress.events} events`);
    },
  });
  console.log(JSON.stringify({ state, generation, objects, events, unreadable, lacking }));
  return state === RebuildState.Ready || state === RebuildState.Promoted ? 0 : 2;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
