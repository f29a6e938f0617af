/** What Node 22 and newer keep of a process for the next one: the code that it compiled. Older ones keep nothing. */
import Module from "node:module";

/** From now on compiled code is kept, and taken from where it was kept. */
export function keepCompiledCode(): void {
  callOfNode("enableCompileCache");
}

/** Puts what is compiled by now on disk, for a process that will be killed rather than end. */
export function writeCompiledCode(): void {
  callOfNode("flushCompileCache");
}

function callOfNode(name: string): void {
  const call: unknown = Reflect.get(Module, name);
  if (typeof call === "function") call();
}
