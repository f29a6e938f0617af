import * as pulumi from "@pulumi/pulumi";
import type { Statement } from "../core";
import type { RemediationArgs } from "./remediation-args";

/** Where the APIs are. */
export interface ApiPlace {
  readonly partition: pulumi.Output<string>;
  readonly region: pulumi.Output<string>;
  readonly accountId: pulumi.Output<string>;
}

/**
 * What it takes to restore REST APIs and custom domain names, and no other API's change. API Gateway's actions are HTTP
 * methods on paths: docs.aws.amazon.com/service-authorization/latest/reference/list_apigateway.html
 */
export function restoreStatements(args: RemediationArgs, { partition, region, accountId }: ApiPlace): Statement[] {
  const root = pulumi.interpolate`arn:${partition}:apigateway:${region}::`;
  const apis = (args.everyRestApi ? ["*"] : (args.restApiIds ?? [])).map(
    (id) => pulumi.interpolate`${root}/restapis/${id}`,
  );
  const of = (path: string) => apis.map((api) => pulumi.interpolate`${api}${path}`);
  const domains: pulumi.Input<string>[] = [
    ...(args.everyDomainName
      ? [pulumi.interpolate`${root}/domainnames/*`]
      : (args.domainNames ?? []).map((domain) => pulumi.interpolate`${root}/domainnames/${domain}`)),
    ...(args.privateDomainArns ?? []),
  ];
  const statements: Statement[] = [
    {
      Sid: "ReadApis",
      Effect: "Allow",
      Action: "apigateway:GET",
      Resource: [...apis, ...of("/stages"), ...of("/resources")],
    },
    {
      Sid: "RestoreApis",
      Effect: "Allow",
      Action: "apigateway:PATCH",
      Resource: [...apis, ...of("/resources/*/methods/*/integration")],
    },
    // The resource policy needs an action of its own, beside PATCH.
    { Sid: "RestorePolicies", Effect: "Allow", Action: "apigateway:UpdateRestApiPolicy", Resource: apis },
    { Sid: "Deploy", Effect: "Allow", Action: "apigateway:POST", Resource: of("/deployments") },
    // Which domains lead to an API can only be found by asking them all. It is read, and nothing else.
    {
      Sid: "FindDomains",
      Effect: "Allow",
      Action: "apigateway:GET",
      Resource: [
        pulumi.interpolate`${root}/domainnames`,
        pulumi.interpolate`${root}/domainnames/*`,
        pulumi.interpolate`arn:${partition}:apigateway:${region}:${accountId}:/domainnames/*`,
      ],
    },
  ];
  if (domains.length > 0) {
    statements.push({ Sid: "RestoreDomains", Effect: "Allow", Action: "apigateway:PATCH", Resource: domains });
  }
  return statements;
}
