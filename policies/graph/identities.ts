import type { PolicyResource } from "@pulumi/policy";
import { isUnknown, readOwn } from "../core/unknown";

/** Properties that other resources name a resource by. */
export const identifyingProperties = [
  "id",
  "arn",
  "name",
  "url",
  "bucket",
  "keyId",
  "executionArn",
  "invokeArn",
  "qualifiedArn",
  "streamArn",
  "domainName",
  "dnsName",
  "clusterIdentifier",
  "identifier",
  "allocationId",
  "serviceName",
];

/** Resources of one type by the ids, ARNs and names that are known of them. */
export class Identities {
  private readonly byValue = new Map<string, Set<PolicyResource>>();

  constructor(resources: readonly PolicyResource[]) {
    for (const resource of resources) {
      for (const property of identifyingProperties) {
        const value = readOwn(resource.props, property);
        if (typeof value === "string" && value !== "" && !isUnknown(value)) {
          this.add(value, resource);
        }
      }
    }
  }

  /** Resources that `value` names; a log group's ARN is often given with `:*`, which names its streams. */
  find(value: string): Iterable<PolicyResource> {
    return this.byValue.get(value) ?? this.byValue.get(value.replace(/:\*$/, "")) ?? [];
  }

  private add(value: string, resource: PolicyResource): void {
    const known = this.byValue.get(value);
    if (known) {
      known.add(resource);
    } else {
      this.byValue.set(value, new Set([resource]));
    }
  }
}
