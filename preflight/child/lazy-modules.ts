/**
 * Puts off what loading `@pulumi/pulumi` and `@pulumi/aws` spends most of its time on: modules that only the serialisation
 * of closures (dynamic providers, callback functions), the Automation API and gRPC need, and the services of AWS, some 230.
 * Each is loaded when something of it is first used, so a program that needs them works as before.
 */
import Module from "node:module";
import { runtimeStore } from "./store";

type Load = (this: unknown, request: string, parent: { filename?: string } | undefined, isMain: boolean) => unknown;

/** Files of the SDK itself, as opposed to packages below it. */
const sdkFile = /[\\/]@pulumi[\\/]pulumi[\\/](?!node_modules[\\/])/;
/** The file that loads all services of AWS. */
const awsIndex = /[\\/]@pulumi[\\/]aws[\\/]index\.js$/;
const servicePath = /^\.\/[a-z\d]+$/;

/** What the SDK asks for, and which of its files may wait for it. */
const putOff: { request: RegExp; asker: RegExp }[] = [
  { request: /^@npmcli\/arborist$|^normalize-package-data$/, asker: /[\\/]runtime[\\/]closure[\\/]/ },
  { request: /^(?:\.\.?\/)*typescript-shim$|^typescript$/, asker: /[\\/]runtime[\\/]closure[\\/]/ },
  { request: /^\.\/(?:automation|provider)$/, asker: /[\\/]pulumi[\\/]index\.js$/ },
  { request: /^(?:js-yaml|semver)$/, asker: /[\\/]runtime[\\/]/ },
  { request: /^@grpc\/grpc-js$|^@opentelemetry\/api$/, asker: /./ },
  { request: /_grpc_pb(?:\.js)?$/, asker: /[\\/](?:runtime|provider)[\\/]/ },
];

/** Services of AWS that wait to be used. */
const services = new Set<() => unknown>();
/** How many modules are being loaded, one for the other. */
let loading = 0;

/** From now on these modules are loaded lazily. Call it before `@pulumi/pulumi` is loaded. */
export function loadLazily(): void {
  const load: unknown = Reflect.get(Module, "_load");
  if (!isLoad(load)) {
    return;
  }
  const lazily: Load = function (request, parent, isMain) {
    const asker = parent?.filename ?? "";
    const loadIt = (): unknown => {
      loading++;
      try {
        return load.call(this, request, parent, isMain);
      } finally {
        loading--;
      }
    };
    const isService = awsIndex.test(asker) && servicePath.test(request);
    const waits =
      isService || (sdkFile.test(asker) && putOff.some((rule) => rule.request.test(request) && rule.asker.test(asker)));
    if (!waits) {
      return loadIt();
    }
    const { module, loadNow } = lazyModule(loadIt);
    if (isService) services.add(loadNow);
    return module;
  };
  Reflect.set(Module, "_load", lazily);
}

/**
 * Loads the services of AWS that wait when the SDK looks for a class among those that loaded modules have registered, to make
 * a resource of a reference to it: a component of another process answers with such. Call it once the SDK has been set up.
 */
export function loadForReferences(): void {
  const { resourceModules: classes } = runtimeStore();
  if (!classes) return;
  const find = classes.get.bind(classes);
  classes.get = (key) => {
    // A module that is being loaded looks as well, before it registers its own.
    if (loading === 0 && key.startsWith("aws:") && !classes.has(key)) {
      for (const loadNow of services) loadNow();
      services.clear();
    }
    return find(key);
  };
}

/** A module that is loaded when something of it is first asked for. */
function lazyModule(loadIt: () => unknown): { module: unknown; loadNow: () => object } {
  let loaded: object | undefined;
  const loadNow = (): object => {
    loaded ??= Object(loadIt());
    return loaded ?? {};
  };
  const module = new Proxy(
    {},
    {
      get: (_target, key) => {
        // Answered without loading: TypeScript's import helpers ask for it at once, and make a copy of what is no ES module.
        if (key === "__esModule") {
          return true;
        }
        const real = loadNow();
        return key === "default" && Reflect.get(real, "__esModule") !== true ? real : Reflect.get(real, key);
      },
      set: (_target, key, value) => Reflect.set(loadNow(), key, value),
      has: (_target, key) => Reflect.has(loadNow(), key),
      ownKeys: () => Reflect.ownKeys(loadNow()),
      getOwnPropertyDescriptor: (_target, key) => {
        const descriptor = Reflect.getOwnPropertyDescriptor(loadNow(), key);
        return descriptor && { ...descriptor, configurable: true };
      },
    },
  );
  return { module, loadNow };
}

function isLoad(value: unknown): value is Load {
  return typeof value === "function";
}
