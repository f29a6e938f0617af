/** The YAML library, which takes longer to load than most chapters: only who has YAML pays for it. */
export function yaml(): typeof import("yaml") {
  return require("yaml");
}
