import { DaxDocument } from "@amazon-dax-sdk/lib-dax";
import type { AcceleratorClient, Credentials } from "./accelerator";

/**
 * Connects to a cluster of DynamoDB Accelerator. `npm run build` makes a file of this, services/dist/accelerator-client.js,
 * that functions have beside their bundle: AWS's client parses DynamoDB's expressions itself, which makes it twice as
 * large as the functions that use it.
 * @param url the cluster's, `daxs://…`
 */
export function connect(url: string, credentials: Credentials): AcceleratorClient {
  return new DaxDocument({
    endpoint: url,
    credentials,
    // Another node is asked once where a connection is broken, as those of a function are that was frozen for long.
    maxRetries: 1,
    // Nobody waits longer, so that what is under way then should end too.
    connectTimeout: 1000,
    requestTimeout: 1000,
    maxRetryDelay: 1000,
  });
}
