import type { SymbolicTable } from "./table";
import type { Values } from "./values";

const application = "arn:{p}:appconfig:{r}:{a}:application";

/** AppConfig, CloudFormation, CodeDeploy, X-Ray, AWS Config's rules: what runs and watches a service. */
export const operations: SymbolicTable = {
  "aws:appconfig/application:Application": { id: "{abc.7}", name: "{name}", arn: `${application}/{id}` },
  "aws:appconfig/environment:Environment": {
    id: "{abc.7}:{in.applicationId}",
    name: "{name}",
    environmentId: "{abc.7}",
    arn: `${application}/{in.applicationId}/environment/{abc.7}`,
    state: () => "READY_FOR_DEPLOYMENT",
  },
  "aws:appconfig/configurationProfile:ConfigurationProfile": {
    id: "{abc.7}:{in.applicationId}",
    name: "{name}",
    configurationProfileId: "{abc.7}",
    arn: `${application}/{in.applicationId}/configurationprofile/{abc.7}`,
  },
  "aws:appconfig/hostedConfigurationVersion:HostedConfigurationVersion": {
    id: "{in.applicationId}/{in.configurationProfileId}/1",
    versionNumber: () => 1,
    arn: `${application}/{in.applicationId}/configurationprofile/{in.configurationProfileId}/hostedconfigurationversion/1`,
  },
  "aws:appconfig/deploymentStrategy:DeploymentStrategy": {
    id: "{abc.7}",
    name: "{name}",
    arn: "arn:{p}:appconfig:{r}:{a}:deploymentstrategy/{id}",
  },
  "aws:appconfig/deployment:Deployment": {
    id: "{in.applicationId}/{in.environmentId}/1",
    deploymentNumber: () => 1,
    arn: `${application}/{in.applicationId}/environment/{in.environmentId}/deployment/1`,
  },
  "aws:sfn/alias:Alias": { id: stateMachineAlias, arn: stateMachineAlias, name: "{name}" },
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": {
    id: (values) => {
      const name = values.input("functionName");
      const qualifier = values.has("qualifier") ? values.input("qualifier") : undefined;
      return name && values.has("qualifier") ? qualifier && `${name}:${qualifier}` : name;
    },
  },
  "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig": { id: "{in.functionName},{in.qualifier}" },
  "aws:lambda/functionRecursionConfig:FunctionRecursionConfig": { id: "{in.functionName}" },
  "aws:codedeploy/application:Application": {
    id: "{uuid}:{name}",
    name: "{name}",
    applicationId: "{uuid}",
    arn: "arn:{p}:codedeploy:{r}:{a}:application:{name}",
  },
  "aws:codedeploy/deploymentGroup:DeploymentGroup": {
    id: "{uuid}",
    deploymentGroupId: "{uuid}",
    arn: "arn:{p}:codedeploy:{r}:{a}:deploymentgroup:{in.appName}/{in.deploymentGroupName}",
  },
  "aws:cloudformation/stack:Stack": { id: "arn:{p}:cloudformation:{r}:{a}:stack/{name}/{uuid}", name: "{name}" },
  "aws:xray/group:Group": { id: "arn:{p}:xray:{r}:{a}:group/{in.groupName}/{ABC.52}", arn: "{id}" },
  "aws:xray/samplingRule:SamplingRule": {
    id: "{in.ruleName}",
    arn: "arn:{p}:xray:{r}:{a}:sampling-rule/{in.ruleName}",
  },
  "aws:xray/encryptionConfig:EncryptionConfig": { id: "{r}" },
  "aws:cfg/recorderStatus:RecorderStatus": { id: "{in.name}" },
  "aws:cfg/remediationConfiguration:RemediationConfiguration": {
    id: "{in.configRuleName}",
    arn: "arn:{p}:config:{r}:{a}:remediation-configuration/{in.configRuleName}/{uuid}",
  },
  "aws:cfg/conformancePack:ConformancePack": {
    id: "{name}",
    name: "{name}",
    arn: "arn:{p}:config:{r}:{a}:conformance-pack/{name}/conformance-pack-{abc.9}",
  },
  "aws:cloudwatch/queryDefinition:QueryDefinition": { id: "{uuid}", queryDefinitionId: "{uuid}" },
  "aws:kinesis/streamConsumer:StreamConsumer": {
    id: "{in.streamArn}/consumer/{name}:{digits}",
    name: "{name}",
    arn: "{id}",
  },
};

/** An alias's ARN is its state machine's with the alias's name; it names no machine, but versions of one. */
function stateMachineAlias(values: Values): string | undefined {
  const name = values.autoName("name");
  const routes = values.context.inputs.routingConfigurations;
  const first = Array.isArray(routes) ? routes[0] : undefined;
  const version =
    first !== null && typeof first === "object" && "stateMachineVersionArn" in first
      ? first.stateMachineVersionArn
      : undefined;
  if (name === undefined || typeof version !== "string") {
    return undefined;
  }
  return `${version.slice(0, version.lastIndexOf(":"))}:${name}`;
}
