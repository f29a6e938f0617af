import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { UserError } from "../user-error";

export type ResourceMessages = typeof import("@pulumi/pulumi/proto/resource_pb");
export type ProviderMessages = typeof import("@pulumi/pulumi/proto/provider_pb");
export type CallbackMessages = typeof import("@pulumi/pulumi/proto/callback_pb");
export type StructMessages = typeof import("google-protobuf/google/protobuf/struct_pb");
export type EmptyMessages = typeof import("google-protobuf/google/protobuf/empty_pb");

/** The program's own copy of `@pulumi/pulumi`: preflight must talk to the very modules that the program loads. */
export interface Sdk {
  /** Folder of the package. */
  folder: string;
  version: string;
  /** Resolves as the package itself does. */
  require: NodeJS.Require;
  pulumi: typeof import("@pulumi/pulumi");
  resources: ResourceMessages;
  structs: StructMessages;
  empties: EmptyMessages;
}

/** The first version whose monitor can be given in process together with an organization. */
const oldest = { major: 3, minor: 100 };

/**
 * Loads the program's SDK.
 * @param folder the program's
 * @throws UserError where it is not installed, or is a version that preflight can't work with
 */
export function loadSdk(folder: string): Sdk {
  const fromProgram = createRequire(join(folder, "index.js"));
  let manifest: string;
  try {
    manifest = fromProgram.resolve("@pulumi/pulumi/package.json");
  } catch {
    throw new UserError(`@pulumi/pulumi is not installed for ${folder}; run "npm install" there.`);
  }
  const { version }: { version: string } = fromProgram(manifest);
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major !== oldest.major || minor < oldest.minor) {
    throw new UserError(
      `The program's @pulumi/pulumi is ${version} (${dirname(manifest)}); preflight needs ${oldest.major}.${oldest.minor}.0 or newer, below ${oldest.major + 1}.`,
    );
  }
  const sdk = createRequire(manifest);
  return {
    folder: dirname(manifest),
    version,
    require: sdk,
    pulumi: sdk("./index.js"),
    resources: sdk("./proto/resource_pb.js"),
    structs: sdk("google-protobuf/google/protobuf/struct_pb"),
    empties: sdk("google-protobuf/google/protobuf/empty_pb"),
  };
}
