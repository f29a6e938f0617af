/** Facts of Amazon OpenSearch Service that age. */
export const openSearchFacts = {
  asOf: "2026-11-26",
  /**
   * What `aws opensearch list-versions` offers of OpenSearch 2.19 and later; earlier versions get to 3.x through 2.19 alone.
   * docs.aws.amazon.com/opensearch-service/latest/developerguide/what-is.html#choosing-version
   */
  versions: ["OpenSearch_2.19", "OpenSearch_3.1", "OpenSearch_3.3", "OpenSearch_3.5"],
  /** Taken where the program names none: docs.aws.amazon.com/opensearch-service/latest/developerguide/multi-tier-storage.html uses it. */
  currentVersion: "OpenSearch_3.3",
  /** No TLS 1.0 or 1.1, and forward secrecy: `TLSSecurityPolicy` of the service's API. */
  tlsPolicy: "Policy-Min-TLS-1-2-PFS-2023-10",
} as const;

/** Least GiB of a volume, of every instance type that has one. */
export const MINIMUM_VOLUME = 10;

/**
 * Most GiB of a gp3 volume, by instance type; of other types AWS alone says.
 * docs.aws.amazon.com/opensearch-service/latest/developerguide/limits.html#ebsresource
 */
export const MAXIMUM_VOLUME: Readonly<Record<string, number>> = {
  "t3.small.search": 100,
  "t3.medium.search": 200,
  "m5.large.search": 1024,
  "m5.xlarge.search": 2048,
  "m5.2xlarge.search": 3072,
  "m5.4xlarge.search": 6144,
  "m5.12xlarge.search": 18_432,
  "m6g.large.search": 1024,
  "m6g.xlarge.search": 2048,
  "m6g.2xlarge.search": 3072,
  "m6g.4xlarge.search": 6144,
  "m6g.8xlarge.search": 12_288,
  "m6g.12xlarge.search": 18_432,
  "c5.large.search": 256,
  "c5.xlarge.search": 512,
  "c5.2xlarge.search": 1024,
  "c5.4xlarge.search": 1536,
  "c5.9xlarge.search": 3584,
  "c5.18xlarge.search": 7168,
  "c6g.large.search": 256,
  "c6g.xlarge.search": 512,
  "c6g.2xlarge.search": 1024,
  "c6g.4xlarge.search": 1536,
  "c6g.8xlarge.search": 3072,
  "c6g.12xlarge.search": 4608,
  "r5.large.search": 2048,
  "r5.xlarge.search": 3072,
  "r5.2xlarge.search": 6144,
  "r5.4xlarge.search": 12_288,
  "r5.12xlarge.search": 24_576,
  "r6g.large.search": 2048,
  "r6g.xlarge.search": 3072,
  "r6g.2xlarge.search": 6144,
  "r6g.4xlarge.search": 12_288,
  "r6g.8xlarge.search": 16_384,
  "r6g.12xlarge.search": 24_576,
};

/** Instances of one domain before a quota has to be raised: …/limits.html#clusterresource */
export const MAXIMUM_INSTANCES = 80;

/** Burstable instances: "Autotune is not supported in t2/t3 instance types" is what the service answers. */
export function isBurstable(instanceType: string): boolean {
  return /^t\d/.test(instanceType);
}
