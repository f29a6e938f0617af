export { ImageRepository, type ImageRepositoryNodes } from "./image-repository";
export type { ImageLifecycleRule, ImageRepositoryArgs } from "./image-repository-args";
