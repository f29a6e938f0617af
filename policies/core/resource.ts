import { Value } from "./value";

/** A resource as a control reads it: its properties through three-valued readers. */
export class Resource extends Value {
  constructor(
    /** Type token, for example `aws:lb/loadBalancer:LoadBalancer`. */
    readonly type: string,
    /** Name that the program gave. */
    readonly name: string,
    readonly urn: string,
    props: object,
  ) {
    super("known", props, "", "");
  }
}
