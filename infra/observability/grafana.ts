import { RoleAssociation, Workspace, WorkspaceSamlConfiguration } from "@pulumi/aws/grafana";
import { Role, RolePolicy } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "../core";
import { type GrafanaArgs, GrafanaAuthentication } from "./grafana-args";
import type { MadeFor } from "./made-for";

/** A Grafana workspace and the role that it queries as. */
export interface Grafana {
  readonly workspace: Workspace;
  readonly role: Role;
}

/** What querying a workspace takes: docs.aws.amazon.com/prometheus/latest/userguide/AMP-onboard-query-standalone-grafana.html */
export const QUERY_ACTIONS = ["aps:QueryMetrics", "aps:GetLabels", "aps:GetSeries", "aps:GetMetricMetadata"];

/** Makes a Grafana workspace that may query one workspace of Prometheus and nothing else. */
export function createGrafana(
  of: MadeFor,
  args: GrafanaArgs,
  workspaceArn: pulumi.Output<string>,
  keyArn: pulumi.Input<string>,
): Grafana {
  const authentication = args.authentication ?? GrafanaAuthentication.IdentityCenter;
  const role = createRole(of, workspaceArn);
  const workspace = new Workspace(
    `${of.name}-grafana`,
    {
      name: of.physicalName,
      description: `Dashboards over the metrics of ${of.physicalName}.`,
      accountAccessType: "CURRENT_ACCOUNT",
      // The role is this component's, with what it needs; AWS's own would see every workspace of the account.
      permissionType: "CUSTOMER_MANAGED",
      roleArn: role.arn,
      authenticationProviders: [authentication],
      dataSources: ["PROMETHEUS"],
      grafanaVersion: args.version,
      kmsKeyId: keyArn,
      configuration: JSON.stringify({ plugins: { pluginAdminEnabled: true }, unifiedAlerting: { enabled: true } }),
      vpcConfiguration: args.network,
      ...(args.allowedPrefixListIds && {
        networkAccessControl: { prefixListIds: args.allowedPrefixListIds, vpceIds: [] },
      }),
      tags: of.tags(`${of.name}-grafana`),
    },
    of.child(),
  );
  if (args.saml) {
    new WorkspaceSamlConfiguration(
      `${of.name}-grafana-saml`,
      {
        workspaceId: workspace.id,
        idpMetadataUrl: args.saml.metadataUrl,
        idpMetadataXml: args.saml.metadataXml,
        roleAssertion: args.saml.roleAttribute,
        adminRoleValues: args.saml.adminRoles,
        editorRoleValues: args.saml.editorRoles,
        loginValidityDuration: args.saml.sessionMinutes ?? 480,
      },
      of.child(),
    );
  }
  const members = { ADMIN: args.admins, EDITOR: args.editors, VIEWER: args.viewers };
  for (const [grafanaRole, who] of Object.entries(members)) {
    if (who === undefined) continue;
    new RoleAssociation(
      `${of.name}-grafana-${grafanaRole.toLowerCase()}s`,
      { workspaceId: workspace.id, role: grafanaRole, groupIds: who.groupIds, userIds: who.userIds },
      of.child(),
    );
  }
  return { workspace, role };
}

/** docs.aws.amazon.com/grafana/latest/userguide/cross-service-confused-deputy-prevention.html */
function createRole(of: MadeFor, workspaceArn: pulumi.Output<string>): Role {
  const name = `${of.name}-grafana-role`;
  const from = pulumi.interpolate`arn:${of.partition}:grafana:${of.region}:${of.accountId}:/workspaces/*`;
  const role = new Role(
    name,
    {
      assumeRolePolicy: policyDocument({
        Effect: "Allow",
        Principal: { Service: "grafana.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": of.accountId }, StringLike: { "aws:SourceArn": from } },
      }),
      tags: of.tags(name),
    },
    of.child(),
  );
  new RolePolicy(
    `${of.name}-grafana-query`,
    { role: role.name, policy: policyDocument({ Effect: "Allow", Action: QUERY_ACTIONS, Resource: workspaceArn }) },
    of.child(),
  );
  return role;
}
