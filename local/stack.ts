import { join } from "node:path";
import type { ProgramRequest } from "../preflight/child/messages";
import { Places } from "../preflight/host/surroundings";
import { packageRoot } from "../preflight/paths";
import { readProject } from "../preflight/project";
import { LocalError } from "./errors";
import type { ProviderOptions } from "./provider/core";
import type { Place } from "./provider/handler";

/** Which stack is worked with, and where its state is. */
export interface StackOptions {
  /** Folder of Pulumi.yaml, or one below it. */
  directory: string;
  /** @default dev */
  stack?: string;
  /** Configuration that goes before the stack's own. */
  config?: Record<string, string>;
  /** Folder of the state. @default .cache/local beside Pulumi.yaml */
  stateFolder?: string;
  /** Where the emulator is installed. @default .cache/emulator of this project */
  emulatorFolder?: string;
  /** Forget what an emulator that was stopped had in it. @default false */
  fresh?: boolean;
  /** Told what takes time. */
  progress?: (line: string) => void;
}

/** A stack, as its files say. */
export interface StackFiles {
  request: ProgramRequest;
  region: string;
  account: string;
  partition: string;
  dnsSuffix: string;
  stateFile: string;
  /** Folder of what the emulator keeps between two starts. */
  keepFolder: string;
  pipesFile: string;
}

/** @throws UserError where Pulumi.yaml or the stack's file is missing or wrong */
export function stackFiles(options: StackOptions): StackFiles {
  const project = readProject(options.directory, { stack: options.stack ?? "dev", config: options.config });
  const request = { ...project, mode: "symbolic" as const, stackTags: {}, isolated: false, packs: 0 };
  const { account, region, partition, dnsSuffix } = new Places(request.config).of({}, undefined);
  const folder = options.stateFolder ?? join(project.root, ".cache", "local");
  return {
    request,
    account,
    region,
    partition,
    dnsSuffix,
    stateFile: join(folder, `${project.stack}.json`),
    keepFolder: join(folder, project.stack),
    pipesFile: join(folder, `${project.stack}.pipes.json`),
  };
}

/** How a provider works for a stack on an emulator. */
export function providerOptions(files: StackFiles, endpoint: string): ProviderOptions {
  const { region, account, partition, dnsSuffix } = files;
  const place: Place = { endpoint, region, account, partition, dnsSuffix };
  return { place, nodePath: join(packageRoot(), "node_modules"), defaultTags: defaultTagsOf(files.request.config) };
}

/** Variables of the emulator itself. */
export function emulatorSettings(
  { account, keepFolder }: Pick<StackFiles, "account" | "keepFolder">,
  fresh: boolean,
): Record<string, string> {
  return {
    // What comes with no credentials, such as calls of an API, belongs to the stack's account.
    MINISTACK_ACCOUNT_ID: account,
    PYTHONPATH: join(__dirname, "emulator-site"),
    STATE_DIR: keepFolder,
    ...(fresh ? {} : { PERSIST_STATE: "1", S3_PERSIST: "1", S3_DATA_DIR: join(keepFolder, "s3") }),
  };
}

function defaultTagsOf(config: Record<string, string>): Record<string, string> | undefined {
  const text = config["aws:defaultTags"];
  if (text === undefined) return undefined;
  try {
    const { tags }: { tags?: Record<string, string> } = JSON.parse(text);
    return tags;
  } catch {
    throw new LocalError(`aws:defaultTags is ${JSON.stringify(text)}; give it an object with "tags"`);
  }
}
