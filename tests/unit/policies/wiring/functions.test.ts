import { apiIntegrationWiring, apiWiring } from "../../../../policies/controls/wiring/api-integration";
import { environmentWiring } from "../../../../policies/controls/wiring/environment";
import { eventSourceWiring } from "../../../../policies/controls/wiring/event-source";
import {
  functionDeadLetterWiring,
  functionDestinationWiring,
} from "../../../../policies/controls/wiring/function-destination";
import { functionTelemetryWiring } from "../../../../policies/controls/wiring/function-telemetry";
import { apiAccountWiring } from "../../../../policies/controls/wiring/roles-for-logs";
import { describeControl, type Sample, sample, UNKNOWN } from "../../../support/policies";
import {
  account,
  allow,
  arn,
  document,
  fn,
  granted,
  grantedBy,
  key,
  logGroup,
  permission,
  queue,
  queuePolicy,
  role,
  rootOfAccount,
  table,
} from "./samples";

const LAMBDA = "lambda.amazonaws.com";
const runner = role("runner", LAMBDA);
const code = fn("f", { role: runner.props.arn });

describe("what a function reads", () => {
  const own = key("k", rootOfAccount);
  const inbox = queue("in", { kmsMasterKeyId: own.props.arn });
  const dead = queue("dead");
  const mapping = (more: Record<string, unknown> = {}) =>
    sample("aws:lambda/eventSourceMapping:EventSourceMapping", "m", {
      eventSourceArn: inbox.props.arn,
      functionName: code.props.arn,
      ...more,
    });
  const consume = allow(["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], String(inbox.props.arn));
  const viaSqs = { StringEquals: { "kms:ViaService": "sqs.eu-central-1.amazonaws.com" } };
  const decrypt = { ...allow("kms:Decrypt", String(own.props.arn)), Condition: viaSqs };
  const world = (...others: Sample[]) => ({ subject: mapping(), others: [code, runner, inbox, own, ...others] });
  const keeping = (...others: Sample[]) => ({
    subject: mapping({ destinationConfig: { onFailure: { destinationArn: dead.props.arn } } }),
    others: [code, runner, inbox, own, dead, ...others],
  });
  const records = table("t", { streamArn: arn("dynamodb", "table/t/stream/1") });
  const ofTable = (...others: Sample[]) => ({
    subject: mapping({ eventSourceArn: records.props.streamArn }),
    others: [code, runner, records, ...others],
  });
  const readStream = allow(
    ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
    arn("dynamodb", "table/t/stream/*"),
  );
  const other = { Effect: "Deny", Principal: "*", Action: "sqs:*", Resource: "*" };
  const abroad = queue("abroad", { arn: "arn:aws:sqs:eu-central-1:999999999999:abroad" });
  const attachment = (policyArn: unknown) =>
    sample("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "at", { role: "runner", policyArn });
  const policy = sample("aws:iam/policy:Policy", "p", {
    arn: arn("iam", "policy/p"),
    policy: document(consume, decrypt),
  });
  const fenced = role("runner", LAMBDA);
  const inFence = (boundary: Sample) => [
    code,
    { ...fenced, props: { ...fenced.props, permissionsBoundary: boundary.props.arn } },
    inbox,
    own,
    boundary,
    granted(runner, consume, decrypt),
  ];

  describeControl(eventSourceWiring, {
    compliant: {
      "a queue that its role may read and decrypt": world(granted(runner, consume, decrypt)),
      "a role with a policy of the stack attached": world(attachment(policy.props.arn), policy),
      "a table's stream": ofTable(granted(runner, readStream)),
      "a failure queue that it may send to": keeping(
        granted(runner, consume, decrypt, allow("sqs:SendMessage", String(dead.props.arn))),
      ),
    },
    violating: {
      "a role without policies": {
        ...world(),
        at: "eventSourceArn",
        saying: /function of m → queue in without a policy of role runner that allows sqs:ReceiveMessage/,
      },
      "a role that may not delete": {
        ...world(granted(runner, allow("sqs:ReceiveMessage"), allow("sqs:GetQueueAttributes"), decrypt)),
        at: "eventSourceArn",
        saying: /sqs:DeleteMessage/,
      },
      "a role that may not decrypt": {
        ...world(granted(runner, consume)),
        at: "eventSourceArn",
        saying: /a policy of role runner that allows kms:Decrypt on the key k/,
      },
      "leave to decrypt for another service": {
        ...world(
          granted(runner, consume, {
            ...decrypt,
            Condition: { StringEquals: { "kms:ViaService": "sns.eu-central-1.amazonaws.com" } },
          }),
        ),
        at: "eventSourceArn",
      },
      "a key that admits nobody": {
        subject: mapping(),
        others: [code, runner, inbox, key("k"), granted(runner, consume, decrypt)],
        at: "eventSourceArn",
        saying: /policy of the key k that admits role runner/,
      },
      "a queue whose policy denies everybody": {
        ...world(granted(runner, consume, decrypt), queuePolicy(inbox, document(other))),
        at: "eventSourceArn",
        saying: /denies role runner/,
      },
      "a queue of another account that does not admit the role": {
        subject: mapping({ eventSourceArn: abroad.props.arn }),
        others: [code, runner, abroad, granted(runner, allow("sqs:*"))],
        at: "eventSourceArn",
        saying: /admits role runner of another account/,
      },
      "a permissions boundary that does not allow it": {
        subject: mapping(),
        others: inFence(sample("aws:iam/policy:Policy", "b", { arn: "b", policy: document(allow("s3:*")) })),
        at: "eventSourceArn",
        saying: /permissions boundary/,
      },
      "a role that Lambda may not take on": {
        subject: mapping(),
        others: [code, role("runner", "ecs-tasks.amazonaws.com"), inbox, own, granted(runner, consume, decrypt)],
        at: "eventSourceArn",
        saying: /trust policy/,
      },
      "a stream that it may not read": { ...ofTable(), at: "eventSourceArn", saying: /dynamodb:DescribeStream/ },
      "a failure queue that it may not send to": {
        ...keeping(granted(runner, consume, decrypt)),
        at: "destinationConfig.onFailure.destinationArn",
        saying: /queue dead without a policy of role runner that allows sqs:SendMessage/,
      },
    },
    undecided: {
      "a policy that is not known yet": {
        ...world(grantedBy(runner, UNKNOWN)),
        because: /runner-policy: policy is not known/,
      },
      "a policy that AWS wrote, and the pack does not know": {
        ...world(attachment("arn:aws:iam::aws:policy/PowerUserAccess")),
        because: /PowerUserAccess is not in this stack/,
      },
      "a policy whose role is not known yet": {
        ...world(sample("aws:iam/rolePolicy:RolePolicy", "x", { role: UNKNOWN, policy: document(consume, decrypt) })),
        because: /x: role is not known/,
      },
      "a role of another stack": {
        subject: mapping(),
        others: [code, inbox, own],
        because: /the role .*role\/runner is not in this stack/,
      },
      "a source of another kind": {
        subject: mapping({ eventSourceArn: arn("kafka", "cluster/c") }),
        others: [code, runner],
        because: /knows no sources but/,
      },
      "a function of another stack": {
        subject: mapping(),
        others: [inbox, own],
        because: /function is not in this stack/,
      },
    },
    mayBeDropped: {
      kmsMasterKeyId: "a queue without a key needs none",
      "destinationConfig.onFailure.destinationArn": "a mapping without a destination needs none",
      policy: "AWS's default policy of a key leaves it to IAM, too",
      eventSourceArn: "a mapping without one reads a broker that is no resource",
    },
  });
});

describe("what a function sends on", () => {
  const dead = queue("dead");
  const may = granted(runner, allow("sqs:SendMessage", String(dead.props.arn)));
  const invoked = sample("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", "c", {
    functionName: "f",
    destinationConfig: { onFailure: { destination: dead.props.arn } },
  });
  describeControl(functionDestinationWiring, {
    compliant: { "a queue that it may send to": { subject: invoked, others: [code, runner, dead, may] } },
    violating: {
      "a queue that it may not send to": {
        subject: invoked,
        others: [code, runner, dead],
        at: "destinationConfig.onFailure.destination",
      },
    },
    undecided: {
      "a policy that is not known yet": {
        subject: invoked,
        others: [code, runner, dead, grantedBy(runner, UNKNOWN)],
        because: /runner-policy/,
      },
    },
    mayBeDropped: { "destinationConfig.onFailure.destination": "nothing is sent on without" },
  });

  const keeping = fn("f", { role: runner.props.arn, deadLetterConfig: { targetArn: dead.props.arn } });
  describeControl(functionDeadLetterWiring, {
    compliant: { "a queue that it may send to": { subject: keeping, others: [runner, dead, may] } },
    violating: {
      "a queue that it may not send to": { subject: keeping, others: [runner, dead], at: "deadLetterConfig.targetArn" },
    },
    undecided: {
      "a policy that is not known yet": {
        subject: keeping,
        others: [runner, dead, grantedBy(runner, UNKNOWN)],
        because: /runner-policy/,
      },
    },
    mayBeDropped: {
      "deadLetterConfig.targetArn": "nothing is sent on without",
      id: "what others name it by",
      arn: "what others name it by",
      name: "what others name it by",
    },
  });
});

describe("what a function writes, and is told of", () => {
  const logs = allow(["logs:CreateLogStream", "logs:PutLogEvents"], arn("logs", "log-group:/aws/lambda/f:*"));
  const traced = fn("f", { role: runner.props.arn, tracingConfig: { mode: "Active" } });
  const placed = fn("f", { role: runner.props.arn, vpcConfig: { subnetIds: ["s-1"], securityGroupIds: ["sg-1"] } });
  const writing = (group: unknown) => fn("f", { role: runner.props.arn, loggingConfig: { logGroup: group } });
  const interfaces = ["ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DeleteNetworkInterface"];
  const notFromCode = {
    Effect: "Deny",
    Action: interfaces,
    Resource: "*",
    Condition: { ArnEquals: { "lambda:SourceFunctionArn": code.props.arn } },
  };
  const basic = sample("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "at", {
    role: "runner",
    policyArn: "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
  });
  describeControl(functionTelemetryWiring, {
    compliant: {
      "a role that may write logs": { subject: code, others: [runner, granted(runner, logs)] },
      "a log group that it names": {
        subject: writing("/shop/f"),
        others: [
          runner,
          logGroup("/shop/f"),
          granted(runner, allow(["logs:CreateLogStream", "logs:PutLogEvents"], arn("logs", "log-group:/shop/f:*"))),
        ],
      },
      "AWS's own policy for that": { subject: code, others: [runner, basic] },
      "traces, too": { subject: traced, others: [runner, granted(runner, logs, allow("xray:PutTraceSegments"))] },
      "interfaces for Lambda, and none for the code": {
        subject: placed,
        others: [runner, granted(runner, logs, allow(interfaces), notFromCode)],
      },
    },
    violating: {
      "no leave to write logs": {
        subject: code,
        others: [runner],
        at: "loggingConfig",
        saying: /logs:CreateLogStream/,
      },
      "leave to make log streams, and not to write to them": {
        subject: code,
        others: [runner, granted(runner, allow("logs:CreateLogStream"))],
        at: "loggingConfig",
        saying: /logs:PutLogEvents/,
      },
      "leave to make interfaces, and not to delete them": {
        subject: placed,
        others: [runner, granted(runner, logs, allow(interfaces.slice(0, 2)))],
        at: "vpcConfig",
        saying: /ec2:DeleteNetworkInterface/,
      },
      "leave for another log group than the one that it names": {
        subject: writing("/shop/f"),
        others: [runner, logGroup("/shop/f"), granted(runner, logs)],
        at: "loggingConfig",
        saying: /log group \/shop\/f/,
      },
      "no leave to write traces": {
        subject: traced,
        others: [runner, granted(runner, logs)],
        at: "tracingConfig",
        saying: /xray:PutTraceSegments/,
      },
      "no leave to make interfaces": { subject: placed, others: [runner, granted(runner, logs)], at: "vpcConfig" },
    },
    undecided: {
      "a policy that is not known yet": {
        subject: code,
        others: [runner, grantedBy(runner, UNKNOWN)],
        because: /runner-policy/,
      },
      "the name of a log group that is not known yet": {
        subject: writing(UNKNOWN),
        others: [runner, granted(runner, logs)],
        because: /its log group/,
      },
      "logging that is not known yet": {
        subject: fn("f", { role: runner.props.arn, loggingConfig: UNKNOWN }),
        others: [runner, granted(runner, logs)],
        because: /its log group/,
      },
    },
    mayBeDropped: {
      arn: "AWS's own policy is for all log groups",
      "tracingConfig.mode": "a function that is not traced needs nothing",
      "vpcConfig.subnetIds": "a function outside of a network needs no interfaces",
    },
  });

  const own = key("k", rootOfAccount);
  const orders = table("orders", { serverSideEncryption: { enabled: true, kmsKeyArn: own.props.arn } });
  const told = fn("f", { role: runner.props.arn, environment: { variables: { TABLE: "orders", LEVEL: "info" } } });
  const read = allow("dynamodb:GetItem", String(orders.props.arn));
  const decrypt = allow("kms:Decrypt", String(own.props.arn));
  const accelerator = sample("aws:dax/cluster:Cluster", "c", {
    arn: arn("dax", "cache/c"),
    clusterAddress: "c.abc.dax-clusters.eu-central-1.amazonaws.com",
  });
  const domain = (accessPolicies?: unknown) =>
    sample("aws:opensearch/domain:Domain", "d", {
      arn: arn("es", "domain/d"),
      domainName: "d",
      endpoint: "search-d-abc.eu-central-1.es.amazonaws.com",
      accessPolicies,
    });
  const workspace = sample("aws:amp/workspace:Workspace", "w", { id: "ws-1", arn: arn("aps", "workspace/ws-1") });
  const metrics = "https://aps-workspaces.eu-central-1.amazonaws.com/workspaces/ws-1/api/v1";
  const database = (props: Record<string, unknown> = {}) =>
    sample("aws:rds/cluster:Cluster", "db", {
      arn: arn("rds", "cluster:db"),
      clusterResourceId: "cluster-ABC",
      endpoint: "db.cluster-abc.eu-central-1.rds.amazonaws.com",
      readerEndpoint: "db.cluster-ro-abc.eu-central-1.rds.amazonaws.com",
      iamDatabaseAuthenticationEnabled: true,
      ...props,
    });
  const cache = sample("aws:elasticache/replicationGroup:ReplicationGroup", "cache", {
    primaryEndpointAddress: "cache.abc.euc1.cache.amazonaws.com",
  });
  const password = sample("aws:secretsmanager/secret:Secret", "s", {
    name: "orders-login",
    arn: arn("secretsmanager", "secret:orders-login-1"),
  });
  const with_ = (variables: Record<string, unknown>, from: readonly Sample[] = []) =>
    sample(
      code.type,
      "f",
      { ...code.props, environment: { variables } },
      from.length > 0 ? { from: { environment: from } } : {},
    );
  const calls = (text: string) => with_({ ADDRESS: text });
  const toDax = calls(`daxs://${accelerator.props.clusterAddress}`);
  const toDomain = calls("https://search-d-abc.eu-central-1.es.amazonaws.com");
  const host = { DB_HOST: database().props.endpoint, DB_READER: database().props.readerEndpoint };
  const connect = (account: string) => allow("rds-db:connect", arn("rds-db", `dbuser:cluster-ABC/${account}`));
  const call = (input: unknown, props: Record<string, unknown> = {}, from: readonly Sample[] = []) =>
    sample("aws:lambda/invocation:Invocation", "i", { functionName: "f", input, ...props }, { from: { input: from } });
  const inInput = call(JSON.stringify({ endpoint: domain().props.endpoint }));
  const onDomain = allow("es:ESHttpPut", `${domain().props.arn}/_plugins/*`);
  describeControl(environmentWiring, {
    compliant: {
      "an accelerator that it may ask": {
        subject: toDax,
        others: [runner, accelerator, granted(runner, allow("dax:GetItem", String(accelerator.props.arn)))],
      },
      "a search domain that it may call": { subject: toDomain, others: [runner, domain(), granted(runner, onDomain)] },
      "a search domain whose policy admits it": {
        subject: toDomain,
        others: [
          runner,
          domain(
            document({ ...allow("es:ESHttpGet", `${domain().props.arn}/*`), Principal: { AWS: runner.props.arn } }),
          ),
        ],
      },
      "a word that happens to be the name of a search domain": { subject: calls("d"), others: [runner, domain()] },
      "a search domain by its ARN that it may call": {
        subject: calls(String(domain().props.arn)),
        others: [runner, domain(), granted(runner, onDomain)],
      },
      "a workspace that it may write to": {
        subject: calls(`${metrics}/remote_write`),
        others: [runner, workspace, granted(runner, allow("aps:RemoteWrite", String(workspace.props.arn)))],
      },
      "a workspace that it may ask": {
        subject: calls(`${metrics}/query`),
        others: [runner, workspace, granted(runner, allow("aps:QueryMetrics"))],
      },
      "a workspace that it may do something with": {
        subject: calls(metrics),
        others: [runner, workspace, granted(runner, allow("aps:GetLabels"))],
      },
      "a database that it may connect to": {
        subject: with_({ ...host, DB_USER: "orders" }),
        others: [runner, database(), granted(runner, connect("orders"))],
      },
      "a database that it may connect to as somebody": {
        subject: with_({ ...host, APP_USER: "me" }),
        others: [runner, database(), granted(runner, connect("orders"))],
      },
      "a database that it has a password for": {
        subject: with_({ ...host, DB_PASSWORD_NAME: "x" }),
        others: [runner, database()],
      },
      "a database that it has a password for, which its proxy takes, too": {
        subject: with_({ ...host, DB_POOL: "pool.proxy-abc.euc1.rds.amazonaws.com", DB_PASSWORD: "x" }),
        others: [
          runner,
          database(),
          sample("aws:rds/proxy:Proxy", "pool", { endpoint: "pool.proxy-abc.euc1.rds.amazonaws.com" }),
        ],
      },
      "a database whose secret it is told of": {
        subject: with_({ ...host, LOGIN: "orders-login" }),
        others: [runner, database(), password, granted(runner, allow("secretsmanager:GetSecretValue"))],
      },
      "a database whose secret of another stack it is told of": {
        subject: with_({ ...host, LOGIN: arn("secretsmanager", "secret:far") }),
        others: [runner, database()],
      },
      "a database with the password in the address": {
        subject: with_({ DB_URL: `postgres://orders:secret@${host.DB_HOST}/shop` }),
        others: [runner, database()],
      },
      "a database whose password it may look up": {
        subject: with_(host),
        others: [runner, database(), granted(runner, allow("ssm:GetParameter"))],
      },
      "a database that takes passwords alone": {
        subject: with_(host),
        others: [runner, database({ iamDatabaseAuthenticationEnabled: false })],
      },
      "a domain that it is called with and may call": {
        subject: inInput,
        others: [code, runner, domain(), granted(runner, onDomain)],
      },
      "a call of a function of another stack": { subject: call("{}", { functionName: "far" }), others: [domain()] },
      "a table that it may read, and decrypt": {
        subject: told,
        others: [runner, orders, own, granted(runner, read, decrypt)],
      },
    },
    violating: {
      "an accelerator that it may not ask": {
        subject: toDax,
        others: [runner, accelerator, granted(runner, allow("dynamodb:GetItem"))],
        at: "environment.variables.ADDRESS",
        saying: /function f → accelerator c without a policy of role runner that allows any action of dax/,
      },
      "a search domain that it may not call": {
        subject: toDomain,
        others: [runner, domain()],
        at: "environment.variables.ADDRESS",
        saying: /search domain d/,
      },
      "a search domain by its ARN that it may not call": {
        subject: calls(String(domain().props.arn)),
        others: [runner, domain()],
        at: "environment.variables.ADDRESS",
      },
      "a search domain whose policy leaves it to the account": {
        subject: toDomain,
        others: [runner, domain(document({ ...rootOfAccount, Action: "es:*" }))],
        at: "environment.variables.ADDRESS",
      },
      "a workspace that it may ask, and not write to": {
        subject: calls(`${metrics}/remote_write`),
        others: [runner, workspace, granted(runner, allow("aps:QueryMetrics"))],
        at: "environment.variables.ADDRESS",
        saying: /metrics workspace w without a policy of role runner that allows aps:RemoteWrite/,
      },
      "a workspace that it may not touch": {
        subject: calls(metrics),
        others: [runner, workspace],
        at: "environment.variables.ADDRESS",
      },
      "a database that it may not connect to": {
        subject: with_({ ...host, DB_USER: "orders" }),
        others: [runner, database()],
        at: "environment",
        saying: /function f → database db without a policy of role runner that allows rds-db:connect/,
      },
      "a database that it may connect to as another": {
        subject: with_({ ...host, DB_USER: "orders" }),
        others: [runner, database(), granted(runner, connect("owner"))],
        at: "environment",
        saying: /rds-db:connect/,
      },
      "another database that it may connect to": {
        subject: with_(host),
        others: [runner, database(), granted(runner, allow("rds-db:connect", arn("rds-db", "dbuser:cluster-X/*")))],
        at: "environment",
      },
      "a database, and a cache that the password is for": {
        subject: with_({ ...host, CACHE_URL: `rediss://${cache.props.primaryEndpointAddress}`, CACHE_TOKEN: "x" }),
        others: [runner, database(), cache],
        at: "environment",
        saying: /database db/,
      },
      "an instance that it may not connect to": {
        subject: with_({ HOST: "d.abc.eu-central-1.rds.amazonaws.com" }),
        others: [
          runner,
          sample("aws:rds/instance:Instance", "d", {
            arn: arn("rds", "db:d"),
            resourceId: "db-ABC",
            address: "d.abc.eu-central-1.rds.amazonaws.com",
            iamDatabaseAuthenticationEnabled: true,
          }),
        ],
        at: "environment",
        saying: /database d /,
      },
      "one of two databases": {
        subject: with_({ DB_HOST: host.DB_HOST, OTHER_HOST: "d.abc.eu-central-1.rds.amazonaws.com" }),
        others: [
          runner,
          database(),
          sample("aws:rds/instance:Instance", "d", {
            arn: arn("rds", "db:d"),
            resourceId: "db-ABC",
            address: "d.abc.eu-central-1.rds.amazonaws.com",
            iamDatabaseAuthenticationEnabled: true,
          }),
          granted(runner, connect("orders")),
        ],
        at: "environment",
        saying: /database d /,
      },
      "one of two addresses": {
        subject: calls(`${accelerator.props.clusterAddress},${domain().props.endpoint}`),
        others: [runner, accelerator, domain(), granted(runner, allow("dax:GetItem"))],
        at: "environment.variables.ADDRESS",
        saying: /search domain d/,
      },
      "an accelerator that it may ask, and a workspace that it may not": {
        subject: calls(`${accelerator.props.clusterAddress} ${metrics}/query`),
        others: [runner, accelerator, workspace, granted(runner, allow("dax:GetItem"))],
        at: "environment.variables.ADDRESS",
        saying: /metrics workspace w/,
      },
      "a database whose host is not known yet, beside what is": {
        subject: with_({ LEVEL: "info", DB_HOST: UNKNOWN }, [database()]),
        others: [runner],
        at: "environment",
        saying: /database db/,
      },
      "a database whose host is not known yet": {
        subject: with_({ DB_HOST: UNKNOWN }, [database()]),
        others: [runner],
        at: "environment",
        saying: /database db/,
      },
      "a domain that it is called with and may not call": {
        subject: inInput,
        others: [code, runner, domain()],
        at: "input",
        saying: /function f → search domain d/,
      },
      "a domain of a call that is not known yet": {
        subject: call(UNKNOWN, {}, [domain()]),
        others: [code, runner],
        at: "input",
        saying: /search domain d/,
      },
      "a table that it may not touch": {
        subject: told,
        others: [runner, orders, own],
        at: "environment.variables.TABLE",
        saying: /function f → table orders without a policy of role runner that allows any action of dynamodb/,
      },
      "a table in an environment that is not known yet": {
        subject: { ...told, props: { ...told.props, environment: UNKNOWN }, from: { environment: [orders] } },
        others: [runner, own],
        at: "environment",
        saying: /table orders/,
      },
      "one of two tables in an environment that is not known yet": {
        subject: {
          ...told,
          props: { ...told.props, environment: UNKNOWN },
          from: { environment: [orders, table("other")] },
        },
        others: [runner, own, granted(runner, read, decrypt)],
        at: "environment",
        saying: /table other/,
      },
      "a table that it may not decrypt": {
        subject: told,
        others: [runner, orders, own, granted(runner, read)],
        at: "environment.variables.TABLE",
        saying: /any action on the key k/,
      },
    },
    undecided: {
      "a policy that is not known yet": {
        subject: told,
        others: [runner, orders, own, grantedBy(runner, UNKNOWN)],
        because: /runner-policy/,
      },
      "a database, and a policy that is not known yet": {
        subject: with_({ ...host, DB_USER: "orders" }),
        others: [runner, database(), grantedBy(runner, UNKNOWN)],
        because: /database db: whether there is a policy of role runner/,
      },
      "a database whose resource id is not known yet": {
        subject: with_({ ...host, DB_USER: "orders" }),
        others: [runner, database({ clusterResourceId: UNKNOWN }), granted(runner, connect("orders"))],
        because: /resource id of db is not known/,
      },
      "a call of a function that is not known yet": {
        subject: call("{}", { functionName: UNKNOWN }),
        because: /invocation i: functionName is not known/,
      },
      "a table whose name is not known yet": {
        subject: sample(
          code.type,
          "f",
          { ...code.props, environment: { variables: { TABLE: UNKNOWN } } },
          { from: { environment: [orders] } },
        ),
        others: [runner, own, grantedBy(runner, UNKNOWN)],
        because: /table orders/,
      },
    },
    mayBeDropped: {
      "environment.variables.TABLE": "what it is not told of it need not touch",
      "environment.variables.LEVEL": "names nothing",
      ...Object.fromEntries(
        ["endpoint", "readerEndpoint", "clusterAddress"].map((property) => [
          property,
          "an address of nothing names nothing",
        ]),
      ),
      "environment.variables.DB_POOL": "a proxy takes what the database takes",
      iamDatabaseAuthenticationEnabled: "a database that takes passwords alone asks nothing of IAM",
      functionName: "AWS refuses a call of no function",
      input: "what it is not told of it need not touch",
      ...Object.fromEntries(
        ["ADDRESS", "DB_HOST", "DB_READER", "DB_USER", "APP_USER", "DB_URL", "LOGIN"].map((name) => [
          `environment.variables.${name}`,
          "what it is not told of it need not touch",
        ]),
      ),
      "serverSideEncryption.kmsKeyArn": "a table without a key needs none",
      policy: "AWS's default policy of a key leaves it to IAM, too",
      assumeRolePolicy: "who takes the role on, other controls look at",
    },
  });
});

describe("what API Gateway calls", () => {
  const GATEWAY = "apigateway.amazonaws.com";
  const execution = arn("execute-api", "abc");
  const uriOf = (target: unknown) =>
    `arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/${target}/invocations`;
  const caller = role("caller", GATEWAY);
  const api = (integration: object, more: Record<string, unknown> = {}) =>
    sample("aws:apigateway/restApi:RestApi", "api", {
      id: "abc",
      executionArn: execution,
      body: JSON.stringify({ paths: { "/orders": { post: { "x-amazon-apigateway-integration": integration } } } }),
      ...more,
    });
  const lambda = { type: "aws_proxy", uri: uriOf(code.props.arn) };
  const byVariable = { type: "aws_proxy", uri: uriOf(`${arn("lambda", "function:")}$\{stageVariables.fn}`) };
  const stage = (variables: unknown) =>
    sample("aws:apigateway/stage:Stage", "live", { restApi: "abc", stageName: "live", variables });
  const start = {
    type: "aws",
    uri: "arn:aws:apigateway:eu-central-1:states:action/StartExecution",
    credentials: caller.props.arn,
  };

  describeControl(apiWiring, {
    compliant: {
      "a function with a permission for the API": {
        subject: api(lambda),
        others: [code, permission(code, GATEWAY, `${execution}/*/POST/orders`)],
      },
      "a function that each stage names": {
        subject: api(byVariable),
        others: [code, stage({ fn: "f" }), permission(code, GATEWAY, `${execution}/*`)],
      },
      "a service, with a role that may call it": {
        subject: api(start),
        others: [caller, granted(caller, allow("states:StartExecution"))],
      },
    },
    violating: {
      "a function without a permission": {
        subject: api(lambda),
        others: [code],
        at: "body.paths./orders.post.x-amazon-apigateway-integration.uri",
        saying: /POST \/orders of API api → function f without a permission of the function/,
      },
      "a permission for another route": {
        subject: api(lambda),
        others: [code, permission(code, GATEWAY, `${execution}/*/GET/orders`)],
        at: "body.paths./orders.post.x-amazon-apigateway-integration.uri",
      },
      "a role that may not call the service": {
        subject: api(start),
        others: [caller],
        at: "body.paths./orders.post.x-amazon-apigateway-integration.uri",
        saying: /states:StartExecution/,
      },
      "a service without a role": {
        subject: api({ ...start, credentials: undefined }),
        at: "body.paths./orders.post.x-amazon-apigateway-integration.credentials",
      },
    },
    undecided: {
      "a document that is not known yet": {
        subject: sample(
          "aws:apigateway/restApi:RestApi",
          "api",
          { id: "abc", body: UNKNOWN },
          { from: { body: [code] } },
        ),
        because: /document is not known/,
      },
      "a stage variable that is not known yet": {
        subject: api(byVariable),
        others: [code, stage({ fn: UNKNOWN })],
        because: /stage variable/,
      },
      "an execution ARN that is not known yet": {
        subject: api(lambda, { executionArn: UNKNOWN }),
        others: [code, permission(code, GATEWAY, `${execution}/*`)],
        because: /execution ARN of api/,
      },
    },
    mayBeDropped: {
      body: "an API without a document names nothing",
      id: "an API that nothing refers to has no stages",
      restApi: "a stage of no API has no variables of its",
      sourceArn: "a permission without a source admits more",
    },
  });

  const integration = (more: Record<string, unknown> = {}) =>
    sample("aws:apigateway/integration:Integration", "i", { restApi: "abc", uri: uriOf(code.props.arn), ...more });
  describeControl(apiIntegrationWiring, {
    compliant: {
      "a function with a permission for the API": {
        subject: integration(),
        others: [api({}), code, permission(code, GATEWAY, `${execution}/*`)],
      },
    },
    violating: {
      "a function without a permission": { subject: integration(), others: [api({}), code], at: "uri" },
    },
    undecided: {
      "an API of another stack": { subject: integration(), others: [code], because: /its API is not in this stack/ },
      "a URI that is not known yet": {
        subject: integration({ uri: UNKNOWN }),
        others: [api({}), code],
        because: /uri is not known/,
      },
    },
    mayBeDropped: {
      uri: "an integration without one is a mock",
      sourceArn: "a permission without a source admits more",
    },
  });

  const accountOf = sample("aws:apigateway/account:Account", "a", { cloudwatchRoleArn: caller.props.arn });
  describeControl(apiAccountWiring, {
    compliant: {
      "a role that may write": {
        subject: accountOf,
        others: [caller, granted(caller, allow(["logs:CreateLogStream", "logs:PutLogEvents"]))],
      },
      "a role that may write to the logs of executions": {
        subject: accountOf,
        others: [
          caller,
          granted(
            caller,
            allow(
              ["logs:CreateLogStream", "logs:PutLogEvents"],
              `arn:aws:logs:*:${account}:log-group:API-Gateway-Execution-Logs_*:*`,
            ),
          ),
        ],
      },
    },
    violating: { "a role that may not": { subject: accountOf, others: [caller], at: "cloudwatchRoleArn" } },
    undecided: {
      "a role whose policy is not known yet": {
        subject: accountOf,
        others: [caller, grantedBy(caller, UNKNOWN)],
        because: /caller-policy/,
      },
    },
    mayBeDropped: { cloudwatchRoleArn: "an account without a role writes no logs" },
  });
});
