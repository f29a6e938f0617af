// Traces of a container: a collector beside it sends them to X-Ray.
import { Role } from "@pulumi/aws/iam";
import { serviceTrust } from "../../infra/core";
import { COLLECTOR_ENVIRONMENT, collectorSidecar, Tracing } from "../../infra/observability";

// With nothing but a name X-Ray stays as it is; a group makes traces of one service easy to find.
const tracing = new Tracing("tracing", { groups: { orders: { filterExpression: 'service("orders")' } } });

// What `ContainerService` takes as one of its `sidecars`. The service sends OTLP to 127.0.0.1, as these variables say.
const collector = collectorSidecar({ serviceName: "orders", attributes: { "deployment.environment.name": "test" } });

// The task's role may send spans and ask which requests to sample.
const task = new Role("orders-task", { assumeRolePolicy: serviceTrust("ecs-tasks.amazonaws.com") });
tracing.grantWrite({ role: task }, "orders");

export const sidecars = [collector];
export const environment = COLLECTOR_ENVIRONMENT;
