import type { GetCallerIdentityResult } from "@pulumi/aws/getCallerIdentity";
import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import type { GetPartitionResult } from "@pulumi/aws/getPartition";
import { getPartitionOutput } from "@pulumi/aws/getPartition";
import type { GetRegionResult } from "@pulumi/aws/getRegion";
import { getRegionOutput } from "@pulumi/aws/getRegion";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentChecks } from "./arguments";

/** What every component of the platform accepts. */
export interface PlatformArgs {
  /**
   * Tags of every resource of the component that takes tags, and of the components inside it.
   * @default the tags of the platform component that is its parent
   */
  tags?: Record<string, pulumi.Input<string>>;
}

/** Names that a component may have: they become parts of AWS names, which are stricter than Pulumi's. */
const NAME = /^[a-z][a-z0-9-]{0,39}$/;

/** Tag that says which platform component made a resource, as `<chapter>:<Class>/<name>`. */
export const COMPONENT_TAG = "platform-component";

/**
 * Base of every component: its type token, name rule, tags, child options and argument checks.
 * Children are named `${name}-suffix` (the main child may be `name` itself), parented, and accept `transforms` from `opts`.
 */
export abstract class PlatformComponent extends pulumi.ComponentResource {
  /** Tags that children get; computed once from the parent's and the component's own. */
  protected readonly inheritedTags: Record<string, pulumi.Input<string>>;
  /** How messages name the component, for example `Vpc "shop"`. */
  protected readonly label: string;
  private awsPartition?: pulumi.Output<GetPartitionResult>;
  private awsRegion?: pulumi.Output<GetRegionResult>;
  private awsCaller?: pulumi.Output<GetCallerIdentityResult>;

  /**
   * @param kind `<chapter>:<Class>`, for example `network:Vpc`; the type token is `aws-microservices-platform:<kind>`.
   * @param name logical name: lower-case letters, digits and hyphens, at most 40, starting with a letter.
   * @param inputs what is registered as the component's own inputs, for policies to read.
   * @throws ArgumentError where the name breaks that rule.
   */
  protected constructor(
    kind: string,
    name: string,
    args: PlatformArgs,
    opts?: pulumi.ComponentResourceOptions,
    inputs: pulumi.Inputs = {},
  ) {
    super(`aws-microservices-platform:${kind}`, name, inputs, opts);
    this.label = `${kind.split(":").pop()} "${name}"`;
    this.checks()
      .matches("name", name, NAME, "use lower-case letters, digits and hyphens, at most 40, starting with a letter")
      .done();
    const parent = opts?.parent instanceof PlatformComponent ? opts.parent.inheritedTags : {};
    this.inheritedTags = { ...parent, ...args.tags, [COMPONENT_TAG]: `${kind}/${name}` };
  }

  /** Starts a check of the arguments; end it with `.done()`. */
  protected checks(): ArgumentChecks {
    return new ArgumentChecks(this.label);
  }

  /** Options of a child: parented to this component, with `more` merged in. */
  protected child(more?: pulumi.CustomResourceOptions): pulumi.CustomResourceOptions {
    return pulumi.mergeOptions(more, { parent: this });
  }

  /** Tags of a child: the component's, a `Name`, and `more`. */
  protected tags(name: string, more?: Record<string, pulumi.Input<string>>): Record<string, pulumi.Input<string>> {
    return { ...this.inheritedTags, Name: name, ...more };
  }

  /** AWS partition of the component's provider: `aws`, `aws-cn`, `aws-us-gov`. */
  protected get partition(): pulumi.Output<string> {
    this.awsPartition ??= getPartitionOutput({}, { parent: this });
    return this.awsPartition.partition;
  }

  /** Region of the component's provider, such as `eu-central-1`. */
  protected get region(): pulumi.Output<string> {
    this.awsRegion ??= getRegionOutput({}, { parent: this });
    return this.awsRegion.region;
  }

  /** Account of the component's provider, 12 digits. */
  protected get accountId(): pulumi.Output<string> {
    this.awsCaller ??= getCallerIdentityOutput({}, { parent: this });
    return this.awsCaller.accountId;
  }
}
