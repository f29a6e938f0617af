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
}

/**
 * Requests that the master role sends once, signed by IAM: until the first two are there, the domain refuses Firehose, and
 * documents go to the bucket. Role, mapping, indices' life and audit: docs.opensearch.org/latest/security/access-control/api,
 * docs.opensearch.org/latest/im-plugin/ism/api; channel: docs.opensearch.org/latest/observing-your-data/notifications/api.
 */
export function setupRequests(input: SetupInput): pulumi.Output<SetupRequest[]> {
  const { indexName, retentionDays } = input;
  return pulumi.all([input.writerRoleArn, input.topicArn, input.notifierRoleArn]).apply(([writer, topic, notifier]) => [
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
