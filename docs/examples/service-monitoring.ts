// A service watched as a whole: a container, its load balancer, database, cache and queue, by their names.
import { ServiceMonitoring } from "../../infra/observability";

const monitoring = new ServiceMonitoring("catalog", {
  emails: ["on-call@example.com"],
  runbookUrl: "https://wiki.example.com/catalog",
});

// Names, as outputs of the components or resources that they are of, or as text.
monitoring
  .watchContainerService("tasks", { clusterName: "shop", serviceName: "catalog", logGroupName: "/shop/catalog" })
  .watchLoadBalancer("front", {
    loadBalancer: "app/catalog/50dc6c495c0c9188",
    targetGroups: { catalog: "targetgroup/catalog/73e2d6bc24d8a067" },
  })
  .watchDatabase("database", { clusterIdentifier: "catalog", serverless: true, readers: true })
  .watchCache("cache", { cacheClusterIds: ["catalog-001", "catalog-002"] })
  .watchQueue("changes", { queueName: "catalog-changes", deadLetterQueueName: "catalog-changes-dlq" })
  // What no threshold fits: orders a minute that past weeks don't lead to expect.
  .watchAnomaly("views", {
    namespace: "Shop",
    metricName: "CatalogViews",
    dimensions: { service: "catalog" },
    statistic: "Sum",
    bothWays: true,
    description: "Unusually few or many people look at the catalog",
  })
  // Makes the composite alarm, the dashboard and the saved queries.
  .complete();

export const dashboard = monitoring.dashboardName;
