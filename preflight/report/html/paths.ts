/** Finds a resource by its name; of several with the same that which the words in front of it say. */
export type Named = (name: string, noun: string) => number | undefined;

const arrow = /\s*(?:->|→)\s*/;

/** What may stand around a name: quotes, brackets, punctuation, a port. */
const wrapping = /^[\s"'`([{]+|(?::\d+)?[\s"'`)\]},;:.]*$/g;

/**
 * The resources along a path that a message prints, as in `internet -> igw door -> load balancer web:443 -> database
 * orders:5432`. What is no resource is left out of it, as are ports; two resources at least make a path.
 */
export function pathIn(message: string, named: Named): number[] | undefined {
  for (const line of message.split("\n")) {
    const steps = line.split(arrow);
    if (steps.length < 2) continue;
    const path: number[] = [];
    for (const [i, step] of steps.entries()) {
      const found = resourceIn(i === 0 ? behindColon(step) : step, named);
      const [before] = path.slice(-1);
      if (found !== undefined && found !== before) path.push(found);
    }
    if (path.length > 1) return path;
  }
  return undefined;
}

/** A line may begin with what it is about. */
function behindColon(step: string): string {
  return step.split(/:\s/).at(-1) ?? step;
}

/** The resource that a step names: with as many words as possible, and the last that does, as nouns come before names. */
function resourceIn(step: string, named: Named): number | undefined {
  // The sentence goes on behind the last step, and ports may stand in brackets.
  const [clause = ""] = step.replace(/\([^)]*\)/g, " ").split(/[,;:](?:\s|$)/);
  const words = clause.split(/\s+/).filter((word) => word !== "");
  for (let length = words.length; length > 0; length--) {
    for (let from = words.length - length; from >= 0; from--) {
      const name = words.slice(from, from + length).join(" ");
      const noun = words.slice(0, from).join(" ");
      const found = named(name, noun) ?? named(name.replace(wrapping, ""), noun);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** What people call a type in other words than its token. */
const otherWords: Readonly<Record<string, string>> = {
  igw: "internetgateway",
  nat: "natgateway",
  group: "securitygroup",
  endpoint: "vpcendpoint",
  acl: "networkacl",
  pool: "userpool",
};

/** Whether words that stand before a name, such as `load balancer`, say that it is of a type. */
export function saysType(noun: string, type: string): boolean {
  const words = noun.toLowerCase().split(" ");
  const token = type.toLowerCase();
  return words.some((_, i) => {
    const said = words.slice(i).join("");
    return said.length > 2 && token.includes(otherWords[said] ?? said);
  });
}
