import { strict as assert } from "node:assert";
import { Role } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { parseAllDocuments } from "yaml";
import {
  DnsPolicy,
  KubernetesCluster,
  type KubernetesManifest,
  kubernetesEndpointServices,
  PodCompute,
} from "../../../../infra/compute";
import { Queue } from "../../../../infra/messaging";
import { graph } from "../../../../testing";
import { optionsOf } from "../audit/order";
import { ADDON, ASSOCIATION, build, ISSUER, inputs, type Options, outputs, placement } from "./kubernetes-fixtures";

const HOST = "oidc.eks.eu-central-1.amazonaws.com/id/0123";
const account = { namespace: "shop", serviceAccount: "orders" };

/** What a program's cluster hands out. */
async function manifestsOf(args: Options, more: (cluster: KubernetesCluster) => void): Promise<KubernetesManifest[]> {
  let seen: KubernetesManifest[] = [];
  await graph(
    () => {
      const cluster = new KubernetesCluster("services", { placement, ...args });
      more(cluster);
      cluster.manifests().apply((manifests) => {
        seen = manifests;
      });
    },
    { outputs },
  );
  return seen;
}

/** Something that waits for the manifests, as a stack's output does. */
function publish(cluster: KubernetesCluster): void {
  new Role("reader", { description: cluster.manifestYaml(), assumeRolePolicy: "{}" });
}

describe("Roles of pods", () => {
  it("are taken by the cluster's tokens on Fargate, by one service account alone", async () => {
    const seen = await build({}, (cluster) => {
      const pods = cluster.podRole("orders", account);
      assert.equal(pods.compute, "fargate");
      new Queue("incoming").grantConsume(pods, "orders");
    });
    assert.deepEqual(inputs(seen, "services-issuer", ISSUER), {
      url: `https://${HOST}`,
      clientIdLists: ["sts.amazonaws.com"],
    });
    assert.deepEqual(seen.json("services-pods-orders", "assumeRolePolicy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Federated: `arn:aws:iam::123456789012:oidc-provider/${HOST}` },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: {
              [`${HOST}:aud`]: "sts.amazonaws.com",
              [`${HOST}:sub`]: "system:serviceaccount:shop:orders",
            },
          },
        },
      ],
    });
    assert.equal(seen.types()[ASSOCIATION], undefined);
    assert.equal(seen.one("incoming-consume-orders").inputs["role"], "services-pods-orders");
  });

  it("are handed out by Pod Identity on nodes, to one service account of this cluster alone, after the agent is there", async () => {
    const seen = await build({ nodeGroup: {} }, (cluster) => cluster.podRole("orders", account));
    assert.deepEqual(seen.json("services-pods-orders", "assumeRolePolicy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "PodIdentity",
          Effect: "Allow",
          Principal: { Service: "pods.eks.amazonaws.com" },
          Action: ["sts:AssumeRole", "sts:TagSession"],
          Condition: {
            StringEquals: {
              "aws:RequestTag/eks-cluster-arn": "arn:aws:eks:eu-central-1:123456789012:cluster/test-services",
              "aws:RequestTag/kubernetes-namespace": "shop",
              "aws:RequestTag/kubernetes-service-account": "orders",
            },
          },
        },
      ],
    });
    assert.deepEqual(inputs(seen, "services-pods-orders-identity", ASSOCIATION), {
      clusterName: "test-services",
      namespace: "shop",
      serviceAccount: "orders",
      roleArn: "arn:aws:iam::123456789012:role/made",
    });
    assert.equal(seen.types()[ISSUER], undefined);
    const options = await optionsOf((given) =>
      graph(() => new KubernetesCluster("services", { placement, nodeGroup: {} }, given).podRole("orders", account), {
        outputs,
      }),
    );
    assert.deepEqual(options.get("services-pods-orders-identity")?.dependsOn, [
      "services-addon-eks-pod-identity-agent",
    ]);
  });

  it("know their trust on nodes at preview", async () => {
    const seen = await build({ autoMode: true }, (cluster) => cluster.podRole("orders", account), true);
    seen.assertKnown("services-pods-orders", ["assumeRolePolicy"]);
  });

  it("follow the pods where a cluster has nodes and Fargate", async () => {
    const both: Options = { nodeGroup: {}, fargateProfiles: { shop: { selectors: [{ namespace: "shop" }] } } };
    const seen = await build(both, (cluster) => {
      cluster.podRole("orders", { ...account, compute: PodCompute.Fargate });
      cluster.podRole("catalog", { namespace: "catalog", serviceAccount: "catalog" });
    });
    assert.match(JSON.stringify(seen.json("services-pods-orders", "assumeRolePolicy")), /AssumeRoleWithWebIdentity/);
    assert.match(JSON.stringify(seen.json("services-pods-catalog", "assumeRolePolicy")), /pods.eks.amazonaws.com/);
    assert.equal(seen.types()[ASSOCIATION], 1);
  });

  it("are refused where their pods can't run, where names are wrong, and twice for one account", async () => {
    const cases: [Options, (cluster: KubernetesCluster) => void, RegExp][] = [
      [
        {},
        (one) => one.podRole("a", { ...account, compute: PodCompute.Nodes }),
        /compute is "nodes"; the cluster has no nodes/,
      ],
      [
        { nodeGroup: {} },
        (one) => one.podRole("a", { ...account, compute: PodCompute.Fargate }),
        /compute is "fargate"; the cluster has no Fargate profile/,
      ],
      [{}, (one) => one.podRole("A", account), /name is "A"/],
      [{}, (one) => one.podRole("a", { ...account, namespace: "Shop" }), /namespace is "Shop"; use a namespace/],
      [{}, (one) => one.podRole("a", { ...account, serviceAccount: "*" }), /serviceAccount is "\*"/],
      [{}, (one) => [one.podRole("a", account), one.podRole("b", account)], /the cluster has one of that name/],
    ];
    for (const [args, more, message] of cases) await assert.rejects(build(args, more), message);
  });
});

describe("External DNS", () => {
  const hostedZoneIds = ["Z1", "Z2"];

  it("writes to the named zones alone, and knows its own records", async () => {
    const seen = await build({ externalDns: { hostedZoneIds, domains: ["shop.example.com"], policy: DnsPolicy.Sync } });
    assert.deepEqual(seen.json("services-external-dns-policy", "policy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "WriteRecords",
          Effect: "Allow",
          Action: ["route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets"],
          Resource: ["arn:aws:route53:::hostedzone/Z1", "arn:aws:route53:::hostedzone/Z2"],
        },
        { Sid: "FindZones", Effect: "Allow", Action: "route53:ListHostedZones", Resource: "*" },
      ],
    });
    assert.deepEqual(seen.json("services-addon-external-dns", "configurationValues"), {
      sources: ["service", "ingress"],
      policy: "sync",
      registry: "txt",
      txtOwnerId: "test-services",
      domainFilters: ["shop.example.com"],
    });
  });

  it("has a place and a role on Fargate", async () => {
    const seen = await build({ externalDns: { hostedZoneIds } });
    assert.deepEqual(seen.one("services-fargate-system").inputs["selectors"], [
      { namespace: "kube-system" },
      { namespace: "external-dns" },
    ]);
    const addon = seen.one("services-addon-external-dns", ADDON).inputs;
    assert.equal(addon["serviceAccountRoleArn"], "arn:aws:iam::123456789012:role/made");
    assert.equal(addon["podIdentityAssociations"], undefined);
    assert.match(
      JSON.stringify(seen.json("services-external-dns-role", "assumeRolePolicy")),
      /system:serviceaccount:external-dns:external-dns/,
    );
    assert.match(
      JSON.stringify(addon["configurationValues"]),
      /upsert-only/,
      "it deletes nothing that nobody asked it to",
    );
  });

  it("gets its role by Pod Identity on nodes", async () => {
    const seen = await build({ externalDns: { hostedZoneIds }, autoMode: true });
    const addon = seen.one("services-addon-external-dns", ADDON).inputs;
    assert.equal(addon["serviceAccountRoleArn"], undefined);
    assert.deepEqual(addon["podIdentityAssociations"], [
      { serviceAccount: "external-dns", roleArn: "arn:aws:iam::123456789012:role/made" },
    ]);
  });
});

describe("Add-ons", () => {
  it("are those that were named, and CloudWatch's agent with a role of its own", async () => {
    const seen = await build({
      nodeGroup: {},
      containerInsights: true,
      addons: { "metrics-server": { version: "v0.8.0-eksbuild.2", configurationValues: "{}" } },
    });
    assert.deepEqual(inputs(seen, "services-addon-metrics-server"), {
      clusterName: "test-services",
      addonName: "metrics-server",
      addonVersion: "v0.8.0-eksbuild.2",
      configurationValues: "{}",
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "OVERWRITE",
    });
    assert.deepEqual(seen.one("services-addon-amazon-cloudwatch-observability").inputs["podIdentityAssociations"], [
      { serviceAccount: "cloudwatch-agent", roleArn: "arn:aws:iam::123456789012:role/made" },
    ]);
    assert.match(
      JSON.stringify(seen.json("services-cloudwatch-role", "assumeRolePolicy")),
      /"aws:RequestTag\/kubernetes-namespace":"amazon-cloudwatch"/,
    );
  });
});

describe("Endpoints of a cluster without internet", () => {
  it("are for images, logs and the way by which its pods get roles", () => {
    const common = ["ec2", "ecr.api", "ecr.dkr", "s3", "logs", "eks", "elasticloadbalancing"];
    assert.deepEqual(kubernetesEndpointServices({}), [...common, "sts"]);
    assert.deepEqual(kubernetesEndpointServices({ autoMode: true }), [...common, "eks-auth"]);
    const both = { nodeGroup: {}, fargateProfiles: { shop: { selectors: [{ namespace: "shop" }] } } };
    assert.deepEqual(kubernetesEndpointServices(both), [...common, "eks-auth", "sts"]);
  });
});

describe("Manifests of a cluster", () => {
  it("send the output of pods on Fargate to the log group that is there, within Fargate's limits", async () => {
    const [namespace, logging] = await manifestsOf({}, () => undefined);
    assert.deepEqual(namespace, {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: "aws-observability", labels: { "aws-observability": "enabled" } },
    });
    assert.deepEqual(logging?.metadata, { name: "aws-logging", namespace: "aws-observability" });
    assert.deepEqual(Object.keys(logging?.data ?? {}), ["flb_log_cw", "filters.conf", "output.conf", "parsers.conf"]);
    assert.equal(
      logging?.data?.["output.conf"],
      `[OUTPUT]
    Name cloudwatch_logs
    Match kube.*
    region eu-central-1
    log_group_name /aws/eks/test-services/pods
    log_stream_prefix fargate-
    auto_create_group false
`,
    );
    const text = JSON.stringify(logging);
    assert.ok(text.length < 5300, "Fargate takes 5,300 characters at most");
    assert.doesNotMatch(text, /\$\{/, "Fargate takes no variables of the environment");
    assert.doesNotMatch(text, /\[(SERVICE|INPUT)\]/, "these sections are Fargate's own");
  });

  it("have none of it where no pod runs on Fargate", async () => {
    assert.deepEqual(await manifestsOf({ nodeGroup: {} }, () => undefined), []);
  });

  it("annotate service accounts with their role just where pods take it by tokens", async () => {
    const onFargate = await manifestsOf({}, (cluster) => cluster.podRole("orders", account));
    assert.deepEqual(onFargate.at(-1), {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: {
        name: "orders",
        namespace: "shop",
        annotations: {
          "eks.amazonaws.com/role-arn": "arn:aws:iam::123456789012:role/made",
          "eks.amazonaws.com/sts-regional-endpoints": "true",
        },
      },
    });
    const onNodes = await manifestsOf({ nodeGroup: {} }, (cluster) => cluster.podRole("orders", account));
    assert.deepEqual(onNodes, [
      { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "orders", namespace: "shop" } },
    ]);
  });

  it("have the environment of services, with values that come later", async () => {
    const manifests = await manifestsOf({ nodeGroup: {} }, (cluster) =>
      cluster.environment("orders", {
        namespace: "shop",
        variables: { LOG_LEVEL: "info", CLUSTER: cluster.clusterName, PORT: "8080" },
      }),
    );
    assert.deepEqual(manifests, [
      {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "orders", namespace: "shop" },
        data: { LOG_LEVEL: "info", CLUSTER: "test-services", PORT: "8080" },
      },
    ]);
  });

  it("are YAML that reads back as the same objects, texts as texts", async () => {
    let yaml = "";
    const manifests = await manifestsOf({}, (cluster) => {
      cluster.environment("orders", { namespace: "shop", variables: { ENABLED: "true", PORT: "8080", EMPTY: "" } });
      cluster.manifestYaml().apply((text) => {
        yaml = text;
      });
    });
    assert.equal(manifests.length, 3);
    assert.deepEqual(
      parseAllDocuments(yaml).map((document) => document.toJS()),
      manifests,
    );
  });

  it("hold no secrets, by name, by form or by Pulumi's own mark", async () => {
    const variables = (values: Record<string, pulumi.Input<string>>) => (cluster: KubernetesCluster) =>
      cluster.environment("orders", { namespace: "shop", variables: values });
    await assert.rejects(
      build({}, variables({ DB_PASSWORD: "x" })),
      /variables.DB_PASSWORD is "\(hidden\)"; it is named like a secret/,
    );
    await assert.rejects(build({}, variables({ KEY_ID: `AKIA${"A".repeat(16)}` })), /an AWS access key id/);
    await assert.rejects(build({}, variables({ "1X": "x" })), /variables.1X is "1X"; name it as a shell does/);
    await assert.rejects(build({}, variables({ BIG: "x".repeat(1_048_577) })), /use at most 1 MiB/);
    await assert.rejects(
      build({}, (cluster) => {
        variables({ SETTING: pulumi.secret("x") })(cluster);
        publish(cluster);
      }),
      /variables.SETTING of the environment orders is a Pulumi secret/,
    );
    await assert.rejects(
      build({}, (cluster) => {
        variables({ SETTING: pulumi.output("-----BEGIN PRIVATE KEY-----") })(cluster);
        publish(cluster);
      }),
      /variables.SETTING is "\(hidden\)"; it holds a private key/,
    );
    await assert.rejects(
      build({}, (cluster) => {
        variables({ A: "x" })(cluster);
        variables({ B: "y" })(cluster);
      }),
      /name is "orders"; the cluster has one of that name in that namespace/,
    );
  });
});
