import type { ArgumentChecks } from "../core";

/** Where a component lies: the zones, and how few of them are refused. */
export interface ZoneArgs {
  /** Availability zones by name, such as `eu-central-1a`; 2 to 6 of one region, each once. */
  availabilityZones: string[];
  /** Refuse fewer zones than this, 2 to 6. @default 2 */
  minimumZones?: number;
}

/** Region, and what tells the zone from the region's others: a letter, or a local zone's longer name. */
const ZONE = /^([a-z]{2}(?:-[a-z]+)+-\d+)([a-z]|-[a-z0-9-]+)$/;

/** Refuses too few zones, with the reason, zones that are named twice, and zones of different regions. */
export function checkZones(checks: ArgumentChecks, { availabilityZones, minimumZones = 2 }: ZoneArgs): ArgumentChecks {
  const different = new Set(availabilityZones).size;
  checks
    .integer("minimumZones", minimumZones, 2, 6)
    .that(
      "availabilityZones",
      availabilityZones,
      different === availabilityZones.length && different >= minimumZones && different <= 6,
      `give ${minimumZones} to 6 different zones: with fewer, what runs here stops with a zone`,
    );
  for (const zone of availabilityZones) {
    checks.matches("availabilityZones", zone, ZONE, 'use the name of a zone, such as "eu-central-1a"');
  }
  const regions = new Set(availabilityZones.map((zone) => ZONE.exec(zone)?.[1]));
  return checks.that("availabilityZones", availabilityZones, regions.size <= 1, "a VPC lies in one region");
}

/** `eu-central-1a` to `a`: the part of a zone's name that tells it from the others of its region. */
export function zoneSuffix(zone: string): string {
  return (ZONE.exec(zone)?.[2] ?? zone).replace(/^-/, "");
}
