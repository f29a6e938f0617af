import type { EnforcementLevel, Severity } from "../model";
import type { PolicyConfigs } from "./config";
import { levelOf, severityOf } from "./levels";
import { FieldReader } from "./protobuf";
import { readStruct, sharingEntries } from "./struct-reader";

/** A pack as it announces itself. */
export interface Announced {
  name: string;
  version: string;
  supportsConfig: boolean;
  /** What the pack was constructed with. */
  initialConfig: PolicyConfigs;
  policies: AnnouncedPolicy[];
}

/** A policy as its pack announces it. */
export interface AnnouncedPolicy {
  name: string;
  displayName: string;
  description: string;
  kind: "resource" | "stack" | "unknown";
  enforcementLevel: EnforcementLevel;
  severity: Severity;
  tags: string[];
  remediationSteps: string;
  url: string;
  schema?: { properties: Record<string, unknown>; required: string[] };
}

/**
 * Reads an `AnalyzerInfo`. What older versions of the SDK do not send is empty.
 * @throws RangeError where the bytes are none
 */
export function announcedIn(info: Buffer): Announced {
  const announced: Announced = { name: "", version: "", supportsConfig: false, initialConfig: {}, policies: [] };
  const field = new FieldReader(info);
  // Some settings are the same, word for word, for every policy of a pack.
  const settingIn = sharingEntries();
  while (field.next()) {
    switch (field.number) {
      case 1:
        announced.name = field.text();
        break;
      case 3:
        announced.policies.push(policyIn(field.nested(), settingIn));
        break;
      case 4:
        announced.version = field.text();
        break;
      case 5:
        announced.supportsConfig = field.value !== 0;
        break;
      case 6: {
        const [name, config] = configIn(field.nested());
        announced.initialConfig[name] = config;
        break;
      }
    }
  }
  return announced;
}

function policyIn(field: FieldReader, settingIn: ReturnType<typeof sharingEntries>): AnnouncedPolicy {
  const policy: AnnouncedPolicy = {
    name: "",
    displayName: "",
    description: "",
    kind: "unknown",
    enforcementLevel: levelOf(0),
    severity: severityOf(0),
    tags: [],
    remediationSteps: "",
    url: "",
  };
  while (field.next()) {
    switch (field.number) {
      case 1:
        policy.name = field.text();
        break;
      case 2:
        policy.displayName = field.text();
        break;
      case 3:
        policy.description = field.text();
        break;
      case 5:
        policy.enforcementLevel = levelOf(field.value);
        break;
      case 6:
        policy.schema = schemaIn(field.nested(), settingIn);
        break;
      case 7:
        policy.kind = field.value === 1 ? "resource" : field.value === 2 ? "stack" : "unknown";
        break;
      case 8:
        policy.severity = severityOf(field.value);
        break;
      case 10:
        policy.tags.push(field.text());
        break;
      case 11:
        policy.remediationSteps = field.text();
        break;
      case 12:
        policy.url = field.text();
        break;
    }
  }
  return policy;
}

function schemaIn(
  field: FieldReader,
  settingIn: ReturnType<typeof sharingEntries>,
): NonNullable<AnnouncedPolicy["schema"]> {
  const schema: NonNullable<AnnouncedPolicy["schema"]> = { properties: {}, required: [] };
  while (field.next()) {
    if (field.number === 1) schema.properties = readStruct(field.nested(), settingIn);
    else if (field.number === 2) schema.required.push(field.text());
  }
  return schema;
}

/** An entry of the map of configurations. */
function configIn(entry: FieldReader): [name: string, config: PolicyConfigs[string]] {
  let name = "";
  const config: PolicyConfigs[string] = { enforcementLevel: levelOf(0), properties: {} };
  while (entry.next()) {
    if (entry.number === 1) name = entry.text();
    else if (entry.number === 2) {
      const field = entry.nested();
      while (field.next()) {
        if (field.number === 1) config.enforcementLevel = levelOf(field.value);
        else if (field.number === 2) config.properties = readStruct(field.nested());
      }
    }
  }
  return [name, config];
}
