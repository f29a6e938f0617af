import { apiDomainTls } from "../controls/apigateway/domain-tls";
import type { Control } from "../core";

/** Controls that hold every API and every client to HTTPS. */
export const httpsControls: readonly Control[] = [apiDomainTls];
