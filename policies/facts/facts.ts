import type { DatedList } from "../core/dated";
import cloudFrontList from "./cloudfront-tls-policies.json";
import kubernetesList from "./kubernetes-versions.json";
import listenerList from "./listener-tls-policies.json";
import managedPolicyList from "./managed-policies.json";
import openSearchList from "./opensearch-tls-policies.json";
import tlsPolicyList from "./tls-policies.json";
import watchedEventList from "./watched-events.json";

/** TLS policies of API Gateway, by what they let a client negotiate. */
export const tlsPolicies = tlsPolicyList;

/** TLS policies of load balancers' listeners, by what they let a client negotiate. */
export const listenerTlsPolicies = listenerList;

/** Minimum protocol versions of CloudFront without TLS 1.0 and 1.1, and protocols that no origin should be asked with. */
export const cloudFrontTlsPolicies = cloudFrontList;

/** Kubernetes versions of EKS, by the day on which their standard support ends. */
export const kubernetesVersions = kubernetesList;

/** TLS policies of search domains, by what they let a client negotiate. */
export const openSearchTlsPolicies = openSearchList;

/** What policies of AWS's own allow, by their path and name. */
export const managedPolicyActions: DatedList & { readonly allow: Readonly<Record<string, readonly string[]>> } =
  managedPolicyList;

/** Events that an account should have an alarm for, with why. */
export const watchedEvents = watchedEventList;

/** Every list that ages, by the name under which it is reported once it is old. */
export const datedLists: Readonly<Record<string, DatedList>> = {
  "TLS policies": tlsPolicies,
  "TLS policies of listeners": listenerTlsPolicies,
  "TLS policies of CloudFront": cloudFrontTlsPolicies,
  "TLS policies of search domains": openSearchTlsPolicies,
  "Kubernetes versions": kubernetesVersions,
  "policies managed by AWS": managedPolicyActions,
  "events that are watched": watchedEvents,
};
