import type * as pulumi from "@pulumi/pulumi";

/** Which children an override is for. */
export interface ChildSelector {
  /** Type token, for example `aws:sqs/queue:Queue`. */
  type: string;
  /** Logical name of the child. @default every child of that type */
  name?: string;
}

/**
 * A transform that has the last word on inputs of a component's children, for `opts.transforms`:
 *
 * ```ts
 * new MessageBus("orders", args, { transforms: [overrideChild<sqs.QueueArgs>({ type: "aws:sqs/queue:Queue" }, { delaySeconds: 5 })] });
 * ```
 *
 * Prefer a named option of the component where there is one.
 */
export function overrideChild<Args extends object>(
  child: ChildSelector,
  overrides: Partial<Args>,
): pulumi.ResourceTransform {
  return (args) => {
    if (args.type !== child.type || (child.name !== undefined && args.name !== child.name)) return undefined;
    return { props: { ...args.props, ...overrides }, opts: args.opts };
  };
}
