import type { PolicyInfo } from "@pulumi/pulumi/proto/analyzer_pb";
import type { PolicyDescription } from "./config";
import { levelOf, severityOf } from "./levels";

/** A policy as its pack announces it. */
export function describe(policy: PolicyInfo) {
  const schema = policy.getConfigschema();
  return {
    name: policy.getName(),
    enforcementLevel: levelOf(policy.getEnforcementlevel()),
    severity: severityOf(policy.getSeverity()),
    // Absent in the messages of older versions of the SDK.
    tags: policy.getTagsList?.() ?? [],
    schema: schema && {
      properties: schema.getProperties()?.toJavaScript() ?? {},
      required: schema.getRequiredList(),
    },
  } satisfies PolicyDescription;
}
