import { elasticacheAuthentication } from "../../../../../policies/controls/elasticache/authentication";
import { elasticacheBackups } from "../../../../../policies/controls/elasticache/backups";
import { elasticacheEncryptionAtRest } from "../../../../../policies/controls/elasticache/encryption-at-rest";
import { elasticacheEncryptionInTransit } from "../../../../../policies/controls/elasticache/encryption-in-transit";
import { elasticacheLogs } from "../../../../../policies/controls/elasticache/logs";
import { elasticacheMinorUpgrades } from "../../../../../policies/controls/elasticache/minor-upgrades";
import { elasticacheSubnetGroup } from "../../../../../policies/controls/elasticache/subnet-group";
import { elasticacheUserAuthentication } from "../../../../../policies/controls/elasticache/user-authentication";
import { examplesOf, mustBeOn, one, plus } from "../../../../support/examples";
import { describeControl, UNKNOWN } from "../../../../support/policies";

const group = "aws:elasticache/replicationGroup:ReplicationGroup";
const cluster = "aws:elasticache/cluster:Cluster";
const serverless = "aws:elasticache/serverlessCache:ServerlessCache";
const user = "aws:elasticache/user:User";
const secondary = { "a group in a second region": one(group, { globalReplicationGroupId: UNKNOWN }) };
const node = { "a node of a replication group": one(cluster, { engine: "redis", replicationGroupId: UNKNOWN }) };

describeControl(
  elasticacheEncryptionAtRest,
  plus(mustBeOn([group], "atRestEncryptionEnabled"), {
    compliant: { "Valkey, which encrypts by itself": one(group, { engine: "valkey" }) },
    violating: {
      Redis: { ...one(group, { engine: "redis" }), at: "atRestEncryptionEnabled" },
      "Valkey that is told not to": {
        ...one(group, { engine: "valkey", atRestEncryptionEnabled: false }),
        at: "atRestEncryptionEnabled",
      },
    },
    undecided: {
      "an engine that is not known yet": { ...one(group, { engine: UNKNOWN }), because: /engine is not known/ },
    },
    notApplicable: secondary,
  }),
);

describeControl(
  elasticacheEncryptionInTransit,
  plus(mustBeOn([group, cluster], "transitEncryptionEnabled"), {
    compliant: {
      "TLS for all": one(group, { transitEncryptionEnabled: true, transitEncryptionMode: "required" }),
      "a group by its own name": one(group, { transitEncryptionEnabled: true, replicationGroupId: "sessions" }),
    },
    violating: {
      "TLS for those who like": {
        ...one(group, { transitEncryptionEnabled: true, transitEncryptionMode: "preferred" }),
        at: "transitEncryptionMode",
      },
    },
    notApplicable: { ...node, ...secondary },
    mayBeDropped: { transitEncryptionMode: "AWS then asks all for it" },
  }),
);

describeControl(elasticacheAuthentication, {
  compliant: {
    "a group of users": one(group, { userGroupIds: ["shop"] }),
    "a token": one(group, { authToken: UNKNOWN }),
    "a write-only token": one(group, { authTokenWo: UNKNOWN }),
    "users of whatever engine": one(serverless, { engine: UNKNOWN, userGroupId: "shop" }),
    "users of a serverless cache": one(serverless, { engine: "valkey", userGroupId: UNKNOWN }),
  },
  violating: {
    "neither of a group": { ...one(group, { engine: "redis" }), at: "userGroupIds" },
    "a group of nobody": { ...one(group, { engine: "redis", userGroupIds: [] }), at: "userGroupIds" },
    "neither of a serverless cache": { ...one(serverless, { engine: "valkey" }), at: "userGroupId" },
  },
  undecided: {
    "groups that are not known yet": { ...one(group, { userGroupIds: UNKNOWN }), because: /userGroupIds is not known/ },
    "an engine that is not known yet": {
      ...one(serverless, { engine: UNKNOWN }),
      because: /engine is not known/,
    },
  },
  notApplicable: { Memcached: one(serverless, { engine: "memcached" }) },
  mayBeDropped: { engine: "a cache without an engine is Redis" },
});

describeControl(elasticacheUserAuthentication, {
  compliant: {
    "a role": one(user, { accessString: "on ~* +@read", "authenticationMode.type": "iam" }),
    "a password": one(user, { accessString: "on ~* +@read", "authenticationMode.type": "password" }),
    passwords: one(user, { accessString: "on ~* +@read", passwords: UNKNOWN }),
    "write-only passwords": one(user, { accessString: "on ~* +@read", passwordsWo: UNKNOWN }),
    "nobody, who is off": one(user, { accessString: "off -@all", "authenticationMode.type": "no-password-required" }),
    "a user who may come in by password only": one(user, {
      accessString: "on ~* +@read",
      noPasswordRequired: false,
      passwords: ["secret-enough-for-16"],
    }),
  },
  violating: {
    "a user without a password": {
      ...one(user, { accessString: "on ~* +@all", "authenticationMode.type": "no-password-required" }),
      at: "authenticationMode.type",
    },
    "a user who needs none": {
      ...one(user, { accessString: "on ~* +@all", noPasswordRequired: true, passwords: ["x"] }),
      at: "noPasswordRequired",
    },
    "a user of whom nothing is said": { ...one(user, { accessString: "on ~* +@all" }), at: "passwords" },
    "one whose string says off later": {
      ...one(user, { accessString: "on ~off +@all" }),
      at: "accessString",
    },
  },
  undecided: {
    "a mode that is not known yet": {
      ...one(user, { accessString: "on ~* +@all", authenticationMode: UNKNOWN }),
      because: /authenticationMode is not known/,
    },
    "a string that is not known yet": { ...one(user, { accessString: UNKNOWN }), because: /accessString is not known/ },
  },
  mayBeDropped: {
    accessString: "it matters where it says off",
    noPasswordRequired: "AWS then asks for one",
    "authenticationMode.type": "a user who is off may have any",
  },
});

describeControl(
  elasticacheBackups,
  plus(
    examplesOf({
      types: [group, cluster, serverless],
      path: "snapshotRetentionLimit",
      good: [1, 7],
      bad: [0],
      absent: "bad",
      beside: { engine: "valkey" },
    }),
    {
      violating: {
        "a day where a team asks for a week": {
          ...one(group, { snapshotRetentionLimit: 6 }),
          config: { minimumDays: 7 },
          at: "snapshotRetentionLimit",
        },
      },
      undecided: {
        "an engine that is not known yet": {
          ...one(serverless, { engine: UNKNOWN }),
          because: /engine is not known/,
        },
      },
      notApplicable: { ...node, Memcached: one(cluster, { engine: "memcached" }) },
      mayBeDropped: { engine: "a cache without an engine is Redis" },
    },
  ),
);

describeControl(
  elasticacheMinorUpgrades,
  plus(mustBeOn([group, cluster], "autoMinorVersionUpgrade", "good"), {
    compliant: { "a cluster that says it in words": one(cluster, { autoMinorVersionUpgrade: "true" }) },
    violating: {
      "a cluster that says it in words": {
        ...one(cluster, { autoMinorVersionUpgrade: "false" }),
        at: "autoMinorVersionUpgrade",
      },
    },
    notApplicable: { Memcached: one(cluster, { engine: "memcached", autoMinorVersionUpgrade: "false" }) },
  }),
);

describeControl(elasticacheSubnetGroup, {
  compliant: {
    "a group of its own": one(group, { subnetGroupName: "sessions" }),
    "a group that is not made yet": one(cluster, { subnetGroupName: UNKNOWN }),
  },
  violating: {
    "the default group": { ...one(group, { subnetGroupName: "default" }), at: "subnetGroupName" },
    "no word of it": { ...one(cluster), at: "subnetGroupName" },
  },
  undecided: {},
  alwaysDecides: "a name that is not known yet is that of a group that the program makes",
  notApplicable: node,
});

describeControl(elasticacheLogs, {
  compliant: {
    "slow commands": one(group, { logDeliveryConfigurations: [{ logType: "slow-log" }] }),
    "the engine": one(group, { logDeliveryConfigurations: [{ logType: "engine-log" }] }),
  },
  violating: {
    "no logs": { ...one(group), at: "logDeliveryConfigurations" },
    "a list without any": { ...one(group, { logDeliveryConfigurations: [] }), at: "logDeliveryConfigurations" },
    "another type": {
      ...one(group, { logDeliveryConfigurations: [{ logType: "audit" }] }),
      at: "logDeliveryConfigurations",
    },
  },
  undecided: {
    "a type that is not known yet": {
      ...one(group, { logDeliveryConfigurations: [{ logType: UNKNOWN }] }),
      because: /logType is not known/,
    },
  },
});
