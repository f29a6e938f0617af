import { control } from "../../core";

/** Holds connectors to TLS. */
export const connectorTransit = control({
  id: "msk-connector-transit",
  title: "MSK connectors speak TLS with their cluster",
  severity: "medium",
  why: "Plain text shows each record to everyone on the way.",
  fix: "Set kafkaClusterEncryptionInTransit.encryptionType to TLS.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/msk-controls.html#msk-3",
  on: ["aws:mskconnect/connector:Connector"],
  check: (connector) =>
    connector
      .string("kafkaClusterEncryptionInTransit.encryptionType")
      .equals("TLS", { absent: "AWS then takes PLAINTEXT" }),
});
