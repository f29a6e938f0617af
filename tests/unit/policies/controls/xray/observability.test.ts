import { metricsWorkspaceKey, metricsWorkspaceLogging } from "../../../../../policies/controls/amp/workspace";
import { grafanaNetwork, grafanaOrganization } from "../../../../../policies/controls/grafana/network";
import { traceEncryption } from "../../../../../policies/controls/xray/encryption";
import { wholeTraces } from "../../../../../policies/controls/xray/whole-traces";
import { describeControl, sample, UNKNOWN } from "../../../../support/policies";

const of = (type: string, props: Record<string, unknown>) => ({ subject: sample(type, "one", props) });

const traces = (props: Record<string, unknown>) => of("aws:xray/encryptionConfig:EncryptionConfig", props);
describeControl(traceEncryption, {
  compliant: { "a key": traces({ type: "KMS", keyId: UNKNOWN }) },
  violating: {
    "AWS's default": { ...traces({ type: "NONE", keyId: "k" }), at: "type" },
    "no key": { ...traces({ type: "KMS" }), at: "keyId" },
  },
  undecided: { "what is not known yet": { ...traces({ type: UNKNOWN, keyId: "k" }), because: /type is not known/ } },
});

const traced = sample("aws:sfn/stateMachine:StateMachine", "traced", { tracingConfiguration: { enabled: true } });
const hop = (type: string, props: Record<string, unknown>) => ({ ...of(type, props), others: [traced] });
const stage = "aws:apigateway/stage:Stage";
const lambda = "aws:lambda/function:Function";
const machine = "aws:sfn/stateMachine:StateMachine";
const graphql = "aws:appsync/graphQLApi:GraphQLApi";
describeControl(wholeTraces, {
  compliant: {
    "a stage": hop(stage, { xrayTracingEnabled: true }),
    "a function": hop(lambda, { tracingConfig: { mode: "Active" } }),
    "a state machine by itself": { subject: traced },
    "an API of AppSync": hop(graphql, { xrayEnabled: true }),
  },
  violating: {
    "a stage without": { ...hop(stage, {}), at: "xrayTracingEnabled" },
    "a function that hands on alone": {
      ...hop(lambda, { tracingConfig: { mode: "PassThrough" } }),
      at: "tracingConfig.mode",
    },
    "a function without": { ...hop(lambda, {}), at: "tracingConfig.mode" },
    "a state machine without": { ...hop(machine, {}), at: "tracingConfiguration.enabled" },
    "an API of AppSync without": { ...hop(graphql, { xrayEnabled: false }), at: "xrayEnabled" },
  },
  undecided: {
    "what is not known yet": { ...hop(stage, { xrayTracingEnabled: UNKNOWN }), because: /is not known/ },
  },
  notApplicable: {
    "a stack that is not traced": of(stage, {}),
    "a stack of which that is not known": of(stage, { xrayTracingEnabled: UNKNOWN }),
  },
  mayBeDropped: { "tracingConfiguration.enabled": "the resource that is judged is traced itself" },
});

const workspace = (props: Record<string, unknown>) => of("aws:amp/workspace:Workspace", props);
describeControl(metricsWorkspaceLogging, {
  compliant: { "a log group": workspace({ loggingConfiguration: { logGroupArn: UNKNOWN } }) },
  violating: {
    none: { ...workspace({}), at: "loggingConfiguration.logGroupArn" },
    "one of nothing": { ...workspace({ loggingConfiguration: {} }), at: "loggingConfiguration.logGroupArn" },
  },
  undecided: {},
  alwaysDecides: "the ARN of a log group can't turn out to be nothing",
});
describeControl(metricsWorkspaceKey, {
  compliant: { "a key": workspace({ kmsKeyArn: UNKNOWN }) },
  violating: { "AWS's key": { ...workspace({}), at: "kmsKeyArn" } },
  undecided: {},
  alwaysDecides: "the ARN of a key can't turn out to be nothing",
});

const grafana = (props: Record<string, unknown>) => of("aws:grafana/workspace:Workspace", props);
describeControl(grafanaNetwork, {
  compliant: {
    "a prefix list": grafana({ networkAccessControl: { prefixListIds: ["pl-1"], vpceIds: [] } }),
    "an endpoint": grafana({ networkAccessControl: { prefixListIds: [], vpceIds: [UNKNOWN] } }),
  },
  violating: {
    "AWS's default": { ...grafana({}), at: "networkAccessControl.prefixListIds" },
    "empty lists": {
      ...grafana({ networkAccessControl: { prefixListIds: [], vpceIds: [] } }),
      at: "networkAccessControl.vpceIds",
    },
  },
  undecided: { "what is not known yet": { ...grafana({ networkAccessControl: UNKNOWN }), because: /is not known/ } },
  mayBeDropped: {
    "networkAccessControl.prefixListIds": "an endpoint does as well",
    "networkAccessControl.vpceIds": "a prefix list does as well",
  },
});
describeControl(grafanaOrganization, {
  compliant: {
    "one account": grafana({ accountAccessType: "CURRENT_ACCOUNT" }),
    "named units": grafana({ accountAccessType: "ORGANIZATION", organizationalUnits: ["ou-1"] }),
  },
  violating: {
    "the whole organisation": { ...grafana({ accountAccessType: "ORGANIZATION" }), at: "accountAccessType" },
    "no units": {
      ...grafana({ accountAccessType: "ORGANIZATION", organizationalUnits: [] }),
      at: "organizationalUnits",
    },
  },
  undecided: { "what is not known yet": { ...grafana({ accountAccessType: UNKNOWN }), because: /is not known/ } },
  mayBeDropped: { accountAccessType: "AWS refuses one without" },
});
