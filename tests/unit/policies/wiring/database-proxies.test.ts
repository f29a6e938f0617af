import { databaseProxyWiring } from "../../../../policies/controls/wiring/database-proxy";
import { describeControl, type Sample, sample, UNKNOWN } from "../../../support/policies";
import { allow, arn, granted, grantedBy, key, opens, role, rootOfAccount, securityGroup, vpc } from "./samples";

describe("what a database proxy needs", () => {
  const network = vpc("main");
  const vpcId = String(network.props.id);
  const [proxies, stores] = [securityGroup("proxies", vpcId), securityGroup("stores", vpcId)];
  const out = opens("Egress", proxies, "sg-stores", 5432);
  const into = opens("Ingress", stores, "sg-proxies", 5432);
  const proxyRole = role("pooler", "rds.amazonaws.com");
  const own = key("k", rootOfAccount);
  const secret = (props: Record<string, unknown> = {}) => {
    const id = arn("secretsmanager", "secret:login-AbCdEf");
    return sample("aws:secretsmanager/secret:Secret", "login", { id, arn: id, kmsKeyId: own.props.arn, ...props });
  };
  const login = secret();
  const cluster = (props: Record<string, unknown> = {}) =>
    sample("aws:rds/cluster:Cluster", "db", {
      id: "db",
      clusterIdentifier: "db",
      arn: arn("rds", "cluster:db"),
      clusterResourceId: "cluster-ABC",
      engine: "aurora-postgresql",
      vpcSecurityGroupIds: ["sg-stores"],
      ...props,
    });
  const target = (props: Record<string, unknown> = {}) =>
    sample("aws:rds/proxyTarget:ProxyTarget", "target", {
      dbProxyName: "pool",
      dbClusterIdentifier: "db",
      targetGroupName: "default",
      ...props,
    });
  const proxy = (props: Record<string, unknown> = {}, from: Record<string, readonly Sample[]> = {}) =>
    sample(
      "aws:rds/proxy:Proxy",
      "pool",
      {
        id: "pool",
        name: "pool",
        engineFamily: "POSTGRESQL",
        roleArn: proxyRole.props.arn,
        auths: [{ authScheme: "SECRETS", secretArn: login.props.arn }],
        vpcSecurityGroupIds: ["sg-proxies"],
        ...props,
      },
      { from },
    );
  const secretRead = allow("secretsmanager:GetSecretValue", String(login.props.arn));
  const decrypt = allow("kms:Decrypt", String(own.props.arn));
  const read = granted(proxyRole, secretRead, decrypt);
  const all = [network, proxies, stores, out, into, proxyRole, own, login, cluster(), target(), read];
  const without = (...left: Sample[]) => all.filter((one) => !left.includes(one));
  const but = (...changed: Sample[]) => [
    ...all.filter(({ name }) => changed.every((other) => other.name !== name)),
    ...changed,
  ];
  const byToken = { defaultAuthScheme: "IAM_AUTH", auths: undefined };
  const connect = granted(proxyRole, allow("rds-db:connect", arn("rds-db", "dbuser:cluster-ABC/*")));
  const managedArn = arn("secretsmanager", "secret:rds!cluster-1-AbCdEf");
  const managed = cluster({ masterUserSecrets: [{ secretArn: managedArn }], masterUserSecretKmsKeyId: own.props.arn });
  const byManaged = proxy({ auths: [{ secretArn: managedArn }] });
  const instance = sample("aws:rds/instance:Instance", "single", {
    id: "db-X",
    identifier: "single",
    arn: arn("rds", "db:single"),
    engine: "postgres",
    port: 5432,
    vpcSecurityGroupIds: ["sg-stores"],
  });
  const ofInstance = target({ dbClusterIdentifier: undefined, dbInstanceIdentifier: "single" });

  describeControl(databaseProxyWiring, {
    compliant: {
      "a cluster by a secret": { subject: proxy(), others: all },
      "an instance": { subject: proxy(), others: but(ofInstance, instance) },
      "a secret that RDS keeps": {
        subject: byManaged,
        others: but(managed, granted(proxyRole, allow("secretsmanager:GetSecretValue", managedArn), decrypt)),
      },
      "tokens of IAM": {
        subject: proxy(byToken),
        others: but(cluster({ iamDatabaseAuthenticationEnabled: true }), connect),
      },
      "a secret of another stack that it may read": {
        subject: proxy(),
        others: without(login, own),
      },
    },
    violating: {
      "no target": {
        subject: proxy(),
        others: but(target({ dbProxyName: "other" })),
        at: "",
        saying: /^proxy pool → its database without a target$/,
      },
      "two targets": {
        subject: proxy(),
        others: [...all, { ...ofInstance, name: "second" }, instance],
        at: "",
        saying: /several targets: second, target/,
      },
      "a target of nothing": {
        subject: proxy(),
        others: but(target({ dbClusterIdentifier: undefined })),
        at: "",
        saying: /target target names none/,
      },
      "a role that may not read the secret": {
        subject: proxy(),
        others: but(granted(proxyRole, decrypt)),
        at: "auths[0].secretArn",
        saying: /proxy pool → secret login without a policy of role pooler that allows secretsmanager:GetSecretValue/,
      },
      "a role that may not use the secret's key": {
        subject: proxy(),
        others: but(granted(proxyRole, secretRead)),
        at: "auths[0].secretArn",
        saying: /allows kms:Decrypt on the key k/,
      },
      "a role that may not read the second secret": {
        subject: proxy({
          auths: [{ secretArn: login.props.arn }, { secretArn: arn("secretsmanager", "secret:far-AbCdEf") }],
        }),
        others: all,
        at: "auths[1].secretArn",
      },
      "a role that may not read the secret that RDS keeps": {
        subject: byManaged,
        others: but(managed, granted(proxyRole, decrypt)),
        at: "auths[0].secretArn",
        saying: /secret of database db without a policy of role pooler/,
      },
      "a role that may not use the key of the secret that RDS keeps": {
        subject: byManaged,
        others: but(managed, granted(proxyRole, allow("secretsmanager:GetSecretValue", managedArn))),
        at: "auths[0].secretArn",
        saying: /allows kms:Decrypt on the key k/,
      },
      "a role that RDS may not take on": {
        subject: proxy(),
        others: but(role("pooler", "lambda.amazonaws.com")),
        at: "auths",
        saying: /trust policy of role pooler that lets rds.amazonaws.com/,
      },
      "no secret": { subject: proxy({ auths: [] }), others: all, at: "auths", saying: /without a secret to log in/ },
      "no secret in what is to name one": {
        subject: proxy({ auths: [{ authScheme: "SECRETS" }] }),
        others: all,
        at: "auths",
        saying: /without a secret to log in/,
      },
      "tokens that the database does not take": {
        subject: proxy(byToken),
        others: but(connect),
        at: "defaultAuthScheme",
        saying: /without IAM authentication of the database/,
      },
      "a role that may ask for no token": {
        subject: proxy(byToken),
        others: but(cluster({ iamDatabaseAuthenticationEnabled: true })),
        at: "defaultAuthScheme",
        saying: /allows rds-db:connect/,
      },
      "no way out of the proxy": {
        subject: proxy(),
        others: without(out),
        at: "vpcSecurityGroupIds",
        saying: /proxy pool → database db without egress of its security group on port 5432/,
      },
      "no way into the database": {
        subject: proxy(),
        others: without(into),
        at: "vpcSecurityGroupIds",
        saying: /without ingress of the database's security group on port 5432/,
      },
      "a way to another port than the database's": {
        subject: proxy(),
        others: but(cluster({ port: 6432 })),
        at: "vpcSecurityGroupIds",
        saying: /port 6432/,
      },
      "a database of another network": {
        subject: proxy(),
        others: but(securityGroup("stores", "vpc-other")),
        at: "vpcSecurityGroupIds",
        saying: /proxy pool → database db in another VPC/,
      },
      "a proxy of another engine": {
        subject: proxy({ engineFamily: "MYSQL" }),
        others: all,
        at: "engineFamily",
        saying: /by MYSQL, which aurora-postgresql does not speak/,
      },
    },
    undecided: {
      "a target that is not known yet": {
        subject: proxy(),
        others: but(target({ dbProxyName: UNKNOWN })),
        because: /whether target is its target: dbProxyName is not known/,
      },
      "a database of another stack": {
        subject: proxy(),
        others: without(all.find(({ name }) => name === "db") ?? login),
        because: /the database of target target is not in this stack/,
      },
      "a database that is not known yet": {
        subject: proxy(),
        others: but(target({ dbClusterIdentifier: UNKNOWN }), {
          ...target(),
          name: "x",
          props: { dbProxyName: "y" },
        }).map((one) => (one.name === "target" ? { ...one, from: { dbClusterIdentifier: [login] } } : one)),
        because: /target: dbClusterIdentifier is not known/,
      },
      "the network's default group": {
        subject: proxy({ vpcSecurityGroupIds: undefined }),
        others: all,
        because: /default security group of pool is not in this stack/,
      },
      "a group of another stack": {
        subject: proxy({ vpcSecurityGroupIds: ["sg-x"] }),
        others: all,
        because: /sg-x is not in this stack/,
      },
      "secrets that are not known yet": {
        subject: proxy({ auths: UNKNOWN }, { auths: [login] }),
        others: all,
        because: /auths is not known/,
      },
      "a policy that is not known yet": {
        subject: proxy(),
        others: but(grantedBy(proxyRole, UNKNOWN)),
        because: /pooler-policy/,
      },
      "a key whose policy is not known yet": {
        subject: proxy(),
        others: but({ ...own, props: { ...own.props, policy: UNKNOWN } }),
        because: /k: policy is not known/,
      },
      "an engine that is not known yet": {
        subject: proxy(),
        others: but(cluster({ engine: UNKNOWN })),
        because: /engine is not known/,
      },
      "whether the database takes tokens is not known yet": {
        subject: proxy(byToken),
        others: but(
          {
            ...cluster({ iamDatabaseAuthenticationEnabled: UNKNOWN }),
            from: { iamDatabaseAuthenticationEnabled: [own] },
          },
          connect,
        ),
        because: /iamDatabaseAuthenticationEnabled is not known/,
      },
    },
    mayBeDropped: {
      id: "targets name it by its name, too",
      name: "targets name it by its id, too",
      engineFamily: "AWS refuses a proxy without a family",
      engine: "AWS refuses a database without an engine",
      port: "the engine's own is 5432",
      cidrBlock: "the groups name each other",
      policy: "AWS's default policy of a key leaves it to the account, too",
      kmsKeyId: "a secret without a key has AWS's own",
      masterUserSecrets: "a secret that RDS does not keep is one of another stack",
      masterUserSecretKmsKeyId: "a secret without a key has AWS's own",
    },
  });
});
