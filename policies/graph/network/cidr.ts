/** A block of IPv4 or IPv6 addresses. */
export interface Block {
  readonly family: 4 | 6;
  readonly address: bigint;
  readonly bits: number;
}

const parsed = new Map<string, Block | undefined>();

/** A block as AWS writes it, `10.0.0.0/16` or `2001:db8::/32`; undefined for anything else. */
export function parseBlock(text: string): Block | undefined {
  if (parsed.has(text)) {
    return parsed.get(text);
  }
  const block = text.includes(":") ? parse6(text) : parse4(text);
  // Programs use the same few blocks again and again; what is not a block may be of any length.
  if (parsed.size < 10_000 && text.length < 64) {
    parsed.set(text, block);
  }
  return block;
}

/** Whether the block `outer` has all of `inner` in it; undefined where either is no block. */
export function covers(outer: string, inner: string): boolean | undefined {
  const [a, b] = [parseBlock(outer), parseBlock(inner)];
  return a && b && coversBlock(a, b);
}

/** Whether the block `outer` has all of `inner` in it. */
export function coversBlock(outer: Block, inner: Block): boolean {
  const rest = BigInt((outer.family === 4 ? 32 : 128) - outer.bits);
  return outer.family === inner.family && outer.bits <= inner.bits && outer.address >> rest === inner.address >> rest;
}

function parse4(text: string): Block | undefined {
  const [, a, b, c, d, bits] = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text) ?? [];
  const bytes = [a, b, c, d].map(Number);
  return bits === undefined || Number(bits) > 32 || bytes.some((byte) => byte > 255)
    ? undefined
    : { family: 4, address: bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n), bits: Number(bits) };
}

function parse6(text: string): Block | undefined {
  const [, address = "", bits] = /^([0-9a-f:]{2,39})\/(\d{1,3})$/i.exec(text) ?? [];
  const halves = address.split("::").map((half) => (half === "" ? [] : half.split(":")));
  const [head = [], tail = []] = halves;
  const missing = 8 - head.length - tail.length;
  const complete = halves.length === 1 ? missing === 0 : halves.length === 2 && missing > 0;
  const groups = [...head, ...Array<string>(complete ? missing : 0).fill("0"), ...tail];
  return bits === undefined || Number(bits) > 128 || !complete || !groups.every((one) => /^[0-9a-f]{1,4}$/i.test(one))
    ? undefined
    : {
        family: 6,
        address: groups.reduce((sum, group) => sum * 65_536n + BigInt(Number.parseInt(group, 16)), 0n),
        bits: Number(bits),
      };
}

/**
 * The internet, as single addresses: one in each eighth of IPv4 that is public, and one each of two regional registries'
 * IPv6. What lets one of them through is open to a good part of the world; a rule for an office or a partner lets none.
 */
export const internetAddresses: readonly Block[] = [
  "23.255.255.1/32",
  "45.255.255.1/32",
  "77.255.255.1/32",
  "103.255.255.1/32",
  "141.255.255.1/32",
  "178.255.255.1/32",
  "203.255.255.1/32",
  "2400:ffff::1/128",
  "2a00:ffff::1/128",
].flatMap((text) => parseBlock(text) ?? []);
