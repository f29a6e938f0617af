import { LambdaService, type LambdaServiceArgs } from "../../infra/compute";
import { KeyType, Table, type TableArgs } from "../../infra/data";
import type { Environment } from "../environment";

/** Namespace of the shop's own metrics in CloudWatch. */
export const METRICS_NAMESPACE = "Shop";

/**
 * A function of the shop, with what all of them have in common.
 * @param entry file below `services/`, which exports `handler`
 */
export function createFunction(
  environment: Environment,
  name: string,
  entry: string,
  args: LambdaServiceArgs = {},
): LambdaService {
  return new LambdaService(name, functionArgs(environment, entry, args));
}

/** What {@link createFunction} makes a function of, for components that make it themselves. */
export function functionArgs(environment: Environment, entry: string, args: LambdaServiceArgs): LambdaServiceArgs {
  return {
    entry: `services/${entry}`,
    logRetentionDays: environment.logDays,
    metricsNamespace: METRICS_NAMESPACE,
    ...args,
  };
}

/** A table of one service, by the keys that all of them have: `pk`, `sk`, and `expiresAt` for what may go. */
export function createTable(environment: Environment, name: string, args: Partial<TableArgs> = {}): Table {
  return new Table(name, tableArgs(environment, args));
}

/** What {@link createTable} makes a table of, for components that make it themselves. */
export function tableArgs(environment: Environment, args: Partial<TableArgs> = {}): TableArgs {
  return {
    partitionKey: { name: "pk", type: KeyType.String },
    sortKey: { name: "sk", type: KeyType.String },
    ttlAttribute: "expiresAt",
    deletableWithItems: environment.disposable,
    ...args,
  };
}

/** An index for {@link createTable}, by the keys that all of them have. */
export const GSI1 = {
  gsi1: {
    partitionKey: { name: "gsi1pk", type: KeyType.String },
    sortKey: { name: "gsi1sk", type: KeyType.String },
  },
};
