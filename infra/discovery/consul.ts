/** Ports of Consul's servers: developer.hashicorp.com/consul/docs/reference/architecture/ports */
export const ConsulPort = {
  /** Between servers. */
  Rpc: 8300,
  /** Gossip, by TCP and UDP. */
  Gossip: 8301,
  /** The API, by HTTPS. */
  Api: 8501,
  /** Proxies and dataplanes, by gRPC over TLS. */
  Grpc: 8503,
} as const;

/** A file system in memory that every container has and may write to, also where its root is read-only. */
const FILES = "/dev/shm/consul";

/** Where the servers' data is. */
export const CONSUL_DATA = "/consul/data";

/** Configuration of the servers but for secrets: developer.hashicorp.com/consul/docs/reference/agent/configuration-file */
export function consulConfiguration(servers: number, datacenter: string, hostName: string): string {
  return JSON.stringify({
    server: true,
    bootstrap_expect: servers,
    datacenter,
    retry_join: [hostName],
    client_addr: "0.0.0.0",
    advertise_addr: "{{ GetPrivateIP }}",
    // It comes back with its data, under another address.
    leave_on_terminate: false,
    ports: { http: -1, grpc: -1, dns: -1, https: ConsulPort.Api, grpc_tls: ConsulPort.Grpc },
    tls: {
      defaults: {
        ca_file: `${FILES}/authority.pem`,
        cert_file: `${FILES}/certificate.pem`,
        key_file: `${FILES}/key.pem`,
        verify_incoming: true,
        verify_outgoing: true,
      },
      // Callers prove themselves by tokens.
      https: { verify_incoming: false },
      grpc: { verify_incoming: false },
      internal_rpc: { verify_server_hostname: true },
    },
    acl: { enabled: true, default_policy: "deny", enable_token_persistence: true },
    encrypt_verify_incoming: true,
    encrypt_verify_outgoing: true,
    disable_update_check: true,
    log_json: true,
  });
}

/**
 * Starts a server. ECS has one service with a task a zone; a task takes its zone's directory and name, so that a server
 * comes back as the one that it was. Where two are in a zone, the second waits for the lock of the directory, and the
 * servers that are left go on. The zone is in ECS's task metadata, version 4:
 * docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4-fargate-response.html
 */
export const CONSUL_START = [
  "set -eu",
  "umask 077",
  `mkdir -p ${FILES}`,
  `cd ${FILES}`,
  'zone=$(wget -q -O - "$ECS_CONTAINER_METADATA_URI_V4/task" | sed -n \'s/.*"AvailabilityZone":"\\([a-z0-9-]*\\)".*/\\1/p\')',
  'test -n "$zone"',
  `printf '%s\\n' "$TLS_AUTHORITY" > authority.pem`,
  `printf '%s\\n' "$TLS_CERTIFICATE" > certificate.pem`,
  `printf '%s\\n' "$TLS_KEY" > key.pem`,
  `printf '%s' "$CONSUL_CONFIGURATION" > server.json`,
  `printf '{"encrypt":"%s","acl":{"tokens":{"initial_management":"%s","agent":"%s"}}}' "$GOSSIP_KEY" "$MANAGEMENT_TOKEN" "$MANAGEMENT_TOKEN" > secrets.json`,
  "unset TLS_KEY GOSSIP_KEY MANAGEMENT_TOKEN",
  `mkdir -p "${CONSUL_DATA}/$zone"`,
  // Open until Consul ends, and the lock with it.
  `exec 9> "${CONSUL_DATA}/$zone.lock"`,
  "flock 9",
  `exec consul agent -config-dir=${FILES} -node="consul-$zone" -data-dir="${CONSUL_DATA}/$zone"`,
].join("\n");

/** 32 bytes in base64, as `consul keygen` makes them, out of 64 hexadecimal digits. */
export function gossipKey(hex: string): string {
  return Buffer.from(hex, "hex").toString("base64");
}

/** A token of ACLs, which has the form of a UUID, out of 64 hexadecimal digits. */
export function aclToken(hex: string): string {
  const [, ...parts] = /^(.{8})(.{4})(.{4})(.{4})(.{12})/.exec(hex) ?? [];
  return parts.join("-");
}
