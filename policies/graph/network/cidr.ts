/** Whether the IPv4 block `outer` has all of `inner` in it; undefined where either is no such block. */
export function covers(outer: string, inner: string): boolean | undefined {
  const [a, b] = [parse(outer), parse(inner)];
  if (!a || !b) {
    return undefined;
  }
  const size = 2 ** (32 - a.bits);
  return a.bits <= b.bits && Math.floor(a.address / size) === Math.floor(b.address / size);
}

function parse(block: string): { address: number; bits: number } | undefined {
  const [, a, b, c, d, bits] = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(block) ?? [];
  const bytes = [a, b, c, d].map(Number);
  return bits === undefined || Number(bits) > 32 || bytes.some((byte) => byte > 255)
    ? undefined
    : { address: bytes.reduce((sum, byte) => sum * 256 + byte, 0), bits: Number(bits) };
}
