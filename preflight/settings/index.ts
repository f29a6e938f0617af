export { expandSettings } from "./expand";
export { readSettings, type Settings } from "./file";
export { settingsSchema } from "./schema";
