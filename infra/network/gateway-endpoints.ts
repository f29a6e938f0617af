import { VpcEndpoint } from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";
import { type ArgumentChecks, policyDocument } from "../core";
import { endpointStatements } from "./endpoint-policy";

/** Whom gateway endpoints let pass, and to what. */
export interface GatewayEndpointPolicyArgs {
  /** Accounts whose principals may call, and whose buckets and tables they reach. @default the stack's own account */
  accountIds?: pulumi.Input<string>[];
  /** Organization, `o-…`, whose accounts all may; instead of `accountIds`. @default none */
  organizationId?: pulumi.Input<string>;
  /** Accounts of others whose buckets and tables are reached too. @default none */
  resourceAccountIds?: pulumi.Input<string>[];
}

export function checkEndpointPolicy(checks: ArgumentChecks, args: GatewayEndpointPolicyArgs | undefined): void {
  if (!args) return;
  const of = "gatewayEndpointPolicy";
  checks
    .length(`${of}.accountIds`, args.accountIds, 1, 100)
    .matches(`${of}.organizationId`, args.organizationId, /^o-[a-z0-9]{10,32}$/, 'use the id of an organization, "o-…"')
    .exclusive({ [`${of}.accountIds`]: args.accountIds, [`${of}.organizationId`]: args.organizationId }, true);
  for (const list of ["accountIds", "resourceAccountIds"] as const) {
    for (const account of args[list] ?? [])
      checks.matches(`${of}.${list}`, account, /^\d{12}$/, "use the 12 digits of an account");
  }
}

/** What gateway endpoints are made from. */
export interface GatewayEndpointsInput {
  readonly name: string;
  readonly services: string[];
  readonly vpcId: pulumi.Input<string>;
  readonly routeTableIds: pulumi.Input<string>[];
  readonly policy: GatewayEndpointPolicyArgs | undefined;
  readonly partition: pulumi.Output<string>;
  readonly region: pulumi.Output<string>;
  readonly accountId: pulumi.Output<string>;
  readonly tags: (name: string) => Record<string, pulumi.Input<string>>;
  readonly child: () => pulumi.CustomResourceOptions;
}

/** Endpoints that are routes, by service. */
export function createGatewayEndpoints(input: GatewayEndpointsInput): Record<string, VpcEndpoint> {
  const { name, vpcId, routeTableIds, region, tags, child } = input;
  return Object.fromEntries(
    input.services.map((service) => [
      service,
      new VpcEndpoint(
        `${name}-${service}`,
        {
          vpcId,
          vpcEndpointType: "Gateway",
          serviceName: pulumi.interpolate`com.amazonaws.${region}.${service}`,
          routeTableIds,
          policy: input.policy && policyOf(input, input.policy, service),
          tags: tags(`${name}-${service}`),
        },
        child(),
      ),
    ]),
  );
}

function policyOf(
  { partition, region, accountId }: GatewayEndpointsInput,
  { accountIds, organizationId, resourceAccountIds }: GatewayEndpointPolicyArgs,
  service: string,
): pulumi.Output<string> {
  const perimeter = {
    accountIds: accountIds ?? [accountId],
    organizationId,
    resourceAccountIds: resourceAccountIds ?? [],
  };
  // Whichever way tasks and nodes reach ECR's API, image layers come from S3, and so by its route.
  return policyDocument(
    ...endpointStatements(perimeter, { service, services: [service, "ecr.dkr"], partition, region }),
  );
}
