import * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../core";

/** The component that resources are made for, as functions that make them see it. */
export interface MadeFor {
  /** How messages name the component. */
  readonly label: string;
  /** Its logical name; children add a suffix to it. */
  readonly name: string;
  /** The stack's name and the component's: what physical names begin with. */
  readonly physicalName: string;
  readonly partition: pulumi.Output<string>;
  readonly region: pulumi.Output<string>;
  readonly accountId: pulumi.Output<string>;
  readonly tags: (name: string) => Record<string, pulumi.Input<string>>;
  readonly child: (more?: pulumi.CustomResourceOptions) => pulumi.CustomResourceOptions;
}

/** Base of components whose resources are made by functions. */
export abstract class MakingComponent extends PlatformComponent {
  /** This component, as those functions see it. */
  protected maker(name: string): MadeFor {
    return {
      label: this.label,
      name,
      physicalName: `${pulumi.getStack().toLowerCase()}-${name}`,
      partition: this.partition,
      region: this.region,
      accountId: this.accountId,
      tags: (child) => this.tags(child),
      child: (more) => this.child(more),
    };
  }
}
