import { logger } from "../../../services/shared/logger";
import { metrics } from "../../../services/shared/metrics";

/** Keeps logs and metrics of the code under test out of the test's output, while the tests around run. */
export function quiet(): void {
  const level = logger.getLevelName();
  before(() => logger.setLogLevel("SILENT"));
  afterEach(() => metrics.clearMetrics());
  after(() => logger.setLogLevel(level));
}
