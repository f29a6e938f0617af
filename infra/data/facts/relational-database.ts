/** What a relational database speaks, and who keeps its storage: Aurora, or RDS with one instance and its standby. */
export const DatabaseEngine = {
  AuroraPostgresql: "aurora-postgresql",
  AuroraMysql: "aurora-mysql",
  Postgresql: "postgres",
  Mysql: "mysql",
  Mariadb: "mariadb",
} as const;
export type DatabaseEngine = (typeof DatabaseEngine)[keyof typeof DatabaseEngine];

/** Facts of one engine. */
export interface DatabaseEngineFacts {
  readonly aurora: boolean;
  /** Major version taken where the program names none. AWS picks the minor one, and keeps it current. */
  readonly current: string;
  /** Major versions in standard support. */
  readonly majors: readonly string[];
  /** Major versions that run in paid Extended Support only. */
  readonly extended: readonly string[];
  /** What follows a major version where a minor one is named too. */
  readonly minor: RegExp;
  /** First minor version of each major one that can pause; all of those that aren't listed can. Empty for RDS. */
  readonly pausesFrom: Readonly<Record<string, number>>;
  readonly port: number;
  /** Parameter that has the engine refuse connections without TLS, and its value. */
  readonly forceTls: readonly [name: string, value: string];
  /** Logs that can go to CloudWatch. */
  readonly logs: readonly string[];
  /** Logs that do so where the program names none. */
  readonly defaultLogs: readonly string[];
  /** Parameters without which a default log stays empty. */
  readonly logParameters: Readonly<Record<string, string>>;
  /** Families of instance classes. */
  readonly families: readonly string[];
  readonly proxyFamily: "POSTGRESQL" | "MYSQL";
}

/** When the versions, classes and logs below were read. */
export const RELATIONAL_DATABASE_FACTS = {
  asOf: "2026-10-20",
  /**
   * Versions and classes: what AWS's DescribeDBEngineVersions and price list answered, as cfn-lint 1.58.0 keeps it
   * (src/cfnlint/data/schemas/extensions/aws_rds_dbinstance/engine_version.json, db_instance_class.json; versions that AWS
   * calls deprecated left out; a major version counts as extended where AWS gives it "-rds." minors only).
   * Logs, ports, retention, capacity, names: the RDS API, version 2014-10-31, as botocore 1.44.8 describes it.
   */
  source: "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBEngineVersions.html",
} as const;

const AURORA_CLASSES = "r5 r6g r6gd r6i r6id r7g r7i r8a r8g r8gd t3 t4g x2g".split(" ");
const RDS_CLASSES = [
  ..."m5 m5d m6g m6gd m6i m6id m6idn m6in m7g m7i m8a m8g m8gd m9g".split(" "),
  ..."r5 r5b r5d r6g r6gd r6i r6id r6idn r6in r7g r7i r8a r8g r8gd t3 t4g x2g x2iedn".split(" "),
];

// docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Security.html#AuroraPostgreSQL.Security.SSL and
// …/UserGuide/PostgreSQL.Concepts.General.SSL.html
const POSTGRESQL_TLS = ["rds.force_ssl", "1"] as const;
// docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Security.html#AuroraMySQL.Security.SSL,
// …/UserGuide/mysql-ssl-connections.require-ssl.html and …/UserGuide/mariadb-ssl-connections.require-ssl.html
const MYSQL_TLS = ["require_secure_transport", "ON"] as const;
const MYSQL_LOGS = { slow_query_log: "1", log_output: "FILE" };
// Who logged in, and who changed rights and tables; rows that were read or written would be many:
// docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Auditing.html
const AURORA_MYSQL_AUDIT = { server_audit_logging: "1", server_audit_events: "CONNECT,QUERY_DCL,QUERY_DDL" };

export const databaseEngines: Readonly<Record<DatabaseEngine, DatabaseEngineFacts>> = {
  "aurora-postgresql": {
    aurora: true,
    current: "17",
    majors: ["14", "15", "16", "17", "18"],
    extended: [],
    minor: /^\.(\d+)$/,
    // aws.amazon.com/blogs/database/introducing-scaling-to-0-capacity-with-amazon-aurora-serverless-v2
    pausesFrom: { "14": 12, "15": 7, "16": 3 },
    port: 5432,
    forceTls: POSTGRESQL_TLS,
    logs: ["postgresql", "instance", "iam-db-auth-error"],
    defaultLogs: ["postgresql", "iam-db-auth-error"],
    logParameters: {},
    families: AURORA_CLASSES,
    proxyFamily: "POSTGRESQL",
  },
  "aurora-mysql": {
    aurora: true,
    current: "8.0",
    majors: ["8.0", "8.4"],
    extended: [],
    minor: /^\.mysql_aurora\.(?:3|8\.4)\.(\d+)(?:\.\d+)?$/,
    pausesFrom: { "8.0": 8 },
    port: 3306,
    forceTls: MYSQL_TLS,
    logs: ["audit", "error", "general", "instance", "slowquery", "iam-db-auth-error"],
    defaultLogs: ["audit", "error", "slowquery", "iam-db-auth-error"],
    logParameters: { ...MYSQL_LOGS, ...AURORA_MYSQL_AUDIT },
    families: AURORA_CLASSES,
    proxyFamily: "MYSQL",
  },
  postgres: {
    aurora: false,
    current: "17",
    majors: ["14", "15", "16", "17", "18"],
    extended: ["13"],
    minor: /^\.(\d+)(?:-rds\.\d+)?$/,
    pausesFrom: {},
    port: 5432,
    forceTls: POSTGRESQL_TLS,
    logs: ["postgresql", "upgrade", "iam-db-auth-error"],
    defaultLogs: ["postgresql", "upgrade", "iam-db-auth-error"],
    logParameters: {},
    families: RDS_CLASSES,
    proxyFamily: "POSTGRESQL",
  },
  mysql: {
    aurora: false,
    current: "8.4",
    majors: ["8.4"],
    extended: ["5.7", "8.0"],
    minor: /^\.(\d+)(?:-rds\.\d+)?$/,
    pausesFrom: {},
    port: 3306,
    forceTls: MYSQL_TLS,
    logs: ["audit", "error", "general", "slowquery", "iam-db-auth-error"],
    defaultLogs: ["error", "slowquery", "iam-db-auth-error"],
    logParameters: MYSQL_LOGS,
    families: RDS_CLASSES,
    proxyFamily: "MYSQL",
  },
  mariadb: {
    aurora: false,
    current: "11.8",
    majors: ["10.11", "11.4", "11.8", "12.3"],
    extended: [],
    minor: /^\.(\d+)$/,
    pausesFrom: {},
    port: 3306,
    forceTls: MYSQL_TLS,
    logs: ["audit", "error", "general", "slowquery", "iam-db-auth-error"],
    defaultLogs: ["error", "slowquery", "iam-db-auth-error"],
    logParameters: MYSQL_LOGS,
    families: RDS_CLASSES,
    proxyFamily: "MYSQL",
  },
};

/** A version apart: its major version, and the number of its minor one where it has one. */
export interface DatabaseVersion {
  readonly major: string;
  readonly minor: number | undefined;
}

/** Takes a version apart; undefined where the engine has no such major version, or writes versions otherwise. */
export function parseDatabaseVersion(engine: DatabaseEngine, version: string): DatabaseVersion | undefined {
  const facts = databaseEngines[engine];
  for (const major of [...facts.majors, ...facts.extended]) {
    if (version === major) return { major, minor: undefined };
    if (!version.startsWith(`${major}.`)) continue;
    const match = facts.minor.exec(version.slice(major.length));
    if (match) return { major, minor: Number(match[1]) };
  }
  return undefined;
}

/** Name of the parameter group family: AWS writes the engine's name and the major version. */
export function parameterFamily(engine: DatabaseEngine, major: string): string {
  return `${engine}${major}`;
}
