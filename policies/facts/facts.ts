import type { DatedList } from "../core/dated";
import cloudFrontHeaderList from "./cloudfront-headers.json";
import cloudFrontList from "./cloudfront-tls-policies.json";
import fargatePlatformList from "./fargate-platform-versions.json";
import glueList from "./glue-versions.json";
import highRiskPortList from "./high-risk-ports.json";
import kubernetesList from "./kubernetes-versions.json";
import lambdaRuntimeList from "./lambda-runtimes.json";
import listenerList from "./listener-tls-policies.json";
import managedPolicyList from "./managed-policies.json";
import openSearchList from "./opensearch-tls-policies.json";
import certificateAuthorityList from "./rds-certificate-authorities.json";
import tlsPolicyList from "./tls-policies.json";
import watchedEventList from "./watched-events.json";

/** TLS policies of API Gateway, by what they let a client negotiate. */
export const tlsPolicies = tlsPolicyList;

/** TLS policies of load balancers' listeners, by what they let a client negotiate. */
export const listenerTlsPolicies = listenerList;

/** Minimum protocol versions of CloudFront without TLS 1.0 and 1.1, and protocols that no origin should be asked with. */
export const cloudFrontTlsPolicies = cloudFrontList;

/** CloudFront's own policies on headers that make browsers come over HTTPS only, by id. */
export const cloudFrontHeaders = cloudFrontHeaderList;

/** Runtimes that Lambda no longer supports. */
export const lambdaRuntimes = lambdaRuntimeList;

/** Kubernetes versions of EKS, by the day on which their standard support ends. */
export const kubernetesVersions = kubernetesList;

/** Versions of Glue for Spark jobs, by the day on which their support ended. */
export const glueVersions = glueList;

/** TLS policies of search domains, by what they let a client negotiate. */
export const openSearchTlsPolicies = openSearchList;

/** Certificate authorities of RDS that have expired. */
export const rdsCertificateAuthorities = certificateAuthorityList;
/** Platform versions of Fargate that are current. */
export const fargatePlatformVersions = fargatePlatformList;

/** Ports that nothing should offer to the internet: those of administration, and the others that AWS names. */
export const highRiskPorts = highRiskPortList;

/** Something that a policy allows under a condition, as it stands in the policy. */
interface ConditionalActions {
  readonly Action: readonly string[];
  readonly Condition: object;
}

/** What policies of AWS's own allow, by their path and name. */
export const managedPolicyActions: DatedList & {
  readonly allow: Readonly<Record<string, readonly string[]>>;
  readonly conditional: Readonly<Record<string, readonly ConditionalActions[]>>;
} = managedPolicyList;

/** Events that an account should have an alarm for, with why. */
export const watchedEvents = watchedEventList;

/** Every list that ages, by the name under which it is reported once it is old. */
export const datedLists: Readonly<Record<string, DatedList>> = {
  "TLS policies": tlsPolicies,
  "TLS policies of listeners": listenerTlsPolicies,
  "TLS policies of CloudFront": cloudFrontTlsPolicies,
  "header policies of CloudFront": cloudFrontHeaders,
  "runtimes of Lambda": lambdaRuntimes,
  "TLS policies of search domains": openSearchTlsPolicies,
  "Kubernetes versions": kubernetesVersions,
  "Glue versions": glueVersions,
  "certificate authorities of RDS": rdsCertificateAuthorities,
  "platform versions of Fargate": fargatePlatformVersions,
  "ports of high risk": highRiskPorts,
  "policies managed by AWS": managedPolicyActions,
  "events that are watched": watchedEvents,
};
