import type { SymbolicTable } from "./table";
import type { Values } from "./values";

const functionArn = "arn:{p}:lambda:{r}:{a}:function:{name}";
const invocation = (arn: string): string =>
  `arn:{p}:apigateway:{r}:lambda:path/2015-03-31/functions/${arn}/invocations`;

/** Lambda, ECS, images, scaling. */
export const compute: SymbolicTable = {
  "aws:lambda/function:Function": {
    id: "{name}",
    name: "{name}",
    arn: functionArn,
    invokeArn: invocation(functionArn),
    qualifiedArn: (values) => qualified(values, ""),
    version: (values) => (values.context.inputs.publish === true ? "1" : "$LATEST"),
  },
  "aws:lambda/alias:Alias": {
    id: (values) => aliasArn(values),
    name: "{name}",
    arn: (values) => aliasArn(values),
    invokeArn: (values) => {
      const arn = aliasArn(values);
      const { partition, region } = values.context;
      return arn && `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`;
    },
  },
  "aws:lambda/permission:Permission": {
    id: (values) =>
      values.has("statementId") ? values.input("statementId") : `${values.context.name}-${values.letters(7)}`,
  },
  "aws:lambda/eventSourceMapping:EventSourceMapping": {
    id: "{uuid}",
    uuid: "{uuid}",
    arn: "arn:{p}:lambda:{r}:{a}:event-source-mapping:{uuid}",
    functionArn: (values) => lambdaArn(values, values.input("functionName")),
  },
  "aws:lambda/layerVersion:LayerVersion": {
    id: "arn:{p}:lambda:{r}:{a}:layer:{in.layerName}:1",
    arn: "{id}",
    layerArn: "arn:{p}:lambda:{r}:{a}:layer:{in.layerName}",
    version: () => "1",
  },
  "aws:lambda/functionUrl:FunctionUrl": {
    id: "{in.functionName}",
    urlId: "{abc.32}",
    functionUrl: "https://{abc.32}.lambda-url.{r}.on.aws/",
    functionArn: (values) => lambdaArn(values, values.input("functionName")),
  },
  "aws:ecr/repository:Repository": {
    id: "{name}",
    name: "{name}",
    arn: "arn:{p}:ecr:{r}:{a}:repository/{name}",
    registryId: "{a}",
    repositoryUrl: "{a}.dkr.ecr.{r}.{dns}/{name}",
  },
  "awsx:ecr:Image": {
    imageUri: (values) => {
      const url = values.input("repositoryUrl");
      return url && `${url}@sha256:${values.sha256()}`;
    },
  },
  "aws:ecr/repositoryPolicy:RepositoryPolicy": { id: "{in.repository}", registryId: "{a}" },
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": { id: "{in.repository}", registryId: "{a}" },
  "aws:ecs/cluster:Cluster": { id: "arn:{p}:ecs:{r}:{a}:cluster/{name}", name: "{name}", arn: "{id}" },
  "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": { id: "{in.clusterName}" },
  "aws:ecs/capacityProvider:CapacityProvider": {
    id: "arn:{p}:ecs:{r}:{a}:capacity-provider/{name}",
    name: "{name}",
    arn: "{id}",
  },
  "aws:ecs/service:Service": { id: serviceArn, arn: serviceArn, name: "{name}" },
  "aws:ecs/taskDefinition:TaskDefinition": {
    id: "{in.family}",
    arn: "arn:{p}:ecs:{r}:{a}:task-definition/{in.family}:1",
    arnWithoutRevision: "arn:{p}:ecs:{r}:{a}:task-definition/{in.family}",
    revision: () => 1,
  },
  "aws:autoscaling/group:Group": {
    id: "{name}",
    name: "{name}",
    arn: "arn:{p}:autoscaling:{r}:{a}:autoScalingGroup:{uuid}:autoScalingGroupName/{name}",
  },
  "aws:autoscaling/policy:Policy": {
    id: "{name}",
    name: "{name}",
    arn: "arn:{p}:autoscaling:{r}:{a}:scalingPolicy:{uuid}:autoScalingGroupName/{in.autoscalingGroupName}:policyName/{name}",
  },
  "aws:ec2/launchConfiguration:LaunchConfiguration": {
    id: "{name}",
    name: "{name}",
    arn: "arn:{p}:autoscaling:{r}:{a}:launchConfiguration:{uuid}:launchConfigurationName/{name}",
  },
  "aws:appautoscaling/target:Target": {
    id: "{in.resourceId}",
    arn: "arn:{p}:application-autoscaling:{r}:{a}:scalable-target/{abc.20}",
  },
  "aws:appautoscaling/policy:Policy": { id: "{name}", name: "{name}" },
};

function lambdaArn(values: Values, name: string | undefined): string | undefined {
  const { partition, region, account } = values.context;
  if (name === undefined || name.startsWith("arn:")) {
    return name;
  }
  return `arn:${partition}:lambda:${region}:${account}:function:${name}`;
}

function qualified(values: Values, prefix: string): string | undefined {
  const arn = lambdaArn(values, values.autoName("name"));
  return arn && `${prefix}${arn}:${values.context.inputs.publish === true ? "1" : "$LATEST"}`;
}

function aliasArn(values: Values): string | undefined {
  const arn = lambdaArn(values, values.input("functionName"));
  const name = values.autoName("name");
  return arn && name && `${arn}:${name}`;
}

/** `service/CLUSTER/NAME`; without a cluster a service runs in `default`. */
function serviceArn(values: Values): string | undefined {
  const cluster = values.has("cluster") ? values.input("cluster") : "default";
  const name = values.autoName("name");
  const { partition, region, account } = values.context;
  return cluster && name && `arn:${partition}:ecs:${region}:${account}:service/${cluster.split("/").at(-1)}/${name}`;
}
