import { control } from "../../core";

/** Holds proxies to TLS. */
export const rdsProxyTls = control({
  id: "rds-proxy-tls",
  title: "RDS proxies refuse connections without TLS",
  severity: "medium",
  why: "A client that is set up wrongly talks to the proxy in clear, and its password and data are read on the way.",
  fix: "Set requireTls to true.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-43",
  on: ["aws:rds/proxy:Proxy"],
  check: (proxy) => proxy.boolean("requireTls").mustBeTrue({ absent: "AWS then takes plain connections" }),
  remedy: [{ path: "requireTls", value: true }],
});
