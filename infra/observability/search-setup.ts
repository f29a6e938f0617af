import * as pulumi from "@pulumi/pulumi";

/** A request to the domain's own REST API, which AWS's API has no call for. */
export interface SetupRequest {
  method: string;
  path: string;
  /** JSON text. */
  body: string;
}

/** What a domain has to be told from inside. */
export interface SetupInput {
  readonly indexName: string;
  readonly retentionDays: number;
  readonly writerRoleArn: pulumi.Input<string>;
  readonly topicArn: pulumi.Input<string>;
  readonly notifierRoleArn: pulumi.Input<string>;
  /** Roles that administer the domain, the master among them; undefined where the master is the only one. */
  readonly adminRoleArns: pulumi.Input<string>[] | undefined;
}

/** Roles of the domain that its master has: docs.aws.amazon.com/opensearch-service/latest/developerguide/fgac.html */
const ADMIN_ROLES = ["all_access", "security_manager"];

/**
 * Requests that the master role sends, signed by IAM: until Firehose's role is mapped, the domain refuses it, and documents
 * go to the bucket. Role, mapping, indices' life and audit: docs.opensearch.org/latest/security/access-control/api,
 * docs.opensearch.org/latest/im-plugin/ism/api; channel: docs.opensearch.org/latest/observing-your-data/notifications/api.
 */
export function setupRequests(input: SetupInput): pulumi.Output<SetupRequest[]> {
  const { indexName, retentionDays } = input;
  const arns = [input.writerRoleArn, input.topicArn, input.notifierRoleArn, ...(input.adminRoleArns ?? [])];
  return pulumi.all(arns).apply(([writer, topic, notifier, ...admins]) => [
    ...(admins.length === 0 ? [] : ADMIN_ROLES).map((role) =>
      request("PUT", `_plugins/_security/api/rolesmapping/${role}`, { backend_roles: admins }),
    ),
    request("PUT", "_plugins/_security/api/roles/log-writer", {
      cluster_permissions: ["cluster_monitor", "cluster_composite_ops"],
      index_permissions: [{ index_patterns: [`${indexName}*`], allowed_actions: ["crud", "create_index"] }],
    }),
    request("PUT", "_plugins/_security/api/rolesmapping/log-writer", { backend_roles: [writer] }),
    request("PUT", "_plugins/_security/api/audit/config", {
      enabled: true,
      audit: { enable_rest: true, enable_transport: false, log_request_body: false },
      compliance: { enabled: true },
    }),
    request("PUT", "_plugins/_ism/policies/log-retention", {
      policy: {
        description: `Deletes indices after ${retentionDays} days.`,
        default_state: "kept",
        states: [
          {
            name: "kept",
            actions: [],
            transitions: [{ state_name: "deleted", conditions: { min_index_age: `${retentionDays}d` } }],
          },
          { name: "deleted", actions: [{ delete: {} }], transitions: [] },
        ],
        ism_template: [{ index_patterns: [`${indexName}*`], priority: 100 }],
      },
    }),
    request("POST", "_plugins/_notifications/configs", {
      config_id: "alarms",
      config: {
        name: "alarms",
        description: "Topic that this domain's alarms go to.",
        config_type: "sns",
        is_enabled: true,
        sns: { topic_arn: topic, role_arn: notifier },
      },
    }),
  ]);
}

function request(method: string, path: string, body: object): SetupRequest {
  return { method, path, body: JSON.stringify(body) };
}
