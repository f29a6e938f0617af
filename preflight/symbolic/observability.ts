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
};
