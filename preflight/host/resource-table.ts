import type { HostResource } from "../child/analysis";
import type { GraphResource, Origin } from "../model";
import { UserError } from "../user-error";
import type { RawPosition } from "./goal";

/** A resource as the monitor keeps it. */
export interface Registration extends HostResource {
  kind: GraphResource["kind"];
  provider?: Registration;
  origin: Origin;
  position: RawPosition | undefined;
  /** Paths of outputs whose values were made up for this run. */
  symbolic: string[];
  /** What children take over from it. */
  inherited: {
    protect: boolean | undefined;
    retainOnDelete: boolean | undefined;
    deletedWith: string;
    /** Its provider reference. */
    provider: string;
    /** Provider references by package; components only. */
    providers: Map<string, string> | undefined;
  };
}

/** All resources of a run, in the order of registration. */
export class ResourceTable {
  private readonly byUrn = new Map<string, Registration>();

  /** @param place says where a position is, for error messages */
  constructor(private readonly place: (position: RawPosition) => string) {}

  get size(): number {
    return this.byUrn.size;
  }

  get(urn: string): Registration | undefined {
    return this.byUrn.get(urn);
  }

  all(): Registration[] {
    return [...this.byUrn.values()];
  }

  /** @throws UserError where a resource has that URN already, with the places of both */
  add(resource: Registration): void {
    const first = this.byUrn.get(resource.urn);
    if (first) {
      throw new UserError(
        `Duplicate resource URN '${resource.urn}'; try giving it a unique name. It was registered${this.at(first)} and again${this.at(resource)}.`,
      );
    }
    this.byUrn.set(resource.urn, resource);
  }

  private at(resource: Registration): string {
    return resource.position ? ` at ${this.place(resource.position)}` : "";
  }
}
