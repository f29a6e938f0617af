import type * as pulumi from "@pulumi/pulumi";

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
