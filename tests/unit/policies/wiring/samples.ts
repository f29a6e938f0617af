/** Resources for the tests of what reaches what: each with the ids that AWS would give it, and the policies beside it. */
import { type Sample, sample } from "../../../support/policies";

export const account = "123456789012";
const region = "eu-central-1";

export function arn(service: string, resource: string): string {
  return `arn:aws:${service}:${region}:${account}:${resource}`;
}

export interface Statement {
  Effect: string;
  Action?: string | string[];
  NotAction?: string | string[];
  Resource?: string | string[];
  Principal?: unknown;
  NotPrincipal?: unknown;
  Condition?: unknown;
}

export function document(...statements: Statement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

export function allow(action: string | string[], resource: string | string[] = "*"): Statement {
  return { Effect: "Allow", Action: action, Resource: resource };
}

/** Lets a service in, for one source where one is given. */
export function admit(service: string, action: string | string[], resource: string, source?: string): Statement {
  return {
    ...allow(action, resource),
    Principal: { Service: service },
    ...(source !== undefined && { Condition: { ArnLike: { "aws:SourceArn": source } } }),
  };
}

export const rootOfAccount: Statement = {
  ...allow("kms:*"),
  Principal: { AWS: `arn:aws:iam::${account}:root` },
};

/** A role that a service may take on, under a condition where one is given. */
export function role(name: string, service: string, Condition?: unknown): Sample {
  const trust = { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole", Condition };
  return sample("aws:iam/role:Role", name, {
    id: name,
    name,
    arn: `arn:aws:iam::${account}:role/${name}`,
    assumeRolePolicy: document(trust),
  });
}

export function granted(to: Sample, ...statements: Statement[]): Sample {
  return grantedBy(to, document(...statements));
}

export function grantedBy(to: Sample, policy: unknown): Sample {
  return sample("aws:iam/rolePolicy:RolePolicy", `${to.name}-policy`, { role: to.props.name, policy });
}

export function queue(name: string, props: Record<string, unknown> = {}): Sample {
  const id = `https://sqs.${region}.amazonaws.com/${account}/${name}`;
  return sample("aws:sqs/queue:Queue", name, { id, url: id, name, arn: arn("sqs", name), ...props });
}

export function queuePolicy(of: Sample, policy: unknown): Sample {
  return sample("aws:sqs/queuePolicy:QueuePolicy", `${of.name}-policy`, { queueUrl: of.props.id, policy });
}

export function topic(name: string, props: Record<string, unknown> = {}): Sample {
  const id = arn("sns", name);
  return sample("aws:sns/topic:Topic", name, { id, name, arn: id, ...props });
}

export function topicPolicy(of: Sample, policy: unknown): Sample {
  return sample("aws:sns/topicPolicy:TopicPolicy", `${of.name}-policy`, { arn: of.props.arn, policy });
}

export function key(name: string, ...statements: Statement[]): Sample {
  return keyWith(name, document(...statements));
}

export function keyWith(name: string, policy: unknown): Sample {
  return sample("aws:kms/key:Key", name, { id: name, keyId: name, arn: arn("kms", `key/${name}`), policy });
}

export function fn(name: string, props: Record<string, unknown> = {}): Sample {
  return sample("aws:lambda/function:Function", name, {
    id: name,
    name,
    arn: arn("lambda", `function:${name}`),
    ...props,
  });
}

export function permission(
  of: Sample,
  principal: string,
  sourceArn?: unknown,
  more: Record<string, unknown> = {},
): Sample {
  return sample("aws:lambda/permission:Permission", `${of.name}-permission`, {
    action: "lambda:InvokeFunction",
    function: of.props.name,
    principal,
    sourceArn,
    ...more,
  });
}

export function stream(name: string, props: Record<string, unknown> = {}): Sample {
  return sample("aws:kinesis/stream:Stream", name, {
    id: arn("kinesis", `stream/${name}`),
    name,
    arn: arn("kinesis", `stream/${name}`),
    ...props,
  });
}

export function table(name: string, props: Record<string, unknown> = {}): Sample {
  return sample("aws:dynamodb/table:Table", name, { id: name, name, arn: arn("dynamodb", `table/${name}`), ...props });
}

export function bucket(name: string): Sample {
  return sample("aws:s3/bucket:Bucket", name, { id: name, bucket: name, arn: `arn:aws:s3:::${name}` });
}

export function bucketPolicy(of: Sample, policy: unknown): Sample {
  return sample("aws:s3/bucketPolicy:BucketPolicy", `${of.name}-policy`, { bucket: of.props.bucket, policy });
}

export function logGroup(name: string, props: Record<string, unknown> = {}): Sample {
  return sample("aws:cloudwatch/logGroup:LogGroup", name, {
    id: name,
    name,
    arn: arn("logs", `log-group:${name}`),
    ...props,
  });
}

export function stateMachine(name: string, props: Record<string, unknown> = {}): Sample {
  const id = arn("states", `stateMachine:${name}`);
  return sample("aws:sfn/stateMachine:StateMachine", name, { id, name, arn: id, ...props });
}

export function securityGroup(name: string, network: string, props: Record<string, unknown> = {}): Sample {
  return sample("aws:ec2/securityGroup:SecurityGroup", name, { id: `sg-${name}`, vpcId: network, ...props });
}

export function opens(direction: "Ingress" | "Egress", of: Sample, peer: unknown, port: unknown): Sample {
  return sample(`aws:vpc/securityGroup${direction}Rule:SecurityGroup${direction}Rule`, `${of.name}-${direction}`, {
    securityGroupId: of.props.id,
    ipProtocol: "tcp",
    fromPort: port,
    toPort: port,
    ...(typeof peer === "string" && peer.includes("/") ? { cidrIpv4: peer } : { referencedSecurityGroupId: peer }),
  });
}

export function vpc(name: string): Sample {
  return sample("aws:ec2/vpc:Vpc", name, { id: `vpc-${name}`, cidrBlock: "10.0.0.0/16" });
}
