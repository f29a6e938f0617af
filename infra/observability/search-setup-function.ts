import type { SecurityGroup } from "@pulumi/aws/ec2";
import { RolePolicy } from "@pulumi/aws/iam";
import { Invocation } from "@pulumi/aws/lambda";
import type { Domain } from "@pulumi/aws/opensearch";
import * as pulumi from "@pulumi/pulumi";
import { AssetArchive, StringAsset } from "@pulumi/pulumi/asset";
import { LambdaService } from "../compute/lambda-service";
import { policyDocument } from "../core";
import type { Placement } from "../network";
import type { MadeFor } from "./made-for";
import type { SetupRequest } from "./search-setup";
import { SETUP_CODE } from "./search-setup-code";

/** The function that sets a domain up from inside, and the leave that it needs. */
export interface SetupFunction {
  readonly service: LambdaService;
  readonly policy: RolePolicy;
}

/** Makes the function, which can reach nothing but the domain, and may call nothing but its plugins' APIs. */
export function createSetupFunction(
  of: MadeFor,
  parent: pulumi.ComponentResource,
  placement: Placement,
  domainGroup: SecurityGroup,
  domainArn: pulumi.Output<string>,
  notifierRoleArn: pulumi.Output<string>,
): SetupFunction {
  const name = `${of.name}-setup`;
  const service = new LambdaService(
    name,
    {
      description: `Sets up the search domain ${of.physicalName} from inside.`,
      code: new AssetArchive({ "index.js": new StringAsset(SETUP_CODE) }),
      memoryMb: 256,
      timeoutSeconds: 600,
      placement,
      egress: { domain: { securityGroupId: domainGroup.id } },
    },
    { parent },
  );
  const policy = new RolePolicy(
    `${name}-api`,
    {
      role: service.role.name,
      policy: policyDocument(
        {
          Effect: "Allow",
          Action: ["es:ESHttpGet", "es:ESHttpPost", "es:ESHttpPut"],
          Resource: pulumi.interpolate`${domainArn}/_plugins/*`,
        },
        // Who hands a domain a role has to be allowed to pass it, as for snapshots:
        // docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-snapshots.html
        { Effect: "Allow", Action: "iam:PassRole", Resource: notifierRoleArn },
      ),
    },
    of.child(),
  );
  return { service, policy };
}

/** Has the function send the requests, now and whenever they change. */
export function runSetup(
  of: MadeFor,
  setup: SetupFunction,
  domain: Domain,
  requests: pulumi.Output<SetupRequest[]>,
): Invocation {
  return new Invocation(
    `${of.name}-setup-run`,
    {
      functionName: setup.service.functionName,
      qualifier: setup.service.aliasName,
      input: pulumi.jsonStringify({ endpoint: domain.endpoint, requests }),
    },
    of.child({ dependsOn: [setup.service, setup.policy] }),
  );
}
