import * as pulumi from "@pulumi/pulumi";
import type { LambdaServiceArgs } from "../compute";
import { LambdaService } from "../compute/lambda-service";
import type { PlatformArgs } from "../core";
import { PlatformComponent } from "../core";
import type { TableArgs } from "../data";
import { Table } from "../data/table";
import type { RestIntegration } from "./integrations";
import type { JsonObject } from "./json";
import { INTEGRATION, operationsOf, parseDocument, readDocument } from "./openapi";
import { RestApi } from "./rest-api";
import type { RestApiArgs } from "./rest-api-args";

/** Arguments of {@link ServerlessService}. */
export interface ServerlessServiceArgs extends PlatformArgs {
  /**
   * The API. Operations with no backend of their own, in `integrations` or in the document, go to the function; so do
   * routes whose `integration` is empty, `{}`.
   */
  api: RestApiArgs;
  /** The function behind it. */
  function: LambdaServiceArgs;
  /** The table that the function keeps its items in. @default none */
  table?: TableArgs;
  /**
   * URNs of the `Table` that it was before the service had it, made by `pulumi.createUrn`: it stays, with its items.
   * @default a new table
   */
  tableAliases?: pulumi.Input<string>[];
  /** Environment variable that tells the function the table's name. @default "TABLE_NAME" */
  tableVariable?: string;
  /** The function may read the table, and not write it. @default false */
  readOnlyTable?: boolean;
  /**
   * All that the function may do with the table's items, as actions of DynamoDB such as `GetItem`. Excludes
   * `readOnlyTable`. @default reads and writes of every kind
   */
  tableActions?: string[];
}

interface Parts {
  readonly api: RestApi;
  readonly function: LambdaService;
  readonly table: Table | undefined;
}

/** Kept beside the components: Pulumi's schema inference takes each declared property of a component as an output. */
const PARTS = new WeakMap<ServerlessService, Parts>();

/**
 * A serverless microservice: a REST API, the function behind it and its table, wired so that the API may invoke just the
 * function, and the function use just the table.
 *
 * @example
 * new ServerlessService("customers", {
 *   api: { documentFile: "services/customers/openapi.yaml", authorizers: { staff: { cognito: { userPoolArns: [pool.arn] } } } },
 *   function: { entry: "services/customers/api.ts" },
 *   table: { partitionKey: { name: "pk", type: KeyType.String } },
 * });
 */
export class ServerlessService extends PlatformComponent {
  /** Base URL of the first stage. */
  readonly url: pulumi.Output<string>;
  /** ARN of the function's alias. */
  readonly functionArn: pulumi.Output<string>;
  /** Name of the table; undefined where there is none. */
  readonly tableName: pulumi.Output<string> | undefined;

  /** @throws ArgumentError where an argument is wrong, also one of the API, the function or the table */
  constructor(name: string, args: ServerlessServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("edge:ServerlessService", name, args, opts);
    const variable = args.tableVariable ?? "TABLE_NAME";
    const checks = this.checks();
    for (const option of ["tableVariable", "tableAliases", "readOnlyTable", "tableActions"] as const) {
      if (args[option] !== undefined && !args.table)
        checks.fail(option, args[option], "give a table too, or leave it out");
    }
    if (args.table && args.function.environment?.[variable] !== undefined) {
      checks.fail(
        `function.environment.${variable}`,
        "set",
        "leave it out: it becomes the table's name; tableVariable names another",
      );
    }
    checks.exclusive({ readOnlyTable: args.readOnlyTable, tableActions: args.tableActions }, true);
    checks.done();

    const parent = { parent: this };
    const table = args.table && new Table(`${name}-table`, args.table, { ...parent, aliases: args.tableAliases });
    const fn = new LambdaService(
      `${name}-function`,
      {
        serviceName: name,
        ...args.function,
        environment: { ...args.function.environment, ...(table && { [variable]: table.tableName }) },
      },
      parent,
    );
    if (args.tableActions) table?.grantActions(fn, `${name}-function`, args.tableActions);
    else if (args.readOnlyTable) table?.grantRead(fn, `${name}-function`);
    else table?.grantReadWrite(fn, `${name}-function`);
    const api = new RestApi(name, withBackend(args.api, { lambda: { functionArn: fn.arn } }), parent);
    PARTS.set(this, { api, function: fn, table });
    this.url = api.url;
    this.functionArn = fn.arn;
    this.tableName = table?.tableName;
    this.registerOutputs({ url: this.url, functionArn: this.functionArn, tableName: this.tableName });
  }

  /** The API. */
  get api(): RestApi {
    return this.parts.api;
  }

  /** The function behind it. */
  get function(): LambdaService {
    return this.parts.function;
  }

  /** Its table. @throws pulumi.RunError where there is none: `tableName` is undefined then */
  get table(): Table {
    const { table } = this.parts;
    if (!table) throw new pulumi.RunError(`${this.label} has no table: give table`);
    return table;
  }

  private get parts(): Parts {
    const parts = PARTS.get(this);
    if (!parts) throw new Error(`${this.label} is not made yet`);
    return parts;
  }
}

/** Sends to `backend` every operation that has no backend of its own. */
function withBackend(api: RestApiArgs, backend: RestIntegration): RestApiArgs {
  const routes = api.routes?.map((route) =>
    Object.values(route.integration).some((value) => value !== undefined) ? route : { ...route, integration: backend },
  );
  return { ...api, ...(routes && { routes }), integrations: { ...missingBackends(api, backend), ...api.integrations } };
}

function missingBackends(api: RestApiArgs, backend: RestIntegration): Record<string, RestIntegration> {
  const document = documentOf(api);
  if (document === undefined) return {};
  return Object.fromEntries(
    operationsOf(document)
      .filter(({ definition }) => !(INTEGRATION in definition))
      .map(({ id }) => [id, backend]),
  );
}

/** The document; undefined where there is none, or it can't be read: the API says so with all else that is wrong. */
function documentOf({ documentFile, document }: RestApiArgs): JsonObject | undefined {
  try {
    if (document !== undefined) return parseDocument(document, "document");
    return documentFile === undefined ? undefined : readDocument(documentFile);
  } catch {
    return undefined;
  }
}
