import { all, any, control, notApplicable, pass, when } from "../../core";

/** Holds deployments to taking a broken version back. */
export const ecsDeploymentRollback = control({
  id: "ecs-deployment-rollback",
  title: "A deployment that fails goes back by itself",
  severity: "medium",
  why: "Without it ECS starts tasks that fail again and again, and the service stays on half of a broken version.",
  fix: "Set deploymentCircuitBreaker to { enable: true, rollback: true }, or alarms to ones that roll back.",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html",
  on: ["aws:ecs/service:Service"],
  check: (service) =>
    when(
      all(
        service.string("deploymentController.type").equals("ECS", { absent: pass }),
        service.string("deploymentConfiguration.strategy").equals("ROLLING", { absent: pass }),
      ),
      () =>
        any(
          ["deploymentCircuitBreaker", "alarms"].map((path) =>
            all(service.boolean(`${path}.enable`).mustBeTrue(), service.boolean(`${path}.rollback`).mustBeTrue()),
          ),
        ),
      () => notApplicable("it is deployed in another way, which keeps the last version until the new one is sound"),
    ),
  remedy: [
    { path: "deploymentCircuitBreaker.enable", value: true },
    { path: "deploymentCircuitBreaker.rollback", value: true },
  ],
});
