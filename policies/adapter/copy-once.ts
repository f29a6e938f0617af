import deserializer = require("@pulumi/policy/deserialize");
import proxies = require("@pulumi/policy/proxy");

type Deserialize = (properties: { toJavaScript(): object }, forRemediation: boolean) => unknown;
type Proxied = (properties: object) => unknown;

/**
 * Makes the policies of a request share one copy of a resource's properties. The policy server copies them for each policy, in case
 * one changes them; those of this pack only read. What a remediation gets, and changes, stays its own. Call it after
 * {@link decodeOnce}, which makes a message's properties one object. Does nothing where the policy SDK has no such functions.
 *
 * @returns puts things back as they were
 */
export function copyOnce(): () => void {
  const { deserializeProperties: copy }: { deserializeProperties?: unknown } = deserializer;
  const { unknownCheckingProxy: proxied }: { unknownCheckingProxy?: unknown } = proxies;
  if (!isDeserialize(copy) || !isProxied(proxied)) {
    return () => {};
  }
  const copies = new WeakMap<object, unknown>();
  const copyShared: Deserialize = (properties, forRemediation) => {
    if (forRemediation) return copy(properties, forRemediation);
    const plain = properties.toJavaScript();
    if (!copies.has(plain)) copies.set(plain, copy({ toJavaScript: () => plain }, forRemediation));
    return copies.get(plain);
  };
  const known = new WeakMap<object, unknown>();
  const proxiedShared: Proxied = (properties) => {
    if (!known.has(properties)) known.set(properties, proxied(properties));
    return known.get(properties);
  };
  Reflect.set(deserializer, "deserializeProperties", copyShared);
  Reflect.set(proxies, "unknownCheckingProxy", proxiedShared);
  return () => {
    Reflect.set(deserializer, "deserializeProperties", copy);
    Reflect.set(proxies, "unknownCheckingProxy", proxied);
  };
}

function isDeserialize(value: unknown): value is Deserialize {
  return typeof value === "function";
}

function isProxied(value: unknown): value is Proxied {
  return typeof value === "function";
}
