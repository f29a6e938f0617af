/** Finds the documents in a graph and has each checked. */
import type { GraphResource, Value } from "../../../preflight";
import { fits } from "./globs";
import { hidden, type Kind, kinds, kindsOfExamples, uncovered, uncoveredOfExamples } from "./kinds";

/** A document that was looked at. */
export interface Inspected {
  /** Name of the kind. */
  readonly kind: string;
  /** Resource and property. */
  readonly where: string;
  /** What is wrong with it. */
  readonly problems: readonly string[];
}

const places = [...kinds, ...uncovered, ...kindsOfExamples, ...uncoveredOfExamples].flatMap((kind) =>
  kind.at.map((place) => ({ place, kind })),
);
const byPlace = new Map(places.map(({ place, kind }) => [place, kind]));
const patterns = places.filter(({ place }) => place.includes("*"));

/** The kind of document at a place. */
const kindAt = (place: string): Kind | undefined =>
  byPlace.get(place) ?? (place.includes(">") ? patterns.find((one) => fits(one.place, place))?.kind : undefined);

/** A value in a resource's inputs. */
interface Found {
  readonly path: string;
  readonly value: Value;
}

/** Name of the kind of what is a document of no kind. */
export const UNKNOWN_KIND = "a new kind of document";

/** Looks at every document that a program hands to AWS; components hand on nothing but through their children. */
export async function inspect(resources: readonly GraphResource[]): Promise<Inspected[]> {
  const found: Inspected[] = [];
  for (const resource of resources.filter(({ kind }) => kind === "custom")) {
    for (const one of values(resource.inputs, "")) found.push(...(await look(one, resource)));
  }
  return found;
}

/** What is wrong with documents, one line for each thing. */
export const linesOf = (inspected: readonly Inspected[]): string[] =>
  inspected.flatMap(({ kind, where, problems }) => problems.map((problem) => `${where}: ${kind}: ${problem}`));

async function look({ path, value }: Found, resource: GraphResource): Promise<Inspected[]> {
  const place = `${resource.type} ${path}`;
  const where = `${resource.name} (${resource.type}) ${path}`;
  const kind = kindAt(place);
  const say = (name: string, problems: readonly string[]): Inspected => ({ kind: name, where, problems });
  if (isMarker(value, "$secret") && Object.hasOwn(hidden, place)) return [];
  if (kind && (isMarker(value, "$unknown") || isMarker(value, "$secret"))) return [say(kind.name, ["it is not known"])];
  if (isMarker(value, "$secret")) return [say(UNKNOWN_KIND, ["it is secret: say what it holds in kinds.ts"])];
  const within = await Promise.all(inside(value, path).map((one) => look(one, resource)));
  if (kind && isHeld(value, path)) return [say(kind.name, await kind.check(value, resource)), ...within.flat()];
  return isDocument(value, path) && !kind
    ? [say(UNKNOWN_KIND, ["add a checker to kinds.ts"]), ...within.flat()]
    : within.flat();
}

/** Values of one item of a list that holds texts of all sorts are documents where they look like it. */
const isHeld = (value: Value, path: string): boolean => !path.includes(">") || isDocument(value, path);

/** Whether a value looks like a document: JSON or lines of text, or what is a policy to Pulumi's types. */
function isDocument(value: Value, path: string): boolean {
  if (typeof value === "string") {
    return /^\s*[[{]/.test(value) || (!path.includes(">") && value.trimEnd().includes("\n"));
  }
  return isFields(value) && ("Statement" in value || /(^|\.)policy$/.test(path));
}

/** What is in a document that is JSON in a text, as far as it may be a document itself. */
function inside(value: Value, path: string): Found[] {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return [];
  try {
    const parsed: Value = JSON.parse(value);
    return [...values(parsed, `${path}>`)].filter((one) => typeof one.value === "string");
  } catch {
    return [];
  }
}

/** All values under a value, each with its path. */
function* values(value: Value, path: string): Generator<Found> {
  if (path !== "" && !path.endsWith(">")) yield { path, value };
  if (Array.isArray(value)) for (const item of value) yield* values(item, `${path}[]`);
  else if (isFields(value)) {
    for (const [key, inner] of Object.entries(value)) {
      if (!key.startsWith("$"))
        yield* values(inner, path === "" || path.endsWith(">") ? `${path}${key}` : `${path}.${key}`);
    }
  }
}

const isFields = (value: Value | undefined): value is { [key: string]: Value } =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isMarker = (value: Value, marker: string): boolean => isFields(value) && Object.hasOwn(value, marker);
