import type { Callback } from "@pulumi/pulumi/proto/callback_pb";
import type { Sdk } from "../child/sdk";
import { UserError } from "../user-error";
import type { Goal } from "./goal";
import { upgradeInputs } from "./output-values";
import { toWireMap } from "./structs";

/** Calls back into the program. */
export interface TransformCaller {
  /** @returns the serialised answer */
  call(callback: Callback, request: Uint8Array): Promise<Uint8Array>;
}

/** Runs a program's transforms of resources and of calls, in the messages that the engine would send. */
export class Transforms {
  constructor(
    private readonly sdk: Sdk,
    private readonly caller: TransformCaller,
  ) {}

  /** Applies transforms to a goal, one after the other. */
  async apply(goal: Goal, transforms: Callback[]): Promise<void> {
    if (goal.transforms.length > 0) {
      goal.inputs = upgradeInputs(goal.inputs, goal.propertyDependencies);
    }
    for (const callback of transforms) {
      await this.applyOne(goal, callback);
    }
    goal.sent = undefined;
  }

  private async applyOne(goal: Goal, callback: Callback): Promise<void> {
    const { resources, structs } = this.sdk;
    const request = new resources.TransformRequest();
    request.setType(goal.type);
    request.setName(goal.name);
    request.setCustom(goal.custom);
    request.setParent(goal.parent);
    request.setProperties(structs.Struct.fromJavaScript(goal.inputs));
    request.setOptions(this.optionsOf(goal));
    const answer = await this.caller.call(callback, request.serializeBinary()).catch((error: unknown) => {
      throw new UserError(
        `A transform of ${goal.name} (${goal.type}) failed: ${error instanceof Error ? error.message : error}`,
      );
    });
    const response = resources.TransformResponse.deserializeBinary(answer);
    const properties = response.getProperties();
    if (properties) {
      goal.inputs = toWireMap(properties);
    }
    const options = response.getOptions();
    if (!options) {
      return;
    }
    goal.dependencies = options.getDependsOnList().sort();
    goal.protect = options.hasProtect() ? options.getProtect() : undefined;
    goal.retainOnDelete = options.hasRetainOnDelete() ? options.getRetainOnDelete() : undefined;
    goal.deleteBeforeReplace = options.hasDeleteBeforeReplace() ? options.getDeleteBeforeReplace() : undefined;
    goal.ignoreChanges = options.getIgnoreChangesList();
    goal.replaceOnChanges = options.getReplaceOnChangesList();
    goal.version = options.getVersion();
    goal.pluginDownloadUrl = options.getPluginDownloadUrl();
    goal.aliases = options.getAliasesList();
    goal.provider = options.getProvider();
    goal.timeouts = options.getCustomTimeouts();
    goal.deletedWith = options.getDeletedWith();
    goal.additionalSecretOutputs = options.getAdditionalSecretOutputsList();
    goal.importId = options.getImport();
  }

  private optionsOf(goal: Goal): InstanceType<Sdk["resources"]["TransformResourceOptions"]> {
    const options = new this.sdk.resources.TransformResourceOptions();
    options.setDependsOnList(goal.dependencies);
    if (goal.protect !== undefined) {
      options.setProtect(goal.protect);
    }
    if (goal.retainOnDelete !== undefined) {
      options.setRetainOnDelete(goal.retainOnDelete);
    }
    if (goal.deleteBeforeReplace !== undefined) {
      options.setDeleteBeforeReplace(goal.deleteBeforeReplace);
    }
    options.setIgnoreChangesList(goal.ignoreChanges);
    options.setReplaceOnChangesList(goal.replaceOnChanges);
    options.setVersion(goal.version);
    options.setPluginDownloadUrl(goal.pluginDownloadUrl);
    options.setAliasesList(goal.aliases);
    options.setProvider(goal.provider);
    options.setCustomTimeouts(goal.timeouts);
    options.setDeletedWith(goal.deletedWith);
    options.setAdditionalSecretOutputsList(goal.additionalSecretOutputs);
    options.setImport(goal.importId);
    goal.providers.forEach((reference, pkg) => {
      options.getProvidersMap().set(pkg, reference);
    });
    return options;
  }
}
