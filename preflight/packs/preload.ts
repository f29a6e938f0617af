/**
 * Loaded into a policy pack's process before `@pulumi/pulumi/cmd/run-policy-pack`, which would load the TypeScript
 * compiler and ts-node, and with them take seconds, whether the pack needs them or not.
 */
import Module from "node:module";
import { loadLazily } from "../child/lazy-modules";
import { SourceMaps } from "../child/source-maps";
import { TypeScriptLoader } from "../child/typescript-loader";
import { keepCompiledCode } from "../compiled-code";
import { serverOnly } from "./frame-server";
import { writtenAtOnce } from "./written-structs";

type Load = (this: unknown, request: string, parent: { filename?: string } | undefined, isMain: boolean) => unknown;

/** Files of the SDK that ask for the TypeScript tools. */
const askers = /[\\/]@pulumi[\\/]pulumi[\\/](?:tsutils|cmd[\\/]run-policy-pack[\\/]run)\.js$/;

/** The file of the policy SDK that answers by gRPC. */
const policyServer = /[\\/]@pulumi[\\/]policy[\\/]server\.js$/;
/** The file that describes the service to it. */
const serviceFile = /[\\/]proto[\\/]analyzer_grpc_pb\.js$/;

/** The file of the policy SDK that makes the announcement of a pack, and the library that it makes schemas with. */
const announcer = /[\\/]@pulumi[\\/]policy[\\/]protoutil\.js$/;
const structFile = /google[\\/]protobuf[\\/]struct_pb(?:\.js)?$/;

keepCompiledCode();
loadLazily();

const sourceMaps = new SourceMaps();
// The SDK's own listeners, which come later, print the stack and end the process.
for (const event of ["uncaughtException", "unhandledRejection"]) {
  process.on(event, (error: unknown) => {
    if (error instanceof Error && error.stack) {
      error.stack = sourceMaps.stack(error.stack);
    }
  });
}

const load: unknown = Reflect.get(Module, "_load");
if (isLoad(load)) {
  const replaced: Load = function (request, parent, isMain) {
    const asker = parent?.filename ?? "";
    if (request === "@grpc/grpc-js" && (policyServer.test(asker) || serviceFile.test(asker))) {
      return serverOnly;
    }
    const loaded = (askers.test(asker) && standIn(request)) || load.call(this, request, parent, isMain);
    if (structFile.test(request) && announcer.test(asker) && isStructs(loaded)) {
      return writtenAtOnce(loaded);
    }
    return loaded;
  };
  Reflect.set(Module, "_load", replaced);
}

/** What the SDK gets for one of the tools; undefined where it asks for something else. */
function standIn(request: string): unknown {
  if (request === "ts-node" || /[\\/]ts-node@[\d.]+$/.test(request)) {
    const register = (): void => new TypeScriptLoader(sourceMaps, { folder: process.cwd() }).install();
    return { VERSION: "10.9.2", register };
  }
  if (request === "typescript" || /[\\/]typescript@[\d.]+[\\/]typescript\.js$/.test(request)) {
    return { version: "5.0.0" };
  }
  if (request === "./typescript-shim") {
    return { parseConfigFileTextToJson: () => ({ config: {} }) };
  }
  return undefined;
}

function isStructs(value: unknown): value is Parameters<typeof writtenAtOnce>[0] {
  return typeof value === "object" && value !== null && "Struct" in value;
}

function isLoad(value: unknown): value is Load {
  return typeof value === "function";
}

// A parent that was killed can't stop the pack: it stops by itself when the pipe between them closes.
process.stdin.on("close", () => process.exit(0));
process.stdin.resume();
// A pack that fails while it loads has nothing else to do and must end.
process.stdin.unref?.();
