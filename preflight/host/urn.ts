const stackType = "pulumi:pulumi:Stack";

/** The name that the engine gives a resource: its type is the chain of its parents' types, without the stack's. */
export function makeUrn(where: { stack: string; project: string }, type: string, name: string, parent: string): string {
  const parentType = parent === "" ? "" : qualifiedType(parent);
  const chain = parentType === "" || parentType === stackType ? type : `${parentType}$${type}`;
  return `urn:pulumi:${where.stack}::${where.project}::${chain}::${name}`;
}

/** `parent$type` of a URN. */
export function qualifiedType(urn: string): string {
  return urn.split("::", 3)[2] ?? "";
}

/** The type of a URN's resource itself. */
export function typeOf(urn: string): string {
  const qualified = qualifiedType(urn);
  return qualified.slice(qualified.lastIndexOf("$") + 1);
}

export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** The package of a type or function token. */
export function packageOf(token: string): string {
  return token.slice(0, Math.max(0, token.indexOf(":")));
}

const providerPrefix = "pulumi:providers:";

export function isProviderType(type: string): boolean {
  return type.startsWith(providerPrefix);
}

/** The package that a provider type manages. */
export function providerPackage(type: string): string {
  return type.slice(providerPrefix.length);
}

export function providerType(pkg: string): string {
  return `${providerPrefix}${pkg}`;
}
