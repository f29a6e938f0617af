import { any, control } from "../../core";
import { unlessMemcached } from "./kinds";

const who = "a user group or an auth token";

/** Holds caches to knowing their clients. */
export const elasticacheAuthentication = control({
  id: "elasticache-authentication",
  title: "ElastiCache caches ask clients who they are",
  severity: "medium",
  why: "Whatever reaches the port reads every session and every key, and may empty the cache.",
  fix: "Give userGroupIds (userGroupId of a serverless cache) of a group whose users come in by IAM or password, or an authToken.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/elasticache-controls.html#elasticache-6",
  on: ["aws:elasticache/replicationGroup:ReplicationGroup", "aws:elasticache/serverlessCache:ServerlessCache"],
  check: (cache) =>
    unlessMemcached(cache, "Memcached has no users here", () =>
      any([
        ...["authToken", "authTokenWo", "userGroupId"].map((path) => cache.mustBeSet(path, who, { unknown: "set" })),
        cache.list("userGroupIds").lengthAtLeast(1, { absent: who }),
      ]),
    ),
});
