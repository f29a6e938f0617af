import { LogGroup } from "@pulumi/aws/cloudwatch";
import { SecurityGroup } from "@pulumi/aws/ec2";
import { Permission } from "@pulumi/aws/lambda";
import {
  AccessLogSubscription,
  AuthPolicy,
  Listener,
  Service,
  ServiceNetwork,
  ServiceNetworkServiceAssociation,
  ServiceNetworkVpcAssociation,
  TargetGroup,
  TargetGroupAttachment,
} from "@pulumi/aws/vpclattice";
import type * as pulumi from "@pulumi/pulumi";
import { policyDocument, type Statement } from "../core";
import { LatticeProtocolVersion, type LatticeServiceArgs, LatticeTargetKind } from "./lattice-args";
import type { ServiceMeshArgs } from "./service-mesh-args";

/** Port that services of the mesh are called on. */
export const LATTICE_PORT = 443;

/** What parts of a mesh are made from. */
export interface LatticeInput {
  /** Name of the mesh. */
  readonly name: string;
  readonly args: ServiceMeshArgs;
  readonly accountId: pulumi.Output<string>;
  readonly tags: (name: string) => Record<string, pulumi.Input<string>>;
  readonly child: (more?: pulumi.CustomResourceOptions) => pulumi.CustomResourceOptions;
}

/** A network of services, and who of each VPC may call. */
export interface LatticeNetwork {
  readonly network: ServiceNetwork;
  readonly groups: Record<string, SecurityGroup>;
}

/** Whom requests may come from at all: signed by a principal of the account, or of the organisation. */
function members({ args, accountId }: LatticeInput): NonNullable<Statement["Condition"]> {
  return args.organizationId === undefined
    ? { StringEquals: { "aws:PrincipalAccount": accountId } }
    : { StringEquals: { "aws:PrincipalOrgID": args.organizationId } };
}

/** docs.aws.amazon.com/vpc-lattice/latest/ug/auth-policies.html: a caller needs this and a policy of its own. */
function invocation(principal: Statement["Principal"], condition?: Statement["Condition"]): pulumi.Output<string> {
  return policyDocument({
    Effect: "Allow",
    Principal: principal,
    Action: "vpc-lattice-svcs:Invoke",
    // In an auth policy this is what the policy is attached to.
    Resource: "*",
    ...(condition && { Condition: condition }),
  });
}

export function createNetwork(from: LatticeInput): LatticeNetwork {
  const { name, args, tags, child } = from;
  const network = new ServiceNetwork(name, { authType: "AWS_IAM", tags: tags(name) }, child());
  new AuthPolicy(`${name}-auth`, { resourceIdentifier: network.arn, policy: invocation("*", members(from)) }, child());
  const groups: Record<string, SecurityGroup> = {};
  for (const [vpc, { vpcId }] of Object.entries(args.networks ?? {})) {
    const childName = `${name}-${vpc}`;
    const group = new SecurityGroup(
      `${childName}-group`,
      { vpcId, description: `Callers of ${name} in ${vpc}.`, egress: [], tags: tags(`${childName}-group`) },
      child(),
    );
    groups[vpc] = group;
    new ServiceNetworkVpcAssociation(
      childName,
      {
        vpcIdentifier: vpcId,
        serviceNetworkIdentifier: network.id,
        securityGroupIds: [group.id],
        tags: tags(childName),
      },
      child(),
    );
  }
  if (!args.withoutAccessLogs) recordRequests(from, network);
  return { network, groups };
}

function recordRequests({ name, args, tags, child }: LatticeInput, network: ServiceNetwork): void {
  const logGroup = new LogGroup(
    `${name}-requests`,
    {
      // docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html: AWS lets itself write here.
      namePrefix: `/aws/vendedlogs/lattice/${name}-`,
      retentionInDays: args.logRetentionDays ?? 90,
      kmsKeyId: args.logKmsKeyArn,
      tags: tags(`${name}-requests`),
    },
    child(),
  );
  const destinations: pulumi.Input<string>[] = [logGroup.arn, ...(args.accessLogDestinationArns ?? [])];
  destinations.forEach((destinationArn, index) => {
    const childName = index === 0 ? `${name}-requests` : `${name}-requests-${index}`;
    new AccessLogSubscription(
      childName,
      { resourceIdentifier: network.id, destinationArn, tags: tags(childName) },
      child(),
    );
  });
}

/** A service in the mesh. */
export interface LatticeParts {
  readonly service: Service;
  readonly listener: Listener;
  readonly groups: Record<string, TargetGroup>;
}

export function createService(
  from: LatticeInput,
  network: ServiceNetwork,
  serviceName: string,
  args: LatticeServiceArgs,
): LatticeParts {
  const { tags, child } = from;
  const name = `${from.name}-${serviceName}`;
  const service = new Service(
    name,
    {
      authType: "AWS_IAM",
      customDomainName: args.customDomainName,
      certificateArn: args.certificateArn,
      idleTimeoutSeconds: args.idleTimeoutSeconds,
      tags: tags(name),
    },
    child(),
  );
  const policy = args.callers ? invocation({ AWS: args.callers }) : invocation("*", members(from));
  const auth = new AuthPolicy(`${name}-auth`, { resourceIdentifier: service.arn, policy }, child());
  const targets = Object.entries(args.targets);
  const groups = Object.fromEntries(
    targets.map(([target, given]) => [target, createTargets(from, name, target, given)]),
  );
  const listener = new Listener(
    name,
    {
      serviceIdentifier: service.id,
      protocol: "HTTPS",
      port: LATTICE_PORT,
      defaultAction: {
        forwards: [
          {
            targetGroups: targets.map(([target, { weight }]) => ({
              targetGroupIdentifier: groups[target]?.id,
              weight: weight ?? 100,
            })),
          },
        ],
      },
      tags: tags(name),
    },
    child(),
  );
  new ServiceNetworkServiceAssociation(
    name,
    { serviceIdentifier: service.id, serviceNetworkIdentifier: network.id, tags: tags(name) },
    // Nobody reaches the service before its policy is there.
    child({ dependsOn: [auth] }),
  );
  return { service, listener, groups };
}

function createTargets(
  { tags, child }: LatticeInput,
  serviceName: string,
  target: string,
  args: LatticeServiceArgs["targets"][string],
): TargetGroup {
  const name = `${serviceName}-${target}`;
  const kind = args.kind ?? LatticeTargetKind.Ip;
  const protocol = args.plainTextToTargets ? "HTTP" : "HTTPS";
  const version = args.protocolVersion ?? LatticeProtocolVersion.Http1;
  const port = args.port ?? 443;
  const group = new TargetGroup(
    name,
    {
      type: kind,
      config:
        kind === LatticeTargetKind.Function
          ? { lambdaEventStructureVersion: "V2" }
          : {
              vpcIdentifier: args.vpcId,
              port,
              protocol,
              protocolVersion: version,
              ...(kind === LatticeTargetKind.Ip && {
                healthCheck: {
                  path: args.healthCheckPath ?? "/health",
                  protocol,
                  // The provider's documentation: there are no checks by gRPC.
                  protocolVersion: version === LatticeProtocolVersion.Http1 ? "HTTP1" : "HTTP2",
                  healthCheckIntervalSeconds: 10,
                  healthyThresholdCount: 2,
                  matcher: { value: "200" },
                },
              }),
            },
      tags: tags(name),
    },
    child(),
  );
  const id = args.loadBalancerArn ?? args.functionArn;
  if (id === undefined) return group;
  const permission =
    args.functionArn === undefined
      ? []
      : [
          new Permission(
            `${name}-invoke`,
            {
              action: "lambda:InvokeFunction",
              function: args.functionArn,
              principal: "vpc-lattice.amazonaws.com",
              sourceArn: group.arn,
            },
            child(),
          ),
        ];
  new TargetGroupAttachment(
    name,
    { targetGroupIdentifier: group.id, target: { id, ...(args.functionArn === undefined && { port }) } },
    child({ dependsOn: permission }),
  );
  return group;
}
