/** A way through the stack as findings print it, `internet -> igw a -> subnet b`: reports take it apart at the arrows. */
export function pathText(steps: readonly string[]): string {
  return steps.join(" -> ");
}
