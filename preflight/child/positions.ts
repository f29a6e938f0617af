import { pathToFileURL } from "node:url";
import type { RawPosition } from "../host/goal";
import type { Sdk } from "./sdk";

type StackTrace = (skip: number) => (RawPosition | undefined)[];

/**
 * Makes the SDK take one frame of the stack for each resource, that of the program's own line, where it takes all of them and
 * sends each with the registration: components make resources twenty frames deep, and nothing reads the others here. Does
 * nothing where the SDK finds a resource's line in another way.
 */
export function takeOwnLineOnly({ pulumi }: Sdk): void {
  const { Resource } = pulumi;
  const position: unknown = Reflect.get(Resource, "framePositionRegExp");
  const isKnown = (name: string): boolean => typeof Reflect.get(Resource, name) === "function";
  if (!(position instanceof RegExp) || !isKnown("stackTrace") || !isKnown("callsites")) return;
  const addresses = new Map<string, string>();
  const uriOf = (file: string): string => {
    let uri = addresses.get(file);
    if (uri === undefined) {
      uri = pathToFileURL(file).toString();
      addresses.set(file, uri);
    }
    return uri;
  };
  const stackTrace: StackTrace = (skip) => {
    const { stackTraceLimit } = Error;
    let line: string | undefined;
    try {
      // One less than the SDK skips, which asks another function for the frames.
      Error.stackTraceLimit = skip + 1;
      line = new Error().stack?.split("\n")[skip + 1];
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
    if (line === undefined) return [];
    const { file, line: row, column } = position.exec(line)?.groups ?? {};
    const isPlace = file && row && column && !file.startsWith("node:");
    return [isPlace ? { uri: uriOf(file), line: Number(row), column: Number(column) } : undefined];
  };
  Reflect.set(Resource, "stackTrace", stackTrace);
}
