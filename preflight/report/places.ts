import { isAbsolute, relative, resolve, sep } from "node:path";
import type { Graph, GraphResource } from "../model";

/** A line of the program, as a file of its repository. */
export interface Place {
  /** Path below the repository's root, with slashes. */
  file: string;
  line: number;
  column?: number;
}

/** Where in a repository the resources of a graph come from. */
export class Places {
  private readonly resources: Map<string, GraphResource>;
  private readonly found = new Map<string, Place | undefined>();

  constructor(
    graph: Graph,
    private readonly root: string,
    /** The file of what has no line of the program. */
    private readonly projectFile = "Pulumi.yaml",
  ) {
    this.resources = new Map(graph.resources.map((resource) => [resource.urn, resource]));
  }

  /**
   * The line that has to be changed for a resource: the one that constructs it, or, where that is in a package that is
   * not this repository's own, the one that constructs the component that it is in.
   */
  of(urn = ""): Place | undefined {
    if (!this.found.has(urn)) {
      this.found.set(urn, this.find(urn));
    }
    return this.found.get(urn);
  }

  /** The line that has to be changed for a resource; the project's file for the stack, and for what is from elsewhere. */
  orProject(urn: string | undefined): Place {
    return this.of(urn) ?? { file: fileIn(this.root, this.projectFile) ?? "Pulumi.yaml", line: 1 };
  }

  private find(urn: string): Place | undefined {
    const seen = new Set<string>();
    for (let at: string | undefined = urn; at !== undefined && !seen.has(at); at = this.resources.get(at)?.parent) {
      seen.add(at);
      const source = this.resources.get(at)?.source;
      const file = source && fileIn(this.root, source.file);
      if (source && file) {
        return { file, line: source.line, ...(source.column !== undefined && { column: source.column }) };
      }
    }
    return undefined;
  }
}

/** The path below a folder with slashes; nothing for a file that is elsewhere or in an installed package. */
export function fileIn(root: string, file: string): string | undefined {
  const path = relative(root, resolve(root, file));
  const parts = path.split(sep);
  return path === "" || isAbsolute(path) || parts[0] === ".." || parts.includes("node_modules")
    ? undefined
    : parts.join("/");
}

/** A path as a relative URI. */
export function uriOf(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

/** The address of a web page, without the characters that end an address in a text; nothing for what is none. */
export function addressOf(url: string | undefined): string | undefined {
  const parsed = url !== undefined && URL.canParse(url) ? new URL(url) : undefined;
  return parsed && /^https?:$/.test(parsed.protocol) ? withoutEnds(parsed.href) : undefined;
}

/** A target of a link with its brackets, quotes and the like percent-encoded. */
export function withoutEnds(target: string): string {
  return target.replace(/[ <>()[\]{}\\|"'`^]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
}
