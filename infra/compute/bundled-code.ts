import * as pulumi from "@pulumi/pulumi";
import { type Archive, AssetArchive, StringAsset } from "@pulumi/pulumi/asset";
import { type BundleArgs, type BundleContext, bundle } from "./bundle";
import { BUNDLE_NAME } from "./bundle-batch";
import { extraFiles } from "./extra-files";

/** Builds the archive of a function while the program goes on, and says in a preview how large the code is. */
export function bundledCode(
  resource: pulumi.Resource,
  entry: string,
  args: BundleArgs,
  context: Required<BundleContext>,
): pulumi.Output<Archive> {
  const files = extraFiles(context.owner, context.directory, args.files);
  return pulumi.output(
    bundle(entry, args, context).then(({ code, map, bytes }): Archive => {
      if (pulumi.runtime.isDryRun()) {
        const mapped = map === undefined ? "" : `, source map ${kilobytes(Buffer.byteLength(map))}`;
        void pulumi.log.info(`bundle ${kilobytes(bytes)}${mapped}`, resource);
      }
      return new AssetArchive({
        [`${BUNDLE_NAME}.js`]: new StringAsset(code),
        ...(map !== undefined && { [`${BUNDLE_NAME}.js.map`]: new StringAsset(map) }),
        ...files,
      });
    }),
  );
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
