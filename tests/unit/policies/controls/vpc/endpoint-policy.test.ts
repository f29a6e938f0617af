import { endpointPolicy, endpointSecureTransport } from "../../../../../policies/controls/vpc/endpoint-policy";
import { describeControl, type Sample, sample, UNKNOWN } from "../../../../support/policies";
import { aws, endpointIn, isolated, naming, privateLink, endpointType as type, vpc } from "./samples";

const untold = sample("aws:ec2/vpc:Vpc", "vault", { id: UNKNOWN, tags: UNKNOWN });

const everywhere = { config: { where: "everywhere" } };
const notApplicable = { "a subnet": { subject: sample("aws:ec2/subnet:Subnet", "a") } };

const statement = (props: Record<string, unknown> = {}) => ({
  Effect: "Allow",
  Principal: "*",
  Action: "*",
  Resource: "*",
  ...props,
});
const policyOf = (...Statement: unknown[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const own = { StringEquals: { "aws:PrincipalOrgID": "o-1234567890" } };
const guarded = (policy: unknown, props: Record<string, unknown> = {}) => ({
  subject: endpointIn(isolated, { policy, ...props }),
});
const bare = endpointIn(isolated, {});
const nowhere = {
  "an endpoint of a service that somebody offers": { subject: privateLink },
  "the same by its name": guarded(undefined, { serviceName: "com.amazonaws.vpce.eu-central-1.vpce-svc-1" }),
  "an endpoint of no service": guarded(undefined, { serviceName: undefined }),
  "a gateway of load balancers": guarded(undefined, { vpcEndpointType: "GatewayLoadBalancer" }),
  "a VPC that nobody declared as isolated": { subject: endpointIn(vpc, {}) },
  "a service that takes no policy": { subject: bare, config: { servicesWithoutPolicy: ["logs"] } },
  "a VPC of another stack": { subject: sample(type, "way", { vpcId: "vpc-1", serviceName: aws("logs") }) },
  ...notApplicable,
};
const besidePolicy = (policy: unknown, of: readonly Sample[]) =>
  naming("aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy", "p", "vpcEndpointId", of, { policy });
const untoldVpc = { subject: endpointIn(untold, {}), because: /whether it is isolated is not known/ };
const untoldService = {
  subject: sample(type, "way", { vpcId: UNKNOWN, serviceName: UNKNOWN }, { from: { vpcId: [isolated] } }),
  because: /serviceName is not known/,
};

describeControl(endpointPolicy, {
  compliant: {
    "a condition on who": guarded(policyOf(statement({ Condition: own }))),
    "a principal by name": guarded(policyOf(statement({ Principal: { AWS: "123456789012" } }))),
    "an action by name": guarded(policyOf(statement({ Action: "logs:PutLogEvents" }))),
    "a resource by name": guarded(policyOf(statement({ Resource: "arn:aws:logs:*:123456789012:*" }))),
    "everything denied but some": guarded(policyOf(statement({ Effect: "Deny" }), statement({ Condition: own }))),
    "a condition that is not known yet": guarded({ Statement: [statement({ Condition: UNKNOWN })] }),
    "a policy beside it": { subject: bare, others: [besidePolicy(policyOf(statement({ Condition: own })), [bare])] },
    "a gateway": guarded(policyOf(statement({ Condition: own })), {
      vpcEndpointType: "Gateway",
      serviceName: aws("s3"),
    }),
    "a service of the new names": guarded(policyOf(statement({ Condition: own })), {
      serviceName: "aws.sagemaker.eu-central-1.notebook",
    }),
  },
  violating: {
    "what AWS does with nothing given": { subject: bare, at: "policy", saying: /lets everything through/ },
    "what AWS will tell of": { ...guarded(UNKNOWN), at: "policy" },
    "nothing, where another service takes no policy": {
      subject: bare,
      config: { servicesWithoutPolicy: ["ogs"] },
      at: "policy",
    },
    "everything for everybody": { ...guarded(policyOf(statement())), at: "policy.Statement[0]" },
    "everything for everybody, in lists": {
      ...guarded(policyOf(statement({ Principal: { AWS: ["*"] }, Action: ["*"], Resource: ["*"] }))),
      at: "policy.Statement[0]",
    },
    "everything for everybody, with an empty condition": {
      ...guarded(policyOf(statement({ Condition: {} }))),
      at: "policy.Statement[0]",
    },
    "everything for everybody, beside what is not": {
      ...guarded(policyOf(statement({ Condition: own }), statement())),
      at: "policy.Statement[1]",
    },
    "nothing in any VPC, where that is asked for": { subject: endpointIn(vpc, {}), ...everywhere, at: "policy" },
    "everything beside it": {
      subject: bare,
      others: [besidePolicy(policyOf(statement()), [bare])],
      at: "policy.Statement[0]",
    },
  },
  undecided: {
    "a VPC of which that is not known": untoldVpc,
    "a service that is not known yet": untoldService,
    "a policy that comes from elsewhere": {
      subject: sample(
        type,
        "way",
        { vpcId: UNKNOWN, serviceName: aws("logs"), policy: UNKNOWN },
        { from: { vpcId: [isolated], policy: [vpc] } },
      ),
      because: /policy is not known/,
    },
  },
  mayBeDropped: {
    vpcEndpointType: "AWS then makes a gateway",
    "policy.Statement": "a policy without statements lets nothing through",
  },
  notApplicable: nowhere,
});

const tls = statement({ Effect: "Deny", Action: "s3:*", Condition: { Bool: { "aws:SecureTransport": "false" } } });
const s3 = { vpcEndpointType: "Gateway", serviceName: aws("s3") };

describeControl(endpointSecureTransport, {
  compliant: {
    "plain HTTP denied": guarded(policyOf(statement({ Condition: own }), tls), s3),
    "the same for an interface": guarded(policyOf(tls), { serviceName: aws("s3") }),
    "any VPC, where that is asked for": { subject: endpointIn(vpc, { ...s3, policy: policyOf(tls) }), ...everywhere },
  },
  violating: {
    "no such statement": { ...guarded(policyOf(statement({ Condition: own })), s3), at: "policy" },
    "no policy": { ...guarded(undefined, s3), at: "policy" },
  },
  undecided: { "a VPC of which that is not known": untoldVpc, "a service that is not known yet": untoldService },
  mayBeDropped: { vpcEndpointType: "AWS then makes a gateway" },
  notApplicable: { ...nowhere, "another service": guarded(policyOf(statement())) },
});
