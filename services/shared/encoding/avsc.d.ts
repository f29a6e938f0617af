/** The part of avsc without files, protocols and code for browsers: half of its size. It has no declarations of its own. */
declare module "avsc/lib/types.js" {
  export { Type } from "avsc";
}
