import { createRequire } from "node:module";
import { join } from "node:path";
import { PackClient } from "./client";
import type { PolicyDescription } from "./config";
import { startPack } from "./start";

/** A pack's name and its policies as it announces them. */
export interface PackDescription {
  name: string;
  policies: PolicyDescription[];
}

/**
 * Starts a pack, asks it what it is, and ends it.
 *
 * @param timeout seconds until it has to listen
 * @throws UserError where it is no pack or does not start
 */
export async function describePack(folder: string, timeout = 60): Promise<PackDescription> {
  let stop = (): void => {};
  const stack = { organization: "organization", project: "none", stack: "none", config: {} };
  try {
    const { directory, version, port } = await startPack(folder, {
      ...stack,
      timeout,
      onSpawn: (process) => {
        stop = () => process.stop();
      },
    });
    const ofPack = createRequire(join(directory, "package.json"));
    const sdk = createRequire(ofPack.resolve("@pulumi/pulumi/package.json"));
    const client = new PackClient(sdk, { index: 0, directory, version, port, config: {} });
    try {
      const { name } = await client.connect({ ...stack, secretKeys: [], stackTags: {} });
      return { name, policies: client.described };
    } finally {
      client.close();
    }
  } finally {
    stop();
  }
}
