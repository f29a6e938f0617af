import type { Read } from "../config-fields";
import { audit, type Configuration, checkAudit, type Location, readConfiguration } from "../configuration";

const fields = { audit };

/** What differs from one account's foundation to another's. */
export interface FoundationSettings extends Read<typeof fields>, Location {}

/** @throws pulumi.RunError that lists everything that is wrong, missing or unknown */
export function readFoundationSettings(configuration: Configuration): FoundationSettings {
  return readConfiguration(fields, configuration, (values, of, problems) => checkAudit(values.audit, of, problems));
}
