import { Logger } from "@aws-lambda-powertools/logger";

/**
 * Writes JSON lines. Service and level come from POWERTOOLS_SERVICE_NAME and POWERTOOLS_LOG_LEVEL. Code that handles a
 * request or a message writes with `log()` of `correlation.ts`, whose lines have its correlation id.
 */
export const logger = new Logger();
