import type { Context } from "aws-lambda";
import * as v from "valibot";
import { requiredEnvironment } from "../../shared/environment";
import { logger } from "../../shared/logger";
import { lazy } from "../../shared/values";
import { Rebuild, type RebuildReport } from "./rebuild";
import { momentOf, rebuildPorts } from "./wiring";

const request = v.object({ at: v.optional(v.string()), promote: v.optional(v.boolean(), false) });

/** Time left to the function at which it stops, in milliseconds. */
const MARGIN_MS = 30_000;

const ports = lazy(() => rebuildPorts(requiredEnvironment("ARCHIVE_BUCKET"), requiredEnvironment("ORDERS_VIEW_TABLE")));

/**
 * Lambda that goes on with a rebuild as long as it may run, called with `{at?, promote?}`. While it answers with the
 * state `reading`, `incomplete` or `retiring`, it is to be called again.
 */
export async function handler(event: unknown, context: Context): Promise<RebuildReport> {
  const { at, promote } = v.parse(request, event ?? {});
  const report = await new Rebuild(ports()).run({
    at: at === undefined ? undefined : momentOf(at),
    promote,
    stop: () => context.getRemainingTimeInMillis() < MARGIN_MS,
  });
  logger.info("rebuild", { report });
  return report;
}
