import { control, pass } from "../../core";

/** Holds global endpoints to replicating events. */
export const endpointReplication = control({
  id: "eventbridge-endpoint-replication",
  title: "Global endpoints replicate events to the second region",
  severity: "medium",
  why: "Without replication, events that were on their way when the region failed are not in the other.",
  fix: "Leave replicationConfig.state out, or set it to ENABLED, and set roleArn.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/eventbridge-controls.html#eventbridge-4",
  on: ["aws:cloudwatch/eventEndpoint:EventEndpoint"],
  check: (endpoint) => endpoint.string("replicationConfig.state").equals("ENABLED", { absent: pass }),
});
