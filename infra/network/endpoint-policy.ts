import * as pulumi from "@pulumi/pulumi";
import { denyInsecureTransport, type Statement } from "../core";

/** Whose principals and resources pass an endpoint. */
export interface Perimeter {
  /** Accounts of one's own; not where there is an organization. */
  accountIds: pulumi.Input<string>[];
  organizationId?: pulumi.Input<string>;
  /** Accounts of others whose resources one's own principals may use. */
  resourceAccountIds: pulumi.Input<string>[];
}

/** What service and place an endpoint policy is for. */
export interface EndpointPolicyInput {
  service: string;
  /** Every service that is reached from the network. */
  services: string[];
  partition: pulumi.Input<string>;
  region: pulumi.Input<string>;
}

type Equals = Record<string, pulumi.Input<string> | pulumi.Input<string>[]>;

function allow(
  sid: string,
  equals: Equals,
  action: string | string[] = "*",
  resource?: Statement["Resource"],
): Statement {
  const Condition = Object.keys(equals).length > 0 ? { Condition: { StringEquals: equals } } : {};
  return { Sid: sid, Effect: "Allow", Principal: "*", Action: action, Resource: resource ?? "*", ...Condition };
}

/**
 * What an endpoint lets pass: one's own principals to one's own resources, and what a service can't work without.
 * It grants nothing; it keeps other accounts' credentials and other accounts' stores out of reach. After AWS's own
 * examples: https://github.com/aws-samples/data-perimeter-policy-examples/tree/main/vpc_endpoint_policies
 */
export function endpointStatements(perimeter: Perimeter, input: EndpointPolicyInput): Statement[] {
  const { accountIds, organizationId, resourceAccountIds } = perimeter;
  const { service, services, partition, region } = input;
  const principals: Equals =
    organizationId === undefined ? { "aws:PrincipalAccount": accountIds } : { "aws:PrincipalOrgID": organizationId };
  const resources: Equals =
    organizationId === undefined ? { "aws:ResourceAccount": accountIds } : { "aws:ResourceOrgID": organizationId };
  const statements = [allow("OwnPrincipalsToOwnResources", { ...principals, ...resources })];
  if (resourceAccountIds.length > 0) {
    statements.push(
      allow("OwnPrincipalsToNamedAccounts", { ...principals, "aws:ResourceAccount": resourceAccountIds }),
    );
  }
  if (service === "s3") statements.push(denyInsecureTransport("s3", ["*"]));
  if (service === "s3" && services.some((one) => one.startsWith("ecr."))) {
    // Image layers lie in a bucket of ECR's own, behind addresses that ECR signs.
    // https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html#ecr-minimum-s3-perms
    const layers = pulumi.interpolate`arn:${partition}:s3:::prod-${region}-starport-layer-bucket/*`;
    statements.push(allow("ImageLayers", {}, "s3:GetObject", layers));
  }
  if (service === "ssm") {
    // Parameters and documents that AWS publishes have no account. ssm_endpoint_policy.json of the examples.
    const published = [
      pulumi.interpolate`arn:${partition}:ssm:${region}::parameter/aws/*`,
      pulumi.interpolate`arn:${partition}:ssm:${region}::document/*`,
    ];
    statements.push(allow("PublishedByAws", principals, ["ssm:Describe*", "ssm:List*", "ssm:Get*"], published));
  }
  if (service === "sts") {
    // Who takes a role with a web identity or SAML is no principal of an account yet. sts_endpoint_policy.json.
    const federated = ["sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML"];
    statements.push(allow("FederatedToOwnRoles", resources, federated));
  }
  return statements;
}
