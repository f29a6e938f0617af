import type * as pulumi from "@pulumi/pulumi";
import { type PlatformArgs, PlatformComponent } from "../core";
import type { RelationalDatabaseArgs } from "../data";
import { RelationalDatabase } from "../data/relational-database";
import { ContainerService } from "./container-service";
import type { ContainerServiceArgs } from "./container-service-args";

/** Arguments of {@link ContainerMicroservice}. */
export interface ContainerMicroserviceArgs extends PlatformArgs {
  /** The containers. Their security group may open connections to the database, and their role log in to it. */
  service: ContainerServiceArgs;
  /** Their database, of which `databaseName` has to be given. */
  database: RelationalDatabaseArgs;
  /**
   * User that the service logs in as, with tokens of its IAM role; it is made once, by `CREATE USER …; GRANT rds_iam TO …`
   * or what MySQL has for that. 1 to 63 lower-case letters, digits and `_`, beginning with a letter.
   * @default the component's name, with `_` for each hyphen
   */
  databaseUser?: string;
}

interface Parts {
  readonly service: ContainerService;
  readonly database: RelationalDatabase;
}

/** Kept beside the components: Pulumi's schema inference takes each declared property of a component as an output. */
const PARTS = new WeakMap<ContainerMicroservice, Parts>();

/**
 * A microservice in containers: tasks over zones and the relational database that is theirs alone, wired so that just these
 * tasks reach it, over TLS, and log in with no password.
 *
 * The service finds the database by the variables DATABASE_HOST, DATABASE_READER_HOST (the writer's where there is no
 * reader), DATABASE_PORT, DATABASE_NAME and DATABASE_USER.
 */
export class ContainerMicroservice extends PlatformComponent {
  /** Security group of the tasks. */
  readonly securityGroupId: pulumi.Output<string>;
  /** Host name of the database's writer. */
  readonly databaseEndpoint: pulumi.Output<string>;
  /** User that the service logs in as. */
  readonly databaseUser: string;

  /** @throws ArgumentError where an argument is wrong, also one of the service or the database */
  constructor(name: string, args: ContainerMicroserviceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("compute:ContainerMicroservice", name, args, opts);
    const { databaseName } = args.database;
    this.databaseUser = args.databaseUser ?? name.replaceAll("-", "_");
    const checks = this.checks()
      .required("database.databaseName", databaseName, "name the database that the service works in")
      .matches(
        "databaseUser",
        this.databaseUser,
        /^[a-z][a-z0-9_]{0,62}$/,
        "use 1 to 63 lower-case letters, digits and _, beginning with a letter",
      );
    for (const variable of ["HOST", "READER_HOST", "PORT", "NAME", "USER"].map((key) => `DATABASE_${key}`)) {
      const given = args.service.environment?.[variable] ?? args.service.secrets?.[variable];
      if (given !== undefined)
        checks.fail(`service.environment.${variable}`, "set", "leave it out: the database says it");
    }
    checks.done();

    const parent = { parent: this };
    const database = new RelationalDatabase(`${name}-database`, args.database, parent);
    const service = new ContainerService(
      name,
      {
        ...args.service,
        environment: {
          ...args.service.environment,
          DATABASE_HOST: database.endpoint,
          DATABASE_READER_HOST: database.readerEndpoint ?? database.endpoint,
          DATABASE_PORT: String(database.port),
          DATABASE_NAME: databaseName ?? "",
          DATABASE_USER: this.databaseUser,
        },
      },
      parent,
    );
    database.allowFrom("service", service.securityGroupId);
    service.allowTo("database", { securityGroupId: database.securityGroupId, port: database.port });
    database.grantConnect(this.databaseUser, service, "service");
    PARTS.set(this, { service, database });
    this.securityGroupId = service.securityGroupId;
    this.databaseEndpoint = database.endpoint;
    this.registerOutputs({
      securityGroupId: this.securityGroupId,
      databaseEndpoint: this.databaseEndpoint,
      databaseUser: this.databaseUser,
    });
  }

  /** The containers. */
  get service(): ContainerService {
    return this.parts.service;
  }

  /** Their database. */
  get database(): RelationalDatabase {
    return this.parts.database;
  }

  private get parts(): Parts {
    const parts = PARTS.get(this);
    if (!parts) throw new Error(`${this.label} is not made yet`);
    return parts;
  }
}
