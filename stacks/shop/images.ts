import { join } from "node:path";
import { Image } from "@pulumi/awsx/ecr/image";
import type * as pulumi from "@pulumi/pulumi";
import type { ImageRepository } from "../../infra/compute";

/** Where Dockerfiles copy from: the repository's root. */
const CONTEXT = join(__dirname, "../..");

/** The image of a service, which `pulumi up` builds and pushes. @returns its address, with a digest */
export function imageOf(service: string, images: ImageRepository): pulumi.Output<string> {
  return new Image(`${service}-image`, {
    repositoryUrl: images.url,
    context: CONTEXT,
    dockerfile: join(CONTEXT, "services", service, "Dockerfile"),
    // Graviton, as the tasks are.
    platform: "linux/arm64",
  }).imageUri;
}
