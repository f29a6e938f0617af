/** Finds resources by name; several may have the same. */
export type Named = (name: string) => readonly number[];

const arrow = /\s*(?:->|→)\s*/;

/** What may stand around a name: quotes, brackets, punctuation, a port. */
const wrapping = /^[\s"'`([{]+|(?::\d+)?[\s"'`)\]},;:.]*$/g;

/**
 * The resources along a path that a message prints, as in `internet -> web-balancer -> web -> orders-database`. What is
 * no resource is left out of it, as are ports in brackets; two resources at least make a path.
 */
export function pathIn(message: string, named: Named): number[] | undefined {
  for (const line of message.split("\n")) {
    const parts = line.split(arrow);
    if (parts.length < 2) continue;
    const path: number[] = [];
    parts.forEach((part, i) => {
      const found = resourceIn(part, i === 0 ? "end" : "start", named);
      const [before] = path.slice(-1);
      if (found !== undefined && found !== before) path.push(found);
    });
    if (path.length > 1) return path;
  }
  return undefined;
}

/** The resource that a part of a line names: all of it, or as much of it as possible from the side that the arrow is on. */
function resourceIn(part: string, from: "start" | "end", named: Named): number | undefined {
  const words = part.replace(/\s+/g, " ").trim().split(" ");
  for (let length = words.length; length > 0; length--) {
    const some = from === "start" ? words.slice(0, length) : words.slice(-length);
    const text = some.join(" ");
    for (const name of [text, text.replace(wrapping, "")]) {
      const [resource] = named(name);
      if (resource !== undefined) return resource;
    }
  }
  return undefined;
}
