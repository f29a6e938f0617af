import { resolve } from "node:path";

/** Root of this repository. */
export const REPOSITORY = resolve(__dirname, "../../..");

/** Version of the engine that preflight is compared with. */
export const ENGINE_VERSION = "3.259.0";

/** Where the engine is built to. */
export const ENGINE_FOLDER = resolve(REPOSITORY, ".cache/engine");
export const ENGINE = resolve(ENGINE_FOLDER, "pulumi");

/** Version of the host of YAML programs: of those that the Go module proxy serves, the newest. */
export const YAML_HOST_VERSION = "1.25.0";
/** The engine takes a language's host from PATH where it has this name. */
export const YAML_HOST = resolve(ENGINE_FOLDER, "pulumi-language-yaml");

/** The policy pack that writes down what policies see. */
export const RECORDER_PACK = resolve(REPOSITORY, "tests/engine/recorder-pack");
