// A cache for sessions: a Valkey primary and a replica in another zone, which takes over by itself.
import { join } from "node:path";
import { LambdaService } from "../../infra/compute";
import { Cache } from "../../infra/data";
import { Vpc } from "../../infra/network";

const vpc = new Vpc("web", {
  cidrBlock: "10.60.0.0/16",
  availabilityZones: ["eu-central-1a", "eu-central-1b"],
  isolatedSubnets: true,
});

const sessions = new Cache("sessions", { placement: vpc.placement("isolated") });

const api = new LambdaService("sessions-api", {
  entry: join(__dirname, "functions/orders.ts"),
  placement: vpc.placement("private"),
  // A function in a VPC reaches what is named here and nothing else.
  egress: { cache: { securityGroupId: sessions.securityGroupId, port: sessions.port } },
  environment: { CACHE_HOST: sessions.endpoint, CACHE_PORT: String(sessions.port) },
});
// The network lets it connect; the cache's user lets it in, by the function's role.
if (api.securityGroupId) sessions.allowFrom("api", api.securityGroupId);
sessions.grantConnect("app", api, "api");

export const endpoint = sessions.endpoint;
