import { clusterAuthentication } from "../../../../../policies/controls/msk/authentication";
import { connectorTransit } from "../../../../../policies/controls/msk/connector-transit";
import { clusterLogging, connectorLogging } from "../../../../../policies/controls/msk/logging";
import { clusterMonitoring } from "../../../../../policies/controls/msk/monitoring";
import { clusterPublic } from "../../../../../policies/controls/msk/public";
import { clusterTransit } from "../../../../../policies/controls/msk/transit";
import { clusterZones } from "../../../../../policies/controls/msk/zones";
import { describeControl, sample, UNKNOWN } from "../../../../support/policies";

const cluster = (props: Record<string, unknown> = {}) => ({
  subject: sample("aws:msk/cluster:Cluster", "events", props),
});
const connector = (props: Record<string, unknown> = {}) => ({
  subject: sample("aws:mskconnect/connector:Connector", "sink", props),
});
const transit = (encryptionInTransit: unknown) => cluster({ encryptionInfo: { encryptionInTransit } });

describeControl(clusterTransit, {
  compliant: {
    "AWS's default": cluster(),
    "TLS everywhere": transit({ clientBroker: "TLS", inCluster: true }),
  },
  violating: {
    "plain text too": {
      ...transit({ clientBroker: "TLS_PLAINTEXT" }),
      at: "encryptionInfo.encryptionInTransit.clientBroker",
    },
    "plain text between brokers": {
      ...transit({ clientBroker: "TLS", inCluster: false }),
      at: "encryptionInfo.encryptionInTransit.inCluster",
    },
  },
  undecided: { "what is not known yet": { ...transit(UNKNOWN), because: /encryptionInTransit is not known/ } },
  mayBeDropped: {
    "encryptionInfo.encryptionInTransit.clientBroker": "AWS takes TLS by itself",
    "encryptionInfo.encryptionInTransit.inCluster": "AWS takes TLS by itself",
  },
});

const publicAccess = (type: unknown) =>
  cluster({ brokerNodeGroupInfo: { connectivityInfo: { publicAccess: { type } } } });
describeControl(clusterPublic, {
  compliant: { "AWS's default": cluster(), private: publicAccess("DISABLED") },
  violating: {
    public: {
      ...publicAccess("SERVICE_PROVIDED_EIPS"),
      at: "brokerNodeGroupInfo.connectivityInfo.publicAccess.type",
    },
  },
  undecided: { "what is not known yet": { ...publicAccess(UNKNOWN), because: /type is not known/ } },
  mayBeDropped: {
    "brokerNodeGroupInfo.connectivityInfo.publicAccess.type": "AWS keeps clusters private by itself",
  },
});

const authentication = (clientAuthentication: unknown) => cluster({ clientAuthentication });
describeControl(clusterAuthentication, {
  compliant: {
    IAM: authentication({ sasl: { iam: true } }),
    passwords: authentication({ unauthenticated: false, sasl: { scram: true, iam: false } }),
    certificates: authentication({ tls: { certificateAuthorityArns: ["arn"] } }),
  },
  violating: {
    "AWS's default": { ...cluster(), at: "clientAuthentication.sasl.iam" },
    "everybody beside IAM": {
      ...authentication({ unauthenticated: true, sasl: { iam: true } }),
      at: "clientAuthentication.unauthenticated",
    },
    "no way at all": {
      ...authentication({ sasl: { iam: false, scram: false }, tls: { certificateAuthorityArns: [] } }),
      at: "clientAuthentication.tls.certificateAuthorityArns",
    },
  },
  undecided: {
    "what is not known yet": { ...authentication(UNKNOWN), because: /clientAuthentication is not known/ },
    "a way that is not known yet": { ...authentication({ sasl: { iam: UNKNOWN } }), because: /iam is not known/ },
  },
  mayBeDropped: {
    "clientAuthentication.unauthenticated": "AWS takes false beside another way",
    "clientAuthentication.sasl.iam": "passwords do as well",
  },
});

describeControl(clusterMonitoring, {
  compliant: {
    topics: cluster({ enhancedMonitoring: "PER_TOPIC_PER_BROKER" }),
    partitions: cluster({ enhancedMonitoring: "PER_TOPIC_PER_PARTITION" }),
  },
  violating: {
    "AWS's default": { ...cluster(), at: "enhancedMonitoring" },
    "brokers alone": { ...cluster({ enhancedMonitoring: "PER_BROKER" }), at: "enhancedMonitoring" },
  },
  undecided: { "what is not known yet": { ...cluster({ enhancedMonitoring: UNKNOWN }), because: /is not known/ } },
});

const places = ["cloudwatchLogs", "firehose", "s3"];
const logging = (of: (logs: unknown) => ReturnType<typeof cluster>, path: string) => ({
  compliant: Object.fromEntries(places.map((place) => [`logs to ${place}`, of({ [place]: { enabled: true } })])),
  violating: {
    none: { ...of(undefined), at: `${path}.cloudwatchLogs.enabled` },
    "logs that are off": {
      ...of(Object.fromEntries(places.map((place) => [place, { enabled: false }]))),
      at: `${path}.s3.enabled`,
    },
  },
  undecided: { "what is not known yet": { ...of({ s3: UNKNOWN }), because: /s3 is not known/ } },
});
describeControl(clusterLogging, {
  ...logging((brokerLogs) => cluster({ loggingInfo: { brokerLogs } }), "loggingInfo.brokerLogs"),
});
describeControl(connectorLogging, {
  ...logging((logs) => connector({ logDelivery: { workerLogDelivery: logs } }), "logDelivery.workerLogDelivery"),
});

const encryption = (encryptionType: unknown) => connector({ kafkaClusterEncryptionInTransit: { encryptionType } });
describeControl(connectorTransit, {
  compliant: { TLS: encryption("TLS") },
  violating: {
    "plain text": { ...encryption("PLAINTEXT"), at: "kafkaClusterEncryptionInTransit.encryptionType" },
    "AWS's default": { ...connector(), at: "kafkaClusterEncryptionInTransit.encryptionType" },
  },
  undecided: { "what is not known yet": { ...encryption(UNKNOWN), because: /encryptionType is not known/ } },
});

const subnet = (name: string, availabilityZone: string) =>
  sample("aws:ec2/subnet:Subnet", name, { id: UNKNOWN, availabilityZone });
const [a, b, other] = [subnet("a", "eu-central-1a"), subnet("b", "eu-central-1b"), subnet("other", "eu-central-1a")];
const within = (...subnets: (typeof a)[]) => ({
  subject: sample(
    "aws:msk/cluster:Cluster",
    "events",
    { brokerNodeGroupInfo: { clientSubnets: subnets.map(() => UNKNOWN) } },
    { from: { brokerNodeGroupInfo: subnets } },
  ),
});
describeControl(clusterZones, {
  compliant: { "two zones": within(a, b) },
  violating: {
    "one zone": { ...within(a, other), at: "brokerNodeGroupInfo.clientSubnets" },
    "fewer than a team wants": {
      ...within(a, b),
      config: { minimumZones: 3 },
      at: "brokerNodeGroupInfo.clientSubnets",
    },
  },
  undecided: {
    "subnets of another stack": {
      ...cluster({ brokerNodeGroupInfo: { clientSubnets: ["subnet-1", "subnet-2"] } }),
      because: /subnet-1/,
    },
  },
});
