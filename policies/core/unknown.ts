/**
 * What stands on the wire where a value is not known yet: boolean, number, string, array, asset, archive, object. They
 * are part of the engine's protocol; the policy SDK turns reading one into an exception.
 */
const sentinels: ReadonlySet<unknown> = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** What the engine puts for any secret, a map too, of a stack's state that it can't decrypt. */
const redacted = "[secret]";

/** Whether `value` stands for one that is not known: not yet, or not to the engine. */
export function isUnknown(value: unknown): boolean {
  // The length first: looking a text up means reading all of it, and documents are long.
  return typeof value === "string" && ((value.length === 36 && sentinels.has(value)) || value === redacted);
}

/** Whether `value` stands for a secret that is there, but that the engine could not decrypt. */
export function isRedacted(value: unknown): boolean {
  return value === redacted;
}

/**
 * An own property of `owner`; undefined where there is none. Never throws: a property's descriptor goes past the policy
 * SDK's proxy, which throws when an unknown is read.
 */
export function readOwn(owner: unknown, key: string): unknown {
  if (typeof owner !== "object" || owner === null) {
    return undefined;
  }
  return Object.getOwnPropertyDescriptor(owner, key)?.value;
}
