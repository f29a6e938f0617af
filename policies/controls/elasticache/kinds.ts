import { notApplicable, type Resource, type Verdict, when } from "../../core";

/** Judges what Memcached does not have. @param reason why not, as a sentence without a full stop */
export function unlessMemcached(cache: Resource, reason: string, judge: () => Verdict): Verdict {
  return when(
    cache.string("engine").equals("memcached", { absent: "another engine" }),
    () => notApplicable(reason),
    judge,
  );
}

/** Judges what a node has from its replication group, which is judged by itself. */
export function unlessNode(cache: Resource, judge: () => Verdict): Verdict {
  return cache.type === "aws:elasticache/cluster:Cluster" && cache.has("replicationGroupId") !== false
    ? notApplicable("it is a node of a replication group")
    : judge();
}

/** Judges what a group in a second region has from the first group of its global datastore. */
export function unlessSecondary(group: Resource, judge: () => Verdict): Verdict {
  return group.has("globalReplicationGroupId") === false
    ? judge()
    : notApplicable("it has this from the first group of its global datastore");
}

/** Valkey encrypts by itself; Redis, the default, does not. */
export function encryptsByItself(cache: Resource): Verdict {
  return cache.string("engine").equals("valkey", { absent: "Redis does not encrypt" });
}
