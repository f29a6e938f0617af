import type { SymbolicTable } from "./table";

/** Athena, Glue, OpenSearch, Managed Prometheus and Grafana, Redshift Serverless: where logs and metrics are kept and read. */
export const observability: SymbolicTable = {
  "aws:cloudwatch/logAccountPolicy:LogAccountPolicy": { id: "{in.policyName}:{in.policyType}" },
  "aws:glue/catalogDatabase:CatalogDatabase": {
    id: "{a}:{name}",
    name: "{name}",
    arn: "arn:{p}:glue:{r}:{a}:database/{name}",
    catalogId: "{a}",
  },
  "aws:glue/catalogTable:CatalogTable": {
    id: "{a}:{in.databaseName}:{name}",
    name: "{name}",
    arn: "arn:{p}:glue:{r}:{a}:table/{in.databaseName}/{name}",
    catalogId: "{a}",
  },
  "aws:athena/workgroup:Workgroup": { id: "{name}", name: "{name}", arn: "arn:{p}:athena:{r}:{a}:workgroup/{name}" },
  "aws:athena/namedQuery:NamedQuery": { id: "{uuid}", name: "{name}" },
  "aws:iam/serviceLinkedRole:ServiceLinkedRole": {
    id: "arn:{p}:iam::{a}:role/aws-service-role/{in.awsServiceName}/AWSServiceRole{abc.8}",
    arn: "{id}",
  },
  "aws:amp/workspace:Workspace": {
    id: "ws-{uuid}",
    arn: "arn:{p}:aps:{r}:{a}:workspace/{id}",
    prometheusEndpoint: "https://aps-workspaces.{r}.{dns}/workspaces/{id}/",
  },
  "aws:amp/alertManagerDefinition:AlertManagerDefinition": { id: "{in.workspaceId}" },
  "aws:amp/queryLoggingConfiguration:QueryLoggingConfiguration": { id: "{in.workspaceId}" },
  "aws:amp/ruleGroupNamespace:RuleGroupNamespace": {
    id: "arn:{p}:aps:{r}:{a}:rulegroupsnamespace/{in.workspaceId}/{name}",
    arn: "{id}",
    name: "{name}",
  },
  "aws:amp/scraper:Scraper": {
    id: "s-{uuid}",
    arn: "arn:{p}:aps:{r}:{a}:scraper/{id}",
    roleArn:
      "arn:{p}:iam::{a}:role/aws-service-role/scraper.aps.{dns}/AWSServiceRoleForAmazonPrometheusScraper_{hex16}",
  },
  "aws:grafana/workspace:Workspace": {
    id: "g-{abc.10}",
    arn: "arn:{p}:grafana:{r}:{a}:/workspaces/{id}",
    endpoint: "{id}.grafana-workspace.{r}.{dns}",
  },
  "aws:redshiftserverless/namespace:Namespace": {
    id: "{in.namespaceName}",
    arn: "arn:{p}:redshift-serverless:{r}:{a}:namespace/{uuid}",
    namespaceId: "{uuid}",
    adminPasswordSecretArn:
      "arn:{p}:secretsmanager:{r}:{a}:secret:redshift!{in.namespaceName}-{in.adminUsername}-{abc.6}",
  },
  "aws:redshiftserverless/workgroup:Workgroup": {
    id: "{in.workgroupName}",
    arn: "arn:{p}:redshift-serverless:{r}:{a}:workgroup/{uuid}",
    workgroupId: "{uuid}",
    endpoints: (values) => {
      const name = values.input("workgroupName");
      const { account, region, dnsSuffix } = values.context;
      return name && [{ address: `${name}.${account}.${region}.redshift-serverless.${dnsSuffix}` }];
    },
  },
  "aws:redshift/integration:Integration": {
    id: "arn:{p}:redshift:{r}:{a}:integration:{uuid}",
    arn: "{id}",
  },
  "aws:redshift/resourcePolicy:ResourcePolicy": { id: "{in.resourceArn}" },
  "aws:quicksight/vpcConnection:VpcConnection": {
    id: "{a},{in.vpcConnectionId}",
    arn: "arn:{p}:quicksight:{r}:{a}:vpcConnection/{in.vpcConnectionId}",
  },
  "aws:quicksight/dataSource:DataSource": {
    id: "{a},{in.dataSourceId}",
    arn: "arn:{p}:quicksight:{r}:{a}:datasource/{in.dataSourceId}",
  },
  "aws:lambda/invocation:Invocation": { id: "{in.functionName}_{in.qualifier}_{hex16}" },
};
