import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Role } from "@pulumi/aws/iam";
import { ContainerCluster } from "../../../../infra/compute";
import { ThirdPartyRegistry, type ThirdPartyRegistryArgs } from "../../../../infra/discovery";
import { aclToken, CONSUL_START, gossipKey } from "../../../../infra/discovery/consul";
import { graph, type TestGraph } from "../../../../testing";

const placement = { vpcId: "vpc-1", cidrBlock: "10.0.0.0/16", subnetIds: ["subnet-a", "subnet-b", "subnet-c"] };
const secret = (name: string) => `arn:aws:secretsmanager:eu-central-1:123456789012:secret:${name}-AbCdEf`;
const tls = {
  authoritySecretArn: secret("authority"),
  certificateSecretArn: secret("certificate"),
  keySecretArn: secret("key"),
};
const SERVICE = "aws:ecs/service:Service";
const TASK = "aws:ecs/taskDefinition:TaskDefinition";

function registry(args: Partial<ThirdPartyRegistryArgs> = {}): ThirdPartyRegistry {
  const image = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/tools/consul:1.21.5";
  const egress = { endpoints: { securityGroupId: "sg-endpoints" } };
  const cluster = new ContainerCluster("tools");
  return new ThirdPartyRegistry("registry", { cluster, placement, image, egress, tls, ...args });
}

function app(seen: TestGraph) {
  const [container] = JSON.parse(String(seen.one("registry-server", TASK).inputs["containerDefinitions"]));
  return container;
}

describe("ThirdPartyRegistry", () => {
  it("has a server a zone, of which one at a time is replaced", async () => {
    const service = (await graph(() => registry())).one("registry-server", SERVICE).inputs;
    assert.equal(service["desiredCount"], 3);
    assert.deepEqual(
      [service["deploymentMaximumPercent"], service["deploymentMinimumHealthyPercent"]],
      [100, 66],
      "two of three servers have to go on, and no second one may start in a zone",
    );
    assert.deepEqual(Object(service["networkConfiguration"]).subnets, placement.subnetIds);
    assert.equal(Object(service["networkConfiguration"]).assignPublicIp, false);
  });

  it("encrypts gossip and calls, asks for tokens, and serves nothing in plain text", async () => {
    const container = app(await graph(() => registry()));
    const [{ name, value }] = container.environment;
    assert.equal(name, "CONSUL_CONFIGURATION");
    const configuration = JSON.parse(value);
    assert.deepEqual(configuration.ports, { http: -1, grpc: -1, dns: -1, https: 8501, grpc_tls: 8503 });
    assert.deepEqual(configuration.acl, { enabled: true, default_policy: "deny", enable_token_persistence: true });
    assert.equal(configuration.tls.defaults.verify_incoming, true);
    assert.equal(configuration.tls.defaults.verify_outgoing, true);
    assert.equal(configuration.tls.internal_rpc.verify_server_hostname, true);
    assert.deepEqual(
      [configuration.bootstrap_expect, configuration.retry_join, configuration.encrypt_verify_incoming],
      [3, ["consul.registry.internal"], true],
    );
    assert.deepEqual(
      container.secrets.map((one: { name: string }) => one.name),
      ["GOSSIP_KEY", "MANAGEMENT_TOKEN", "TLS_AUTHORITY", "TLS_CERTIFICATE", "TLS_KEY"],
    );
    assert.equal(container.readonlyRootFilesystem, true);
  });

  it("is reached by servers and named clients only, on the ports that they need", async () => {
    const seen = await graph(() => {
      const one = registry({ clients: { orders: { securityGroupId: "sg-orders" } } });
      one.allowFrom("stock", { securityGroupId: "sg-stock" });
      assert.throws(() => one.allowFrom("stock", { securityGroupId: "sg-x" }), /has a client of that name/);
      assert.equal(one.apiUrl, "https://consul.registry.internal:8501");
    });
    const into = seen.all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").map(({ name, inputs }) => {
      assert.equal(inputs["cidrIpv4"], undefined, name);
      return `${name} ${inputs["ipProtocol"]} ${inputs["fromPort"]} ${inputs["referencedSecurityGroupId"]}`;
    });
    assert.deepEqual(into.sort(), [
      "registry-api-from-orders tcp 8501 sg-orders",
      "registry-api-from-stock tcp 8501 sg-stock",
      "registry-files-from-servers tcp 2049 registry-server-group-id",
      "registry-gossip-in tcp 8301 registry-server-group-id",
      "registry-gossip-udp-in udp 8301 registry-server-group-id",
      "registry-grpc-from-orders tcp 8503 sg-orders",
      "registry-grpc-from-stock tcp 8503 sg-stock",
      "registry-rpc-in tcp 8300 registry-server-group-id",
    ]);
  });

  it("keeps its data encrypted and backed up, where only the servers' role gets at it", async () => {
    const seen = await graph(() => registry());
    const files = seen.one("registry-files", "aws:efs/fileSystem:FileSystem").inputs;
    assert.equal(files["encrypted"], true);
    assert.deepEqual(seen.one("registry-files", "aws:efs/backupPolicy:BackupPolicy").inputs["backupPolicy"], {
      status: "ENABLED",
    });
    assert.equal(seen.types()["aws:efs/mountTarget:MountTarget"], 3);
    const policy = seen.one("registry-files", "aws:efs/fileSystemPolicy:FileSystemPolicy");
    const { Effect, Principal, Condition } = Object(seen.json(policy.name, "policy", policy.type)).Statement[0];
    assert.deepEqual(
      { Effect, Principal, Condition },
      { Effect: "Deny", Principal: { AWS: "*" }, Condition: { Bool: { "aws:SecureTransport": "false" } } },
    );
    assert.match(JSON.stringify(seen.json("registry-server-files", "policy")), /elasticfilesystem:AccessPointArn/);
    const [volume] = Object(seen.one("registry-server", TASK).inputs["volumes"]);
    assert.equal(volume.efsVolumeConfiguration.transitEncryption, "ENABLED");
  });

  it("grants reading the token that may do everything, and nothing else", async () => {
    const seen = await graph(() => {
      const role = new Role("admin", { assumeRolePolicy: "{}" });
      registry().grantAdminister({ role }, "admin");
    });
    assert.match(
      JSON.stringify(seen.json("registry-administer-admin", "policy")),
      /"Action":\["secretsmanager:GetSecretValue"\],"Resource":\["arn:[^"]+registry-management-token"\]/,
    );
  });

  it("refuses what is no quorum, and secrets by value", () =>
    graph(() => {
      const refused = (args: Partial<ThirdPartyRegistryArgs>, message: RegExp) =>
        assert.throws(() => registry(args), message);
      refused({ placement: { ...placement, subnetIds: ["subnet-a", "subnet-b"] } }, /2 subnets/);
      refused({ placement: { ...placement, subnetIds: ["a", "b", "c", "d"] } }, /4 subnets.*give 3 or 5/);
      refused({ tls: { ...tls, keySecretArn: "-----BEGIN" } }, /tls.keySecretArn/);
      refused({ datacenter: "DC 1" }, /datacenter is "DC 1"/);
    }));
});

describe("a server of Consul", () => {
  it("makes a key of 32 bytes, and a token in the form of a UUID", () => {
    const hex = "0123456789abcdef".repeat(4);
    assert.equal(Buffer.from(gossipKey(hex), "base64").length, 32);
    assert.match(aclToken(hex), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  it("starts as its zone's, with secrets in memory only, and holds its directory's lock", () => {
    const folder = mkdtempSync(join(tmpdir(), "consul-"));
    try {
      const bin = join(folder, "bin");
      mkdirSync(bin);
      mkdirSync(join(folder, "data"));
      const script = (name: string, text: string) => {
        writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`);
        chmodSync(join(bin, name), 0o755);
      };
      script("wget", `echo '{"Cluster":"tools","AvailabilityZone":"eu-central-1b","LaunchType":"FARGATE"}'`);
      // What Consul gets to see: its arguments, its files, its variables, and whether another could have the lock.
      script(
        "consul",
        [
          'echo "ARGS $*"',
          "cat secrets.json",
          "echo",
          "ls -l | tail -n +2 | cut -c1-10 | sort -u",
          'echo "LEFT $MANAGEMENT_TOKEN $TLS_KEY"',
          `flock -n ${folder}/data/eu-central-1b.lock true && echo FREE || echo HELD`,
        ].join("\n"),
      );
      const start = CONSUL_START.replaceAll("/dev/shm/consul", join(folder, "files")).replaceAll(
        "/consul/data",
        join(folder, "data"),
      );
      const output = execFileSync("/bin/sh", ["-c", start], {
        encoding: "utf8",
        env: {
          PATH: `${bin}:${process.env["PATH"]}`,
          ECS_CONTAINER_METADATA_URI_V4: "http://169.254.170.2/v4/x",
          TLS_AUTHORITY: "authority",
          TLS_CERTIFICATE: "certificate",
          TLS_KEY: "key",
          GOSSIP_KEY: "a2V5",
          MANAGEMENT_TOKEN: "t-1",
          CONSUL_CONFIGURATION: '{"server":true}',
        },
      }).split("\n");
      const files = join(folder, "files");
      const data = join(folder, "data", "eu-central-1b");
      assert.equal(output[0], `ARGS agent -config-dir=${files} -node=consul-eu-central-1b -data-dir=${data}`);
      assert.deepEqual(JSON.parse(output[1] ?? ""), {
        encrypt: "a2V5",
        acl: { tokens: { initial_management: "t-1", agent: "t-1" } },
      });
      assert.deepEqual(output.slice(2), ["-rw-------", "LEFT  ", "HELD", ""]);
      assert.equal(readFileSync(join(files, "server.json"), "utf8"), '{"server":true}');
      assert.equal(readFileSync(join(files, "key.pem"), "utf8"), "key\n");
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
