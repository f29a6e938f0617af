import { type Sample, sample, UNKNOWN } from "../../../../support/policies";

const subnet = (name: string, availabilityZone: string) =>
  sample("aws:ec2/subnet:Subnet", name, { id: UNKNOWN, availabilityZone });

/** Subnets whose ids are not known yet: `a` and `alsoA` share a zone. */
export const a = subnet("a", "eu-central-1a");
export const alsoA = subnet("also-a", "eu-central-1a");
export const b = subnet("b", "eu-central-1b");
export const c = subnet("c", "eu-central-1c");

/** Another stack, whose outputs are not known yet. */
export const network = sample("pulumi:pulumi:StackReference", "network", { outputs: UNKNOWN });

/** A resource that gets these subnets, one unknown id each, at `path`. */
export function placed(
  type: string,
  path: string,
  subnets: readonly Sample[],
  props: Record<string, unknown> = {},
): Sample {
  const ids = subnets.map(() => UNKNOWN);
  const [top = path, inner] = path.split(".");
  const value = inner === undefined ? ids : { ...asRecord(props[top]), [inner]: ids };
  return sample(type, "subject", { ...props, [top]: value }, { from: { [top]: subnets } });
}

/** A subnet group over these subnets. */
export function group(type: string, ...subnets: readonly Sample[]): Sample {
  return sample(
    type,
    "group",
    { name: UNKNOWN, subnetIds: subnets.map(() => UNKNOWN) },
    { from: { subnetIds: subnets } },
  );
}

/** A resource that names a subnet group at `path`. */
export function grouped(type: string, path: string, of: Sample, props: Record<string, unknown>): Sample {
  return sample(type, "subject", { ...props, [path]: UNKNOWN }, { from: { [path]: [of] } });
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
