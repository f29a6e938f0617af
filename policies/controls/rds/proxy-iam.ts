import { all, any, control } from "../../core";

/** Holds proxies to logins by role. */
export const rdsProxyIam = control({
  id: "rds-proxy-iam-authentication",
  title: "RDS proxies ask clients for an IAM role",
  severity: "medium",
  why: "Clients that come in by password have to be given it, though the proxy could keep it to itself.",
  fix: 'Set iamAuth to "REQUIRED" in each of auths, or defaultAuthScheme to "IAM_AUTH".',
  url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-iam-setup.html",
  on: ["aws:rds/proxy:Proxy"],
  check: (proxy) => {
    const auths = proxy.list("auths");
    return any([
      proxy.string("defaultAuthScheme").equals("IAM_AUTH", { absent: "AWS then takes NONE" }),
      all(
        auths.lengthAtLeast(1, { absent: "a block with iamAuth REQUIRED" }),
        auths.every((auth) => auth.string("iamAuth").equals("REQUIRED", { absent: "AWS then takes passwords" })),
      ),
    ]);
  },
});
