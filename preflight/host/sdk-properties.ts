import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** What a resource class of an installed provider package says of its properties. */
export interface ClassProperties {
  /** Properties that only the provider gives a value to. */
  outputs: string[];
  /** All properties. */
  all: string[];
}

const none: ClassProperties = { outputs: [], all: [] };
const outputLine = /resourceInputs\["(\w+)"\] = undefined \/\*out\*\//g;
const stateLine = /resourceInputs\["(\w+)"\] = state/g;

/** Reads what the generated classes of provider packages declare; each class once. */
export class SdkProperties {
  private readonly known = new Map<string, ClassProperties>();
  private readonly folders = new Map<string, string | undefined>();

  /** @param fromProgram a `require` of the program */
  constructor(private readonly fromProgram: NodeJS.Require) {}

  /** The properties of a type; none where its class is not found. */
  of(type: string): ClassProperties {
    let properties = this.known.get(type);
    if (!properties) {
      properties = this.read(type);
      this.known.set(type, properties);
    }
    return properties;
  }

  /** The declaration file of a provider function. */
  functionDeclaration(token: string): string | undefined {
    const file = this.fileOf(token);
    return file === undefined ? undefined : readIfPresent(`${file}.d.ts`);
  }

  private read(type: string): ClassProperties {
    const file = this.fileOf(type);
    const text = (file === undefined ? undefined : readIfPresent(`${file}.js`)) ?? this.loadedFile(type);
    if (text === undefined) {
      return none;
    }
    const outputs = matches(text, outputLine);
    return { outputs, all: [...new Set([...outputs, ...matches(text, stateLine)])] };
  }

  /** `aws:sqs/queue:Queue` is in `@pulumi/aws/sqs/queue`, `docker:index:Image` in `@pulumi/docker/image`. */
  private fileOf(token: string): string | undefined {
    const [pkg = "", module = "", member = ""] = token.split(":");
    const folder = this.packageFolder(pkg);
    if (folder === undefined || member === "") {
      return undefined;
    }
    const file = `${member.charAt(0).toLowerCase()}${member.slice(1)}`;
    const path = module.split("/").filter((part) => part !== "index");
    const last = path.at(-1)?.toLowerCase();
    // Bridged providers name the file in the token already.
    return join(folder, ...(last === member.toLowerCase() ? path : [...path, file]));
  }

  private packageFolder(pkg: string): string | undefined {
    if (!this.folders.has(pkg)) {
      let folder: string | undefined;
      try {
        folder = dirname(this.fromProgram.resolve(`@pulumi/${pkg}/package.json`));
      } catch {
        folder = undefined;
      }
      this.folders.set(pkg, folder);
    }
    return this.folders.get(pkg);
  }

  /** A class of a package under another name that the program has loaded. */
  private loadedFile(type: string): string | undefined {
    const member = type.split(":")[2]?.toLowerCase();
    for (const file of Object.keys(this.fromProgram.cache)) {
      if (file.toLowerCase().endsWith(`/${member}.js`)) {
        const text = readIfPresent(file);
        if (text?.includes(`__pulumiType = '${type}'`)) {
          return text;
        }
      }
    }
    return undefined;
  }
}

function matches(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ""))].filter((name) => name !== "id");
}

function readIfPresent(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
