export { Cache } from "./cache";
export type { CacheArgs, CacheUserArgs, ServerlessCacheArgs } from "./cache-args";
export { CacheAuthentication, CacheEngine } from "./cache-engines";
export type { ClientArgs } from "./client-access";
