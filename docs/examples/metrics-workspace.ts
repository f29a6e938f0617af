// Metrics in Prometheus's words: a workspace, a rule, and a container that writes to it through a collector beside it.
import { Role } from "@pulumi/aws/iam";
import { serviceTrust } from "../../infra/core";
import { COLLECTOR_ENVIRONMENT, collectorSidecar, MetricsWorkspace } from "../../infra/observability";

// Encrypted and logged; its alert manager tells a topic of its own. Rules are Prometheus's.
const metrics = new MetricsWorkspace("metrics", {
  ruleGroups: {
    orders: `groups:
  - name: orders
    rules:
      - alert: OrdersFail
        expr: sum(rate(orders_failed_total[5m])) / sum(rate(orders_total[5m])) > 0.01
        for: 5m
        labels: { severity: page }
        annotations: { summary: More than 1% of orders fail }
`,
  },
});

// What `ContainerService` takes as one of its `sidecars`: it reads the service's port 9090 and the task's own numbers.
const collector = collectorSidecar({
  serviceName: "orders",
  remoteWriteUrl: metrics.remoteWriteUrl,
  scrape: { port: 9090 },
});

// The task's role may write metrics to this workspace.
const task = new Role("orders-task", { assumeRolePolicy: serviceTrust("ecs-tasks.amazonaws.com") });
metrics.grantRemoteWrite({ role: task }, "orders");

export const sidecars = { collector };
export const environment = COLLECTOR_ENVIRONMENT;
