import { stateMachineKey } from "../../../../../policies/controls/stepfunctions/key";
import { stateMachineLogging } from "../../../../../policies/controls/stepfunctions/logging";
import { stateMachineTimeout } from "../../../../../policies/controls/stepfunctions/timeout";
import { stateMachineTracing } from "../../../../../policies/controls/stepfunctions/tracing";
import { describeControl, sample, UNKNOWN } from "../../../../support/policies";

const machine = (props: Record<string, unknown> = {}) => ({
  subject: sample("aws:sfn/stateMachine:StateMachine", "orders", props),
});
const logDestination = "arn:aws:logs:eu-central-1:111122223333:log-group:orders:*";
const logging = (loggingConfiguration: unknown) => machine({ loggingConfiguration });

describeControl(stateMachineLogging, {
  compliant: {
    ...Object.fromEntries(["FATAL", "ERROR", "ALL"].map((level) => [level, logging({ level, logDestination })])),
    "a log group that is made with it": logging({ level: "ALL", logDestination: UNKNOWN }),
    "as much as a team wants": { ...logging({ level: "ERROR", logDestination }), config: { minimumLevel: "ERROR" } },
  },
  violating: {
    "AWS's default": { ...machine(), at: "loggingConfiguration.level" },
    off: { ...logging({ level: "OFF" }), at: "loggingConfiguration.level" },
    "less than a team wants": {
      ...logging({ level: "FATAL", logDestination }),
      config: { minimumLevel: "ERROR" },
      at: "loggingConfiguration.level",
    },
    "logs to nowhere": { ...logging({ level: "ALL" }), at: "loggingConfiguration.logDestination" },
  },
  undecided: {
    "a level that is not known yet": { ...logging({ level: UNKNOWN, logDestination }), because: /level is not known/ },
  },
});

describeControl(stateMachineTracing, {
  compliant: { on: machine({ tracingConfiguration: { enabled: true } }) },
  violating: {
    "AWS's default": { ...machine(), at: "tracingConfiguration.enabled" },
    off: { ...machine({ tracingConfiguration: { enabled: false } }), at: "tracingConfiguration.enabled" },
  },
  undecided: { "what is not known yet": { ...machine({ tracingConfiguration: UNKNOWN }), because: /is not known/ } },
});

const key = (encryptionConfiguration: unknown) => machine({ encryptionConfiguration });
describeControl(stateMachineKey, {
  compliant: {
    "a key": key({ type: "CUSTOMER_MANAGED_KMS_KEY", kmsKeyId: UNKNOWN }),
    "a key of an activity": {
      subject: sample("aws:sfn/activity:Activity", "orders", {
        encryptionConfiguration: { type: "CUSTOMER_MANAGED_KMS_KEY", kmsKeyId: "k" },
      }),
    },
  },
  violating: {
    "AWS's default": { ...machine(), at: "encryptionConfiguration.type" },
    "AWS's key": { ...key({ type: "AWS_OWNED_KEY", kmsKeyId: "k" }), at: "encryptionConfiguration.type" },
    "no key": { ...key({ type: "CUSTOMER_MANAGED_KMS_KEY" }), at: "encryptionConfiguration.kmsKeyId" },
  },
  undecided: { "what is not known yet": { ...key({ type: UNKNOWN, kmsKeyId: "k" }), because: /type is not known/ } },
});

const definition = (TimeoutSeconds?: unknown, type?: string) =>
  machine({ definition: JSON.stringify({ StartAt: "a", TimeoutSeconds }), ...(type && { type }) });
describeControl(stateMachineTimeout, {
  compliant: {
    "a limit": definition(60),
    "the least limit": definition(1, "STANDARD"),
    "an express workflow": definition(undefined, "EXPRESS"),
  },
  violating: {
    "no limit": { ...definition(), at: "definition.TimeoutSeconds" },
    "a limit of nothing": { ...definition(0), at: "definition.TimeoutSeconds" },
    "no limit of a standard workflow": { ...definition(undefined, "STANDARD"), at: "definition.TimeoutSeconds" },
  },
  undecided: { "a definition that is not known yet": { ...machine({ definition: UNKNOWN }), because: /definition/ } },
  mayBeDropped: { definition: "AWS refuses one without", type: "AWS then takes STANDARD" },
});
