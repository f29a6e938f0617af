import { control, notApplicable } from "../../core";

/** Holds message brokers to logging. */
export const brokerGeneralLog = control({
  id: "mq-broker-log",
  title: "Amazon MQ brokers write their log to CloudWatch",
  severity: "medium",
  why: "Why clients are refused, and queues stand still, is in the log alone.",
  fix: "Set logs.general to true.",
  url: "https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/security-logging-monitoring.html",
  on: ["aws:mq/broker:Broker"],
  check: (broker) => broker.boolean("logs.general").mustBeTrue(),
});

/** Holds ActiveMQ to an audit log; RabbitMQ has none. */
export const brokerAuditLog = control({
  id: "mq-broker-audit-log",
  title: "ActiveMQ brokers write their audit log to CloudWatch",
  severity: "medium",
  why: "Without it nobody can say who changed users, queues and rights in the broker's console.",
  fix: "Set logs.audit to true.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/mq-controls.html#mq-2",
  on: ["aws:mq/broker:Broker"],
  check: (broker) =>
    broker.string("engineType").value?.toLowerCase() === "rabbitmq"
      ? notApplicable("RabbitMQ has no audit log")
      : broker.boolean("logs.audit").mustBeTrue(),
});
