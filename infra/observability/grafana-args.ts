import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks } from "../core";

/** How people sign in to Grafana. Values of the provider's `Workspace.authenticationProviders`. */
export const GrafanaAuthentication = {
  /** IAM Identity Center. */
  IdentityCenter: "AWS_SSO",
  /** An identity provider by SAML 2.0. */
  Saml: "SAML",
} as const;
export type GrafanaAuthentication = (typeof GrafanaAuthentication)[keyof typeof GrafanaAuthentication];

/** An identity provider that Grafana trusts. Give one of `metadataUrl` and `metadataXml`. */
export interface GrafanaSamlArgs {
  /** Address of the provider's metadata. Excludes `metadataXml`. */
  metadataUrl?: string;
  /** The metadata itself. Excludes `metadataUrl`. */
  metadataXml?: string;
  /** Attribute of an assertion that has the role. */
  roleAttribute: string;
  /** Its values that make an administrator. */
  adminRoles: string[];
  /** Its values that make an editor. */
  editorRoles: string[];
  /** Minutes that a sign-in is good for, 1 to 43,200. @default 480 */
  sessionMinutes?: number;
}

/** Who may do what, by ids of IAM Identity Center. */
export interface GrafanaMembersArgs {
  /** Groups. @default none */
  groupIds?: string[];
  /** Users. @default none */
  userIds?: string[];
}

/** Network that Grafana reaches private data sources through. */
export interface GrafanaNetworkArgs {
  /** Subnets of two zones or more. */
  subnetIds: pulumi.Input<string>[];
  /** Security groups that it comes from, 1 to 5; data sources have to let them in. */
  securityGroupIds: pulumi.Input<string>[];
}

/** A Grafana workspace. */
export interface GrafanaArgs {
  /** How people sign in. @default IAM Identity Center */
  authentication?: GrafanaAuthentication;
  /** The identity provider; required for "SAML", and left out otherwise. */
  saml?: GrafanaSamlArgs;
  /** Who administers the workspace, with IAM Identity Center. @default none: nobody can administer the workspace */
  admins?: GrafanaMembersArgs;
  /** Who edits dashboards, with IAM Identity Center. @default none */
  editors?: GrafanaMembersArgs;
  /** Who sees dashboards, with IAM Identity Center. @default none */
  viewers?: GrafanaMembersArgs;
  /** Version, such as "10.4". @default AWS's newest when the workspace is made */
  version?: string;
  /** Network with private data sources. @default none: Grafana reaches data sources by AWS's APIs alone */
  network?: GrafanaNetworkArgs;
  /** Prefix lists of the addresses that may open Grafana. @default every address, after sign-in */
  allowedPrefixListIds?: pulumi.Input<string>[];
}

export function checkGrafana(checks: ArgumentChecks, args: GrafanaArgs): void {
  const saml = args.authentication === GrafanaAuthentication.Saml;
  checks.oneOf("grafana.authentication", args.authentication, Object.values(GrafanaAuthentication));
  checks.matches("grafana.version", args.version, /^\d+\.\d+$/, 'use a version such as "10.4"');
  if (saml && !args.saml) checks.fail("grafana.saml", null, "say which identity provider Grafana trusts");
  if (!saml && args.saml) checks.fail("grafana.saml", "given", 'drop it, or use authentication "SAML"');
  if (args.saml) {
    const { metadataUrl, metadataXml, adminRoles, editorRoles } = args.saml;
    checks
      .exclusive({ "grafana.saml.metadataUrl": metadataUrl, "grafana.saml.metadataXml": metadataXml })
      .matches("grafana.saml.metadataUrl", metadataUrl, /^https:\/\/\S+$/, "use an https:// address")
      .required("grafana.saml.roleAttribute", args.saml.roleAttribute, "name the attribute that has the role")
      .length("grafana.saml.adminRoles", adminRoles, 1, 256)
      .length("grafana.saml.editorRoles", editorRoles, 1, 256)
      .integer("grafana.saml.sessionMinutes", args.saml.sessionMinutes, 1, 43_200, "minutes");
  }
  for (const who of ["admins", "editors", "viewers"] as const) {
    const members = args[who];
    if (members === undefined) continue;
    if (saml) checks.fail(`grafana.${who}`, members, "with SAML, assertions say who is what: drop it");
    const some = (members.groupIds?.length ?? 0) + (members.userIds?.length ?? 0) > 0;
    checks.that(`grafana.${who}`, members, some, "name at least one group or user");
  }
  // docs.aws.amazon.com/grafana/latest/APIReference/API_VpcConfiguration.html
  checks
    .length("grafana.network.subnetIds", args.network?.subnetIds, 2, 6)
    .length("grafana.network.securityGroupIds", args.network?.securityGroupIds, 1, 5)
    .length("grafana.allowedPrefixListIds", args.allowedPrefixListIds, 1, 5);
}
