import type { ArgumentChecks } from "../core";

/** Where a component lies: the zones, and how few of them are refused. */
export interface ZoneArgs {
  /** Availability zones by name, such as `eu-central-1a`; 2 to 6, each once. */
  availabilityZones: string[];
  /** Refuse fewer zones than this. @default 2 */
  minimumZones?: number;
}

/** Refuses too few zones, with the reason, and zones that are named twice. */
export function checkZones(checks: ArgumentChecks, { availabilityZones, minimumZones = 2 }: ZoneArgs): ArgumentChecks {
  const different = new Set(availabilityZones).size;
  return checks
    .integer("minimumZones", minimumZones, 2, 6)
    .that(
      "availabilityZones",
      availabilityZones,
      different === availabilityZones.length && different >= minimumZones && different <= 6,
      `give ${minimumZones} to 6 different zones: with fewer, what runs here stops with a zone`,
    );
}
