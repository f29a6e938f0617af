/**
 * Puts off what loading `@pulumi/pulumi` spends most of its time on: modules that only the serialisation of closures
 * (dynamic providers, callback functions), the Automation API and gRPC need. Each is loaded when something of it is
 * first used, so a program that needs them works as before.
 */
import Module from "node:module";

type Load = (this: unknown, request: string, parent: { filename?: string } | undefined, isMain: boolean) => unknown;

/** Files of the SDK itself, as opposed to packages below it. */
const sdkFile = /[\\/]@pulumi[\\/]pulumi[\\/](?!node_modules[\\/])/;

/** What the SDK asks for, and which of its files may wait for it. */
const putOff: { request: RegExp; asker: RegExp }[] = [
  { request: /^@npmcli\/arborist$|^normalize-package-data$/, asker: /[\\/]runtime[\\/]closure[\\/]/ },
  { request: /^(?:\.\.?\/)*typescript-shim$|^typescript$/, asker: /[\\/]runtime[\\/]closure[\\/]/ },
  { request: /^\.\/automation$/, asker: /[\\/]pulumi[\\/]index\.js$/ },
  { request: /^@grpc\/grpc-js$|^@opentelemetry\/api$/, asker: /./ },
  { request: /_grpc_pb(?:\.js)?$/, asker: /[\\/](?:runtime|provider)[\\/]/ },
];

/** From now on these modules are loaded lazily. Call it before `@pulumi/pulumi` is loaded. */
export function loadLazily(): void {
  const load: unknown = Reflect.get(Module, "_load");
  if (!isLoad(load)) {
    return;
  }
  const lazily: Load = function (request, parent, isMain) {
    const asker = parent?.filename ?? "";
    if (sdkFile.test(asker) && putOff.some((rule) => rule.request.test(request) && rule.asker.test(asker))) {
      return lazyModule(() => load.call(this, request, parent, isMain));
    }
    return load.call(this, request, parent, isMain);
  };
  Reflect.set(Module, "_load", lazily);
}

/** A module that is loaded when something of it is first asked for. */
function lazyModule(loadIt: () => unknown): unknown {
  let loaded: object | undefined;
  const module = (): object => {
    loaded ??= Object(loadIt());
    return loaded ?? {};
  };
  return new Proxy(
    {},
    {
      get: (_target, key) => {
        // Answered without loading: TypeScript's import helpers ask for it at once, and make a copy of what is no ES module.
        if (key === "__esModule") {
          return true;
        }
        const real = module();
        return key === "default" && Reflect.get(real, "__esModule") !== true ? real : Reflect.get(real, key);
      },
      set: (_target, key, value) => Reflect.set(module(), key, value),
      has: (_target, key) => Reflect.has(module(), key),
      ownKeys: () => Reflect.ownKeys(module()),
      getOwnPropertyDescriptor: (_target, key) => {
        const descriptor = Reflect.getOwnPropertyDescriptor(module(), key);
        return descriptor && { ...descriptor, configurable: true };
      },
    },
  );
}

function isLoad(value: unknown): value is Load {
  return typeof value === "function";
}
