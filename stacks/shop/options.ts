import { KubernetesCluster } from "../../infra/compute";
import { ThirdPartyRegistry } from "../../infra/discovery";
import type { AlertTopic } from "../../infra/observability";
import type { Environment } from "../environment";
import type { Containers } from "./containers";
import type { Network } from "./network";

/** What the shop itself does without, for teams that bring services of their own. */
export interface Options {
  readonly kubernetes: KubernetesCluster | undefined;
  readonly registry: ThirdPartyRegistry | undefined;
}

export function createOptions(
  environment: Environment,
  network: Network,
  containers: Containers | undefined,
  alerts: AlertTopic,
): Options {
  const { kubernetes, registry, minimumZones, logDays, disposable } = environment;
  const alarmTopicArn = alerts.topicArn;
  return {
    kubernetes: kubernetes
      ? new KubernetesCluster("teams", {
          placement: network.services,
          minimumZones,
          logRetentionDays: logDays,
          withoutDeletionProtection: disposable,
          alarmTopicArn,
        })
      : undefined,
    registry:
      registry && containers
        ? new ThirdPartyRegistry("registry", {
            cluster: containers.cluster,
            placement: network.services,
            image: registry.image,
            egress: { aws: { cidr: "0.0.0.0/0" } },
            tls: {
              authoritySecretArn: registry.authoritySecretArn,
              certificateSecretArn: registry.certificateSecretArn,
              keySecretArn: registry.keySecretArn,
            },
            alarmTopicArn,
          })
        : undefined,
  };
}
