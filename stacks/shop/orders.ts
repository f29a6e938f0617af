import { join } from "node:path";
import type { LambdaService, LambdaServiceArgs } from "../../infra/compute";
import { ServiceConfiguration } from "../../infra/configuration";
import { TableAccelerator } from "../../infra/data";
import { RestApi } from "../../infra/edge";
import { EventStore, ReadModel } from "../../infra/eventsourcing";
import type { AlertTopic } from "../../infra/observability";
import type { Environment } from "../environment";
import { type ApiSurroundings, apiArgs, apiFunctionArgs } from "./api";
import type { Events } from "./events";
import { createFulfilment, type Fulfilment } from "./fulfilment";
import { createFunction, createTable, GSI1 } from "./functions";
import type { Network } from "./network";
import { createProjections, type Projections } from "./projections";

/** Orders: the API that shoppers' clients call, the events behind it, and what follows from them. */
export interface Orders {
  readonly api: RestApi;
  readonly handler: LambdaService;
  readonly store: EventStore;
  readonly view: ReadModel;
  /** What orders that have come to their end are read by way of; undefined where the environment has none. */
  readonly accelerator: TableAccelerator | undefined;
  readonly fulfilment: Fulfilment;
  readonly projections: Projections;
}

/** What can be changed while the API runs: services/orders/api/settings.ts reads it. */
export const SETTINGS = { acceptOrders: true, maximumOrderCents: 10_000_000, maximumPageSize: 50 };

/** What AppConfig holds {@link SETTINGS} against. */
export const SETTINGS_SCHEMA = {
  $schema: "http://json-schema.org/draft-04/schema#",
  type: "object",
  additionalProperties: false,
  properties: {
    acceptOrders: { type: "boolean" },
    maximumOrderCents: { type: "integer", minimum: 1 },
    maximumPageSize: { type: "integer", minimum: 1, maximum: 100 },
  },
};

export function createOrders(
  environment: Environment,
  network: Network,
  events: Events,
  alerts: AlertTopic,
  surroundings: ApiSurroundings,
): Orders {
  const store = new EventStore("orders", {
    deletableWithEvents: environment.disposable,
    pipe: { logRetentionDays: environment.logDays },
    alarmTopicArn: alerts.topicArn,
  });
  const view = new ReadModel("orders-view", {
    store,
    indexes: GSI1,
    deletableWithItems: environment.disposable,
  });
  const fulfilment = createFulfilment(environment, store, alerts);
  const projections = createProjections(environment, store, view, fulfilment, events, alerts);
  const accelerator = createAccelerator(environment, network, view);
  const handler = createHandler(environment, store, view, accelerator);
  const api = createApi(environment, handler, surroundings);
  return { api, handler, store, view, accelerator: accelerator?.cluster, fulfilment, projections };
}

function createHandler(
  environment: Environment,
  store: EventStore,
  view: ReadModel,
  accelerator: Accelerator | undefined,
): LambdaService {
  const configuration = new ServiceConfiguration("orders-settings", {
    document: JSON.stringify(SETTINGS),
    schema: JSON.stringify(SETTINGS_SCHEMA),
    description: "What can be changed while the orders API runs.",
  });
  const answers = createTable(environment, "orders-answers");
  const handler = createFunction(environment, "orders-api", "orders/api.ts", {
    ...accelerator?.function,
    environment: {
      ...accelerator?.function.environment,
      ...configuration.environment,
      JOURNAL_TABLE: store.journal.tableName,
      ORDERS_VIEW_TABLE: view.table.tableName,
      IDEMPOTENCY_TABLE: answers.tableName,
    },
    ...apiFunctionArgs(environment, "orders-api"),
  });
  if (accelerator) {
    accelerator.cluster.grantRead(handler, "orders-api");
    if (handler.securityGroupId) accelerator.cluster.allowFrom("orders-api", handler.securityGroupId);
  }
  configuration.grantRead(handler, "orders-api");
  store.grantReadJournal(handler, "orders-api");
  store.grantAppend(handler, "orders-api");
  view.grantQuery(handler, "orders-api");
  answers.grantReadWrite(handler, "orders-api");
  return handler;
}

interface Accelerator {
  readonly cluster: TableAccelerator;
  /** What the function needs to reach it. */
  readonly function: LambdaServiceArgs;
}

/** Orders that have come to their end are read by way of it; services/shared/accelerator.ts has the client. */
function createAccelerator(environment: Environment, network: Network, view: ReadModel): Accelerator | undefined {
  if (!environment.accelerator) return undefined;
  const { minimumZones } = environment;
  const cluster = new TableAccelerator("view-dax", {
    placement: network.stores,
    minimumZones,
    tables: [view.table],
    readOnly: true,
  });
  return {
    cluster,
    function: {
      placement: network.services,
      minimumZones,
      egress: {
        accelerator: { securityGroupId: cluster.securityGroupId, port: cluster.port },
        // Through the NAT gateways, to DynamoDB and AppConfig.
        aws: { cidr: "0.0.0.0/0" },
      },
      environment: { ORDERS_VIEW_ACCELERATOR: cluster.url },
      bundle: { files: { "accelerator-client.js": "services/dist/accelerator-client.js" } },
    },
  };
}

function createApi(environment: Environment, handler: LambdaService, surroundings: ApiSurroundings): RestApi {
  const lambda = { lambda: { functionArn: handler.arn } };
  const integrations = {
    placeOrder: lambda,
    listOrders: lambda,
    getOrder: lambda,
    cancelOrder: lambda,
    payOrder: lambda,
  };
  const documentFile = join(__dirname, "orders.openapi.yaml");
  return new RestApi("orders", apiArgs(environment, surroundings, "", { documentFile, integrations }));
}
