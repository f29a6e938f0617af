import * as pulumi from "@pulumi/pulumi";
import { checkedLater } from "../configuration/checks";
import { suspectedSecrets } from "../configuration/secrets";
import type { ArgumentChecks } from "../core";
import { yaml } from "../core/yaml";
import type { PodEnvironmentArgs } from "./kubernetes-args";

/** Name and place of an object. */
export interface ManifestMetadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** An object of Kubernetes, as `kubectl apply` takes it. */
export interface KubernetesManifest {
  readonly apiVersion: "v1";
  readonly kind: "Namespace" | "ConfigMap" | "ServiceAccount";
  readonly metadata: ManifestMetadata;
  readonly data?: Readonly<Record<string, string>>;
}

/** docs.aws.amazon.com/eks/latest/userguide/fargate-logging.html: the names, the label and the keys are fixed. */
const LOGGING_NAMESPACE = "aws-observability";

const FILTERS = `[FILTER]
    Name parser
    Match *
    Key_name log
    Parser crio
[FILTER]
    Name kubernetes
    Match kube.*
    Merge_Log On
    Keep_Log Off
    Buffer_Size 0
    Kube_Meta_Cache_TTL 300s
`;

const PARSERS = `[PARSER]
    Name crio
    Format Regex
    Regex ^(?<time>[^ ]+) (?<stream>stdout|stderr) (?<logtag>P|F) (?<log>.*)$
    Time_Key time
    Time_Format %Y-%m-%dT%H:%M:%S.%L%z
`;

/**
 * Tells the Fluent Bit that Fargate runs beside each pod to send its output to a log group. Pods that run already keep
 * what they were started with.
 */
export function loggingManifests(
  region: pulumi.Output<string>,
  logGroupName: pulumi.Output<string>,
): pulumi.Output<KubernetesManifest[]> {
  return pulumi.all([region, logGroupName]).apply(([where, group]): KubernetesManifest[] => [
    {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: LOGGING_NAMESPACE, labels: { "aws-observability": "enabled" } },
    },
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "aws-logging", namespace: LOGGING_NAMESPACE },
      data: {
        // Fluent Bit's own log stays with Fargate: it would go to a group that is not the cluster's.
        flb_log_cw: "false",
        "filters.conf": FILTERS,
        // The group is there, with its retention and key: Fluent Bit makes none.
        "output.conf": `[OUTPUT]
    Name cloudwatch_logs
    Match kube.*
    region ${where}
    log_group_name ${group}
    log_stream_prefix fargate-
    auto_create_group false
`,
        "parsers.conf": PARSERS,
      },
    },
  ]);
}

/** @param roleArn role that pods take by the cluster's token; undefined with Pod Identity, which asks for no annotation */
export function serviceAccountManifest(
  namespace: string,
  name: string,
  roleArn: pulumi.Output<string> | undefined,
): pulumi.Output<KubernetesManifest> {
  return pulumi.output(roleArn).apply(
    (arn): KubernetesManifest => ({
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: {
        name,
        namespace,
        // The endpoint of the region answers also while another region fails.
        ...(arn !== undefined && {
          annotations: { "eks.amazonaws.com/role-arn": arn, "eks.amazonaws.com/sts-regional-endpoints": "true" },
        }),
      },
    }),
  );
}

/** kubernetes.io/docs/concepts/configuration/configmap/: at most 1 MiB. */
const CONFIG_MAP_BYTES = 1_048_576;

function checkVariable(checks: ArgumentChecks, variable: string, value: string): void {
  const [secret] = suspectedSecrets({ [variable]: value });
  if (!secret) return;
  const why = `${secret.reason}; a ConfigMap is no place for it: keep it in Secrets Manager, and give its ARN`;
  checks.fail(`variables.${variable}`, "(hidden)", why);
}

export function checkEnvironment(checks: ArgumentChecks, { variables }: PodEnvironmentArgs): void {
  let bytes = 0;
  for (const [variable, value] of Object.entries(variables)) {
    const expected = "name it as a shell does: letters, digits and underscores, no digit first";
    checks.matches(`variables.${variable}`, variable, /^[A-Za-z_]\w*$/, expected);
    if (typeof value !== "string") continue;
    checkVariable(checks, variable, value);
    bytes += Buffer.byteLength(variable) + Buffer.byteLength(value);
  }
  checks.that("variables", `${bytes} bytes`, bytes <= CONFIG_MAP_BYTES, "use at most 1 MiB together");
}

/**
 * A ConfigMap for `envFrom`. Values that are known later are checked then: a secret ends the deployment.
 * @param checks starts checks of one value
 */
export function environmentManifest(
  label: string,
  name: string,
  { namespace, variables }: PodEnvironmentArgs,
  checks: () => ArgumentChecks,
): pulumi.Output<KubernetesManifest> {
  const values = Object.entries(variables).map(([variable, value]) => {
    const checked = checkedLater(label, `variables.${variable} of the environment ${name}`, value, (text) => {
      const later = checks();
      checkVariable(later, variable, text);
      later.done();
    });
    return checked.apply((text) => [variable, text] as const);
  });
  return pulumi.all(values).apply(
    (pairs): KubernetesManifest => ({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name, namespace },
      data: Object.fromEntries(pairs),
    }),
  );
}

/** The objects as one YAML text, for `kubectl apply -f -` or a repository that a controller watches. */
export function toYaml(manifests: readonly KubernetesManifest[]): string {
  return manifests.map((manifest) => yaml().stringify(manifest, { lineWidth: 0 })).join("---\n");
}
