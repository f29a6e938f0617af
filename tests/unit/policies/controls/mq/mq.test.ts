import { brokerKey } from "../../../../../policies/controls/mq/key";
import { brokerAuditLog, brokerGeneralLog } from "../../../../../policies/controls/mq/logs";
import { brokerMinorUpgrades } from "../../../../../policies/controls/mq/minor-upgrades";
import { brokerPublic } from "../../../../../policies/controls/mq/public";
import { describeControl, sample, UNKNOWN } from "../../../../support/policies";

const broker = (props: Record<string, unknown> = {}) => ({ subject: sample("aws:mq/broker:Broker", "orders", props) });

describeControl(brokerPublic, {
  compliant: { "AWS's default": broker(), private: broker({ publiclyAccessible: false }) },
  violating: { public: { ...broker({ publiclyAccessible: true }), at: "publiclyAccessible" } },
  undecided: { "what is not known yet": { ...broker({ publiclyAccessible: UNKNOWN }), because: /is not known/ } },
  mayBeDropped: { publiclyAccessible: "AWS keeps brokers private by itself" },
});

describeControl(brokerGeneralLog, {
  compliant: { "the log": broker({ logs: { general: true } }) },
  violating: {
    none: { ...broker(), at: "logs.general" },
    "the audit log alone": { ...broker({ logs: { audit: true, general: false } }), at: "logs.general" },
  },
  undecided: { "what is not known yet": { ...broker({ logs: UNKNOWN }), because: /logs is not known/ } },
});

describeControl(brokerAuditLog, {
  compliant: { "the audit log": broker({ engineType: "ActiveMQ", logs: { audit: true } }) },
  violating: {
    none: { ...broker({ engineType: "ActiveMQ" }), at: "logs.audit" },
    "none, of an engine that is not known": { ...broker({ engineType: UNKNOWN }), at: "logs.audit" },
  },
  undecided: {
    "what is not known yet": { ...broker({ engineType: "ActiveMQ", logs: UNKNOWN }), because: /logs is not known/ },
  },
  notApplicable: {
    RabbitMQ: broker({ engineType: "RabbitMQ" }),
    "RABBITMQ, as the API has it": broker({ engineType: "RABBITMQ" }),
  },
  mayBeDropped: { engineType: "AWS refuses one without" },
});

describeControl(brokerMinorUpgrades, {
  compliant: { on: broker({ autoMinorVersionUpgrade: true }) },
  violating: {
    "AWS's default": { ...broker(), at: "autoMinorVersionUpgrade" },
    off: { ...broker({ autoMinorVersionUpgrade: false }), at: "autoMinorVersionUpgrade" },
  },
  undecided: { "what is not known yet": { ...broker({ autoMinorVersionUpgrade: UNKNOWN }), because: /is not known/ } },
});

describeControl(brokerKey, {
  compliant: { "a key": broker({ encryptionOptions: { useAwsOwnedKey: false, kmsKeyId: UNKNOWN } }) },
  violating: {
    "AWS's default": { ...broker(), at: "encryptionOptions.useAwsOwnedKey" },
    "AWS's key": {
      ...broker({ encryptionOptions: { useAwsOwnedKey: true, kmsKeyId: "k" } }),
      at: "encryptionOptions.useAwsOwnedKey",
    },
    "no key": { ...broker({ encryptionOptions: { useAwsOwnedKey: false } }), at: "encryptionOptions.kmsKeyId" },
  },
  undecided: {
    "what is not known yet": {
      ...broker({ encryptionOptions: { useAwsOwnedKey: UNKNOWN, kmsKeyId: "k" } }),
      because: /useAwsOwnedKey is not known/,
    },
  },
});
