import { type SymbolicTable, siblings, type TypeEntry } from "./table";
import type { Values } from "./values";

/** CloudFront's own hosted zone, the same for all distributions (AWS General Reference, CloudFront endpoints). */
const cloudFrontZone = "Z2FDTNDATAQYW2";

/** API Gateway's ARNs have no account (Service Authorization Reference, API Gateway Management). */
function restPart(path: string): TypeEntry {
  return { id: "{abc.10}", arn: `arn:{p}:apigateway:{r}::${path}/{id}` };
}

const restStageUrl = "https://{in.restApi}.execute-api.{r}.{dns}/{in.stageName}";

/** API Gateway, load balancers, CloudFront, WAF, certificates. */
export const edge: SymbolicTable = {
  "aws:apigateway/restApi:RestApi": {
    ...restPart("/restapis"),
    name: "{name}",
    executionArn: "arn:{p}:execute-api:{r}:{a}:{id}",
    rootResourceId: (values) => values.letters(10, "root"),
  },
  "aws:apigateway/resource:Resource": { id: "{abc.10}" },
  "aws:apigateway/method:Method": { id: "agm-{in.restApi}-{in.resourceId}-{in.httpMethod}" },
  "aws:apigateway/integration:Integration": { id: "agi-{in.restApi}-{in.resourceId}-{in.httpMethod}" },
  "aws:apigateway/deployment:Deployment": { id: "{abc.10}" },
  "aws:apigateway/stage:Stage": {
    id: "ags-{in.restApi}-{in.stageName}",
    arn: "arn:{p}:apigateway:{r}::/restapis/{in.restApi}/stages/{in.stageName}",
    executionArn: "arn:{p}:execute-api:{r}:{a}:{in.restApi}/{in.stageName}",
    invokeUrl: restStageUrl,
  },
  "aws:apigateway/methodSettings:MethodSettings": { id: "{in.restApi}-{in.stageName}-{in.methodPath}" },
  "aws:apigateway/documentationVersion:DocumentationVersion": { id: "{in.restApiId}/{in.version}" },
  "aws:apigateway/domainName:DomainName": {
    id: "{in.domainName}",
    arn: "arn:{p}:apigateway:{r}::/domainnames/{in.domainName}",
    regionalDomainName: "d-{abc.10}.execute-api.{r}.{dns}",
    cloudfrontDomainName: "d{abc.13}.cloudfront.net",
    cloudfrontZoneId: () => cloudFrontZone,
  },
  "aws:apigateway/basePathMapping:BasePathMapping": {
    id: (values) => joined(values.input("domainName"), values.has("basePath") ? values.input("basePath") : ""),
  },
  "aws:apigateway/authorizer:Authorizer": {
    id: "{abc.10}",
    name: "{name}",
    arn: "arn:{p}:apigateway:{r}::/restapis/{in.restApi}/authorizers/{id}",
  },
  "aws:apigateway/requestValidator:RequestValidator": { id: "{abc.10}", name: "{name}" },
  "aws:apigateway/model:Model": { id: "{abc.10}", name: "{name}" },
  "aws:apigateway/usagePlan:UsagePlan": { ...restPart("/usageplans"), name: "{name}" },
  "aws:apigateway/usagePlanKey:UsagePlanKey": { id: "{in.keyId}" },
  "aws:apigateway/apiKey:ApiKey": { ...restPart("/apikeys"), name: "{name}" },
  "aws:apigateway/vpcLink:VpcLink": { ...restPart("/vpclinks"), name: "{name}" },
  "aws:apigateway/clientCertificate:ClientCertificate": restPart("/clientcertificates"),
  "aws:apigateway/account:Account": { id: () => "api-gateway-account" },
  "aws:apigatewayv2/api:Api": {
    ...restPart("/apis"),
    name: "{name}",
    apiEndpoint: (values, id) => {
      const scheme = values.input("protocolType") === "WEBSOCKET" ? "wss" : "https";
      return `${scheme}://${id}.execute-api.${values.context.region}.${values.context.dnsSuffix}`;
    },
    executionArn: "arn:{p}:execute-api:{r}:{a}:{id}",
  },
  "aws:apigatewayv2/stage:Stage": {
    id: "{name}",
    name: "{name}",
    arn: "arn:{p}:apigateway:{r}::/apis/{in.apiId}/stages/{name}",
    executionArn: "arn:{p}:execute-api:{r}:{a}:{in.apiId}/{name}",
  },
  "aws:apigatewayv2/route:Route": { id: "{abc.10}" },
  "aws:apigatewayv2/integration:Integration": { id: "{abc.10}" },
  "aws:apigatewayv2/authorizer:Authorizer": { id: "{abc.10}", name: "{name}" },
  "aws:apigatewayv2/deployment:Deployment": { id: "{abc.10}" },
  "aws:apigatewayv2/vpcLink:VpcLink": { ...restPart("/vpclinks"), name: "{name}" },
  "aws:apigatewayv2/domainName:DomainName": {
    id: "{in.domainName}",
    arn: "arn:{p}:apigateway:{r}::/domainnames/{in.domainName}",
  },
  ...siblings(["aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer"], {
    id: loadBalancerArn,
    arn: loadBalancerArn,
    arnSuffix: (values) => suffix(loadBalancerArn(values), "loadbalancer/"),
    name: "{name}",
    dnsName: loadBalancerDnsName,
  }),
  ...siblings(["aws:lb/targetGroup:TargetGroup", "aws:alb/targetGroup:TargetGroup"], {
    id: "arn:{p}:elasticloadbalancing:{r}:{a}:targetgroup/{name}/{hex16}",
    arn: "{id}",
    arnSuffix: "targetgroup/{name}/{hex16}",
    name: "{name}",
  }),
  ...siblings(["aws:lb/listener:Listener", "aws:alb/listener:Listener"], { id: listenerArn, arn: "{id}" }),
  ...siblings(["aws:lb/listenerRule:ListenerRule", "aws:alb/listenerRule:ListenerRule"], {
    id: (values) => below(values.input("listenerArn"), ":listener/", ":listener-rule/", values.hex16()),
    arn: "{id}",
  }),
  ...siblings(
    ["aws:lb/targetGroupAttachment:TargetGroupAttachment", "aws:alb/targetGroupAttachment:TargetGroupAttachment"],
    { id: "{in.targetGroupArn}-{digits}" },
  ),
  ...siblings(["aws:lb/listenerCertificate:ListenerCertificate", "aws:alb/listenerCertificate:ListenerCertificate"], {
    id: "{in.listenerArn}_{in.certificateArn}",
  }),
  "aws:cloudfront/distribution:Distribution": {
    id: "E{ABC.13}",
    arn: "arn:{p}:cloudfront::{a}:distribution/{id}",
    domainName: "d{abc.13}.cloudfront.net",
    hostedZoneId: () => cloudFrontZone,
  },
  "aws:cloudfront/originAccessIdentity:OriginAccessIdentity": {
    id: "E{ABC.13}",
    arn: "arn:{p}:cloudfront::{a}:origin-access-identity/{id}",
    iamArn: "arn:{p}:iam::cloudfront:user/CloudFront Origin Access Identity {id}",
    cloudfrontAccessIdentityPath: "origin-access-identity/cloudfront/{id}",
  },
  "aws:cloudfront/originAccessControl:OriginAccessControl": {
    id: "E{ABC.13}",
    arn: "arn:{p}:cloudfront::{a}:origin-access-control/{id}",
    name: "{name}",
  },
  "aws:cloudfront/cachePolicy:CachePolicy": { id: "{uuid}", arn: "arn:{p}:cloudfront::{a}:cache-policy/{id}" },
  "aws:cloudfront/originRequestPolicy:OriginRequestPolicy": {
    id: "{uuid}",
    arn: "arn:{p}:cloudfront::{a}:origin-request-policy/{id}",
  },
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": {
    id: "{uuid}",
    arn: "arn:{p}:cloudfront::{a}:response-headers-policy/{id}",
  },
  "aws:cloudfront/function:Function": { id: "{name}", name: "{name}", arn: "arn:{p}:cloudfront::{a}:function/{name}" },
  "aws:wafv2/webAcl:WebAcl": waf("webacl"),
  "aws:wafv2/ipSet:IpSet": waf("ipset"),
  "aws:wafv2/ruleGroup:RuleGroup": waf("rulegroup"),
  "aws:wafv2/regexPatternSet:RegexPatternSet": waf("regexpatternset"),
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": { id: "{in.resourceArn}" },
  "aws:wafv2/webAclAssociation:WebAclAssociation": { id: "{in.webAclArn},{in.resourceArn}" },
  "aws:acm/certificate:Certificate": {
    id: "arn:{p}:acm:{r}:{a}:certificate/{uuid}",
    arn: "{id}",
    domainValidationOptions: validationRecords,
  },
  "aws:acm/certificateValidation:CertificateValidation": { id: "{uuid}" },
};

function waf(kind: string): TypeEntry {
  const arn = (values: Values, id: string | undefined): string | undefined => {
    const { partition, account, region } = values.context;
    const name = values.autoName("name");
    const scope = values.input("scope");
    if (name === undefined || scope === undefined) {
      return undefined;
    }
    return scope === "CLOUDFRONT"
      ? `arn:${partition}:wafv2:us-east-1:${account}:global/${kind}/${name}/${id}`
      : `arn:${partition}:wafv2:${region}:${account}:regional/${kind}/${name}/${id}`;
  };
  return { id: "{uuid}", name: "{name}", arn };
}

/** `app`, `net` or `gwy`: what a load balancer's type is in its ARN. */
function balancerKind(values: Values): string | undefined {
  const type = values.has("loadBalancerType") ? values.input("loadBalancerType") : "application";
  return type === undefined ? undefined : { application: "app", network: "net", gateway: "gwy" }[type];
}

function loadBalancerArn(values: Values): string | undefined {
  const kind = balancerKind(values);
  const name = values.autoName("name");
  const { partition, region, account } = values.context;
  return kind === undefined || name === undefined
    ? undefined
    : `arn:${partition}:elasticloadbalancing:${region}:${account}:loadbalancer/${kind}/${name}/${values.hex16()}`;
}

function loadBalancerDnsName(values: Values): string | undefined {
  const kind = balancerKind(values);
  const name = values.autoName("name");
  const { region, dnsSuffix } = values.context;
  if (kind === undefined || name === undefined || kind === "gwy") {
    return undefined;
  }
  if (kind === "net") {
    return `${name}-${values.hex16()}.elb.${region}.${dnsSuffix}`;
  }
  const internal = values.context.inputs.internal === true ? "internal-" : "";
  return `${internal}${name}-${values.digits(10)}.${region}.elb.${dnsSuffix}`;
}

function listenerArn(values: Values): string | undefined {
  return below(values.input("loadBalancerArn"), ":loadbalancer/", ":listener/", values.hex16());
}

/** An ARN below another one: its kind changes, and it has an id of its own at its end. */
function below(arn: string | undefined, from: string, to: string, id: string): string | undefined {
  return arn?.includes(from) ? `${arn.replace(from, to)}/${id}` : undefined;
}

function suffix(arn: string | undefined, after: string): string | undefined {
  return arn?.slice(arn.indexOf(after) + after.length);
}

function joined(first: string | undefined, second: string | undefined): string | undefined {
  return first === undefined || second === undefined ? undefined : `${first}/${second}`;
}

/** One record for each name: ACM asks for each name of a certificate to be proven, and for `*.name` as for `name`. */
function validationRecords(values: Values): { [key: string]: string }[] | undefined {
  const domain = values.input("domainName");
  const others = values.has("subjectAlternativeNames") ? values.list("subjectAlternativeNames") : [];
  if (domain === undefined || others === undefined || values.input("validationMethod") !== "DNS") {
    return undefined;
  }
  return [...new Set([domain, ...others])].map((name) => {
    const bare = name.replace(/^\*\./, "");
    return {
      domainName: name,
      resourceRecordName: `_${values.hex16(bare)}.${bare}.`,
      resourceRecordType: "CNAME",
      resourceRecordValue: `_${values.hex16(`${bare} value`)}.acm-validations.aws.`,
    };
  });
}
