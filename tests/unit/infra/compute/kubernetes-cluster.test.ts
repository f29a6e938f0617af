import { strict as assert } from "node:assert";
import { Subnet } from "@pulumi/aws/ec2";
import { Role } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { ClusterAccessPolicy, KubernetesCluster, NodeImage } from "../../../../infra/compute";
import { kubernetesVersions, supportOf, versionsInStandardSupport } from "../../../../infra/compute/facts/kubernetes";
import { kubernetesVersions as versionsOfThePack } from "../../../../policies/facts/facts";
import { graph, UNKNOWN } from "../../../../testing";
import { optionsOf } from "../audit/order";
import {
  ADDON,
  ATTACHMENT,
  build,
  CLUSTER,
  inputs,
  NODE_GROUP,
  outputs,
  PROFILE,
  placement,
} from "./kubernetes-fixtures";

const keyArn = "arn:aws:kms:eu-central-1:123456789012:key/k";

describe("KubernetesCluster", () => {
  it("is private, encrypted, logged and guarded, and lets nobody in, with nothing given", async () => {
    const seen = await build();
    assert.deepEqual(inputs(seen, "services", CLUSTER), {
      name: "test-services",
      version: "1.36",
      roleArn: "arn:aws:iam::123456789012:role/made",
      vpcConfig: {
        subnetIds: placement.subnetIds,
        securityGroupIds: ["services-group-id"],
        endpointPrivateAccess: true,
        endpointPublicAccess: false,
      },
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
      encryptionConfig: {
        provider: { keyArn: "arn:aws:kms:eu-central-1:123456789012:services-key" },
        resources: ["secrets"],
      },
      enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
      upgradePolicy: { supportType: "STANDARD" },
      deletionProtection: true,
      zonalShiftConfig: { enabled: false },
      bootstrapSelfManagedAddons: false,
    });
    const types = seen.types();
    assert.equal(types["aws:eks/accessEntry:AccessEntry"], undefined);
    assert.equal(types["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"], undefined);
    assert.equal(types[NODE_GROUP], undefined);
  });

  it("lets EKS take the control plane's role for this cluster alone, so that it is nobody's deputy", async () => {
    const seen = await build();
    assert.deepEqual(seen.json("services-role", "assumeRolePolicy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "eks.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: {
            ArnLike: { "aws:SourceArn": "arn:aws:eks:eu-central-1:123456789012:cluster/test-services" },
            StringEquals: { "aws:SourceAccount": "123456789012" },
          },
        },
      ],
    });
    assert.deepEqual(inputs(seen, "services-role-amazoneksclusterpolicy"), {
      role: "services-role",
      policyArn: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
    });
  });

  it("makes a rotated key that CloudWatch may use for the cluster's logs alone", async () => {
    const seen = await build();
    const key = inputs(seen, "services-key");
    assert.equal(key["enableKeyRotation"], true);
    assert.deepEqual(seen.json("services-key", "policy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "AccountAdministers",
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::123456789012:root" },
          Action: "kms:*",
          Resource: "*",
        },
        {
          Sid: "CloudWatchLogsEncrypts",
          Effect: "Allow",
          Principal: { Service: "logs.eu-central-1.amazonaws.com" },
          Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
          Resource: "*",
          Condition: {
            ArnLike: {
              "kms:EncryptionContext:aws:logs:arn":
                "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/eks/test-services/*",
            },
          },
        },
      ],
    });
    assert.deepEqual(inputs(seen, "services-logs"), {
      name: "/aws/eks/test-services/cluster",
      retentionInDays: 365,
      kmsKeyId: "arn:aws:kms:eu-central-1:123456789012:services-key",
    });
  });

  it("takes keys that are there, and makes none then", async () => {
    const given = await build({ kmsKeyArn: keyArn });
    assert.equal(given.types()["aws:kms/key:Key"], undefined);
    const { encryptionConfig } = given.one("services", CLUSTER).inputs;
    assert.deepEqual(encryptionConfig, { provider: { keyArn }, resources: ["secrets"] });
    assert.equal(given.one("services-logs").inputs["kmsKeyId"], undefined, "a key that may not admit CloudWatch");
    const both = await build({ kmsKeyArn: keyArn, logKmsKeyArn: `${keyArn}2`, logRetentionDays: 30 });
    assert.equal(both.one("services-logs").inputs["kmsKeyId"], `${keyArn}2`);
    assert.equal(both.one("services-pod-logs").inputs["retentionInDays"], 30);
  });

  it("has its log group before EKS makes one that is kept for ever, and its policies before it", async () => {
    const seen = await optionsOf((options) =>
      graph(() => new KubernetesCluster("services", { placement, autoMode: true }, options), { outputs }),
    );
    const before = seen.get("services")?.dependsOn ?? [];
    for (const name of [
      "services-logs",
      "services-role-amazoneksclusterpolicy",
      "services-node-role-amazoneksworkernodeminimalpolicy",
    ]) {
      assert.ok(before.includes(name), `${name} is not before the cluster: ${before}`);
    }
  });

  it("opens the endpoint to named blocks only, and stays reachable inside", async () => {
    const seen = await build({ publicAccessCidrs: ["203.0.113.0/24"] });
    const { vpcConfig } = seen.one("services", CLUSTER).inputs;
    assert.deepEqual(vpcConfig, {
      subnetIds: placement.subnetIds,
      securityGroupIds: ["services-group-id"],
      endpointPrivateAccess: true,
      endpointPublicAccess: true,
      publicAccessCidrs: ["203.0.113.0/24"],
    });
  });

  it("opens the API's port to named clients of the network, and no other", async () => {
    const seen = await build({ clients: { office: { cidr: "10.1.0.0/16" } } }, (cluster) =>
      cluster.allowFrom("bastion", "sg-bastion"),
    );
    assert.deepEqual(inputs(seen, "services-from-office-https"), {
      securityGroupId: "services-group-id",
      description: "https from office",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrIpv4: "10.1.0.0/16",
    });
    assert.equal(seen.one("services-from-bastion-https").inputs["referencedSecurityGroupId"], "sg-bastion");
    assert.equal(seen.types()["aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"], undefined);
  });

  it("gives roles the access policy and the namespaces that were named", async () => {
    const roleArn = "arn:aws:iam::123456789012:role/people";
    const seen = await build({ access: { people: { roleArn, policy: ClusterAccessPolicy.View } } }, (cluster) => {
      const role = new Role("deployment", { assumeRolePolicy: "{}" });
      cluster.grantAccess({ role }, "deployment", ClusterAccessPolicy.Edit, ["shop"]);
    });
    assert.deepEqual(inputs(seen, "services-access-people"), {
      clusterName: "test-services",
      principalArn: roleArn,
      type: "STANDARD",
    });
    assert.deepEqual(inputs(seen, "services-access-people-policy"), {
      clusterName: "test-services",
      principalArn: roleArn,
      policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
      accessScope: { type: "cluster" },
    });
    assert.deepEqual(inputs(seen, "services-access-deployment-policy"), {
      clusterName: "test-services",
      principalArn: "arn:aws:iam::123456789012:role/made",
      policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy",
      accessScope: { type: "namespace", namespaces: ["shop"] },
    });
    assert.deepEqual(seen.json("services-describe-deployment", "policy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["eks:DescribeCluster"],
          Resource: ["arn:aws:eks:eu-central-1:123456789012:cluster/test-services"],
        },
      ],
    });
  });

  it("weakens and extends just what was asked for by name", async () => {
    const seen = await build({
      withoutDeletionProtection: true,
      extendedSupport: true,
      version: "1.33",
      zonalShift: true,
      serviceCidr: "172.20.0.0/16",
      clusterName: "shop",
    });
    const cluster = seen.one("services", CLUSTER).inputs;
    assert.equal(cluster["deletionProtection"], false);
    assert.deepEqual(cluster["upgradePolicy"], { supportType: "EXTENDED" });
    assert.equal(cluster["version"], "1.33");
    assert.deepEqual(cluster["zonalShiftConfig"], { enabled: true });
    assert.deepEqual(cluster["kubernetesNetworkConfig"], { serviceIpv4Cidr: "172.20.0.0/16" });
    assert.equal(cluster["name"], "shop");
    assert.equal(seen.one("services-logs").inputs["name"], "/aws/eks/shop/cluster");
  });

  it("puts Fargate profiles over all subnets, for the namespace default and for its own pods", async () => {
    const seen = await build();
    const profile = {
      clusterName: "test-services",
      podExecutionRoleArn: "arn:aws:iam::123456789012:role/made",
      subnetIds: placement.subnetIds,
    };
    assert.deepEqual(inputs(seen, "services-fargate-system"), {
      ...profile,
      selectors: [{ namespace: "kube-system" }],
    });
    assert.deepEqual(inputs(seen, "services-fargate-default"), { ...profile, selectors: [{ namespace: "default" }] });
    const own = await build({
      fargateProfiles: { shop: { selectors: [{ namespace: "shop-*", labels: { tier: "web" } }] } },
    });
    assert.equal(own.types()[PROFILE], 2);
    assert.deepEqual(own.one("services-fargate-shop").inputs["selectors"], [
      { namespace: "shop-*", labels: { tier: "web" } },
    ]);
  });

  it("lets Fargate take its role for this cluster's profiles alone, pull images, and write to one log group", async () => {
    const seen = await build();
    assert.deepEqual(seen.json("services-pod-execution-role", "assumeRolePolicy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "eks-fargate-pods.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: {
            ArnLike: { "aws:SourceArn": "arn:aws:eks:eu-central-1:123456789012:fargateprofile/test-services/*" },
          },
        },
      ],
    });
    assert.deepEqual(seen.json("services-pod-logs-write", "policy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
          Resource: "arn:aws:cloudwatch:eu-central-1:123456789012:services-pod-logs:*",
        },
      ],
    });
  });

  it("runs no agent of nodes where there are none, and its DNS on Fargate, after the profile", async () => {
    const seen = await build();
    assert.deepEqual(
      seen.all(ADDON).map(({ inputs: { addonName } }) => addonName),
      ["coredns"],
    );
    assert.deepEqual(seen.json("services-addon-coredns", "configurationValues"), { computeType: "Fargate" });
    const options = await optionsOf((given) =>
      graph(() => new KubernetesCluster("services", { placement }, given), { outputs }),
    );
    assert.deepEqual(options.get("services-addon-coredns")?.dependsOn, ["services-fargate-system"]);
    assert.ok(options.get("services-fargate-system")?.dependsOn.includes("services-pod-logs-write"));
  });

  it("has nodes at its own version, with IMDSv2 that pods can't reach and encrypted volumes", async () => {
    const seen = await build({ nodeGroup: {}, minimumZones: 3 });
    assert.deepEqual(inputs(seen, "services-nodes"), {
      clusterName: "test-services",
      nodeRoleArn: "arn:aws:iam::123456789012:role/made",
      subnetIds: placement.subnetIds,
      version: "1.36",
      amiType: "BOTTLEROCKET_ARM_64",
      instanceTypes: ["m7g.large"],
      capacityType: "ON_DEMAND",
      launchTemplate: { id: "services-node-template-id", version: "3" },
      scalingConfig: { minSize: 3, desiredSize: 3, maxSize: 6 },
      updateConfig: { maxUnavailablePercentage: 33 },
      nodeRepairConfig: { enabled: true },
    });
    const template = seen.one("services-node-template").inputs;
    assert.deepEqual(template["metadataOptions"], {
      httpEndpoint: "enabled",
      httpTokens: "required",
      httpPutResponseHopLimit: 1,
    });
    assert.deepEqual(template["blockDeviceMappings"], [
      {
        deviceName: "/dev/xvdb",
        ebs: { encrypted: "true", volumeType: "gp3", volumeSize: 50, deleteOnTermination: "true" },
      },
    ]);
    assert.equal(seen.types()[PROFILE], undefined);
  });

  it("has the nodes that were asked for", async () => {
    const seen = await build({
      nodeGroup: {
        image: NodeImage.AmazonLinux2023X8664,
        instanceTypes: ["m7i.large", "m6i.large"],
        minimumNodes: 4,
        maximumNodes: 9,
        volumeGb: 100,
        spot: true,
      },
    });
    const nodes = seen.one("services-nodes").inputs;
    assert.deepEqual(nodes["scalingConfig"], { minSize: 4, desiredSize: 4, maxSize: 9 });
    assert.equal(nodes["amiType"], "AL2023_x86_64_STANDARD");
    assert.deepEqual(nodes["instanceTypes"], ["m7i.large", "m6i.large"]);
    assert.equal(nodes["capacityType"], "SPOT");
    assert.match(JSON.stringify(seen.one("services-node-template").inputs), /"\/dev\/xvda".*"volumeSize":100/);
  });

  it("has nodes of its image's architecture where no type was asked for", async () => {
    for (const [image, type] of [
      [NodeImage.BottlerocketX8664, "m7i.large"],
      [NodeImage.AmazonLinux2023X8664, "m7i.large"],
      [NodeImage.AmazonLinux2023Arm64, "m7g.large"],
    ] as const) {
      const nodes = (await build({ nodeGroup: { image } })).one("services-nodes").inputs;
      assert.deepEqual(nodes["instanceTypes"], [type], image);
    }
  });

  it("gives nodes their network before they start, by a role of its own that no node has", async () => {
    const seen = await build({ nodeGroup: {} });
    assert.deepEqual(
      seen
        .all(ADDON)
        .map(({ inputs: { addonName } }) => addonName)
        .sort(),
      ["coredns", "eks-pod-identity-agent", "kube-proxy", "vpc-cni"],
    );
    assert.deepEqual(
      seen
        .all(ATTACHMENT)
        .filter(({ name }) => name.startsWith("services-node-role"))
        .map(({ inputs: { policyArn } }) => policyArn),
      [
        "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
        "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
      ],
    );
    assert.deepEqual(seen.one("services-addon-vpc-cni").inputs["podIdentityAssociations"], [
      { serviceAccount: "aws-node", roleArn: "arn:aws:iam::123456789012:role/made" },
    ]);
    assert.equal(seen.one("services-addon-coredns").inputs["configurationValues"], undefined);
    const options = await optionsOf((given) =>
      graph(() => new KubernetesCluster("services", { placement, nodeGroup: {} }, given), { outputs }),
    );
    const before = options.get("services-nodes")?.dependsOn ?? [];
    for (const addon of ["vpc-cni", "kube-proxy", "eks-pod-identity-agent"]) {
      assert.ok(before.includes(`services-addon-${addon}`), `${addon} is not before the nodes: ${before}`);
    }
    assert.deepEqual(options.get("services-addon-coredns")?.dependsOn, ["services-nodes"]);
  });

  it("leaves nodes, volumes, load balancers, DNS and agents to EKS in Auto Mode", async () => {
    const seen = await build({ autoMode: true });
    const cluster = seen.one("services", CLUSTER).inputs;
    assert.deepEqual(cluster["computeConfig"], {
      enabled: true,
      nodePools: ["general-purpose", "system"],
      nodeRoleArn: "arn:aws:iam::123456789012:role/made",
    });
    assert.deepEqual(cluster["storageConfig"], { blockStorage: { enabled: true } });
    assert.deepEqual(cluster["kubernetesNetworkConfig"], { elasticLoadBalancing: { enabled: true } });
    assert.match(JSON.stringify(seen.json("services-role", "assumeRolePolicy")), /"sts:TagSession"/);
    const types = seen.types();
    assert.deepEqual([types[ADDON], types[PROFILE], types[NODE_GROUP]], [undefined, undefined, undefined]);
    assert.equal(types[ATTACHMENT], 7);
  });

  it("watches the API, pods with no place and the scheduler, and tells whom it was told to", async () => {
    const topic = "arn:aws:sns:eu-central-1:123456789012:alerts";
    const seen = await build({ alarmTopicArn: topic });
    assert.deepEqual(inputs(seen, "services-pods-pending"), {
      alarmDescription:
        "Pods of services find no place to run for 15 minutes: too few nodes, or no Fargate profile for them.",
      namespace: "AWS/EKS",
      metricName: "scheduler_pending_pods_UNSCHEDULABLE",
      dimensions: { ClusterName: "test-services" },
      statistic: "Sum",
      period: 300,
      threshold: 0,
      evaluationPeriods: 3,
      comparisonOperator: "GreaterThanThreshold",
      treatMissingData: "notBreaching",
      alarmActions: [topic],
      okActions: [topic],
    });
    assert.match(
      JSON.stringify(seen.one("services-api-errors").inputs),
      /apiserver_request_total_5XX.*errors \/ requests/,
    );
    assert.equal((await build()).one("services-scheduler-errors").inputs["alarmActions"], undefined);
  });

  it("knows what protects it at preview, and depends on exactly its subnets", async () => {
    const seen = await graph(
      () => {
        const [a, b] = ["a", "b"].map((zone) => new Subnet(zone, { vpcId: "vpc-1" }));
        assert.ok(a && b);
        new KubernetesCluster("services", { placement: { ...placement, subnetIds: [a.id, b.id] } });
      },
      { preview: true },
    );
    const known = ["accessConfig", "enabledClusterLogTypes", "deletionProtection", "upgradePolicy", "version"];
    seen.assertKnown("services", known, CLUSTER);
    seen.assertKnown("services-role", ["assumeRolePolicy"]);
    seen.assertKnown("services-pod-execution-role", ["assumeRolePolicy"]);
    seen.assertKnown("services-key", ["enableKeyRotation", "policy"]);
    const profile = seen.one("services-fargate-default");
    assert.deepEqual(profile.inputs["subnetIds"], [UNKNOWN, UNKNOWN]);
    assert.deepEqual(
      profile.propertyDependencies["subnetIds"]?.map((urn) => urn.split("::").pop()),
      ["a", "b"],
    );
    assert.match(JSON.stringify(seen.one("services", CLUSTER).inputs["vpcConfig"]), /"endpointPublicAccess":false/);
  });

  it("hands out no security group of pods before there is one, which a rule would take for none", async () => {
    const seen = await graph(
      () => {
        const pods = new KubernetesCluster("services", { placement }).podSecurityGroupId;
        new KubernetesCluster("other", { placement }).allowFrom("pods", pods);
      },
      { preview: true },
    );
    assert.equal(seen.one("other-from-pods-https").inputs["referencedSecurityGroupId"], UNKNOWN);
  });

  it("hands out what programs and kubectl need", async () => {
    await graph(
      async () => {
        const cluster = new KubernetesCluster("services", { placement });
        const all = { endpoint: cluster.endpoint, authority: cluster.certificateAuthority, issuer: cluster.issuer };
        await new Promise<void>((done, failed) => {
          pulumi.output(all).apply((values) => {
            try {
              assert.deepEqual(values, {
                endpoint: "https://0123.gr7.eu-central-1.eks.amazonaws.com",
                authority: "Q0E=",
                issuer: "oidc.eks.eu-central-1.amazonaws.com/id/0123",
              });
              done();
            } catch (error) {
              failed(error);
            }
          });
        });
      },
      { outputs },
    );
  });
});

describe("Kubernetes versions", () => {
  it("are told by their day: standard, extended, none, unknown", () => {
    assert.equal(supportOf("1.34", "2026-12-01"), "standard");
    assert.equal(supportOf("1.34", "2026-12-02"), "extended");
    assert.equal(supportOf("1.34", "2027-12-02"), "none");
    assert.equal(supportOf("1.37", "2030-01-01"), "standard", "no calendar was read for it");
    assert.equal(supportOf("1.20", "2026-12-02"), "unknown");
    assert.deepEqual(versionsInStandardSupport("2026-12-02"), ["1.35", "1.36", "1.37"]);
  });

  it("have a default that was in standard support when they were read", () => {
    assert.equal(supportOf(kubernetesVersions.current, kubernetesVersions.asOf), "standard");
  });

  it("are in support as long as the policy pack says", () => {
    const ends = Object.entries(kubernetesVersions.versions).map(([version, facts]) => [
      version,
      facts.standardSupportEnds,
    ]);
    assert.deepEqual(
      Object.fromEntries(ends.filter(([, end]) => end !== undefined)),
      versionsOfThePack.standardSupportEnds,
    );
    assert.equal(kubernetesVersions.asOf, versionsOfThePack.asOf);
  });
});
