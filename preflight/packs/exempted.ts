/** How the pack of this package words that an exemption excused a violation: "orders is exempt until 2027-01-31 (…): …". */
const words = " is exempt until ";
const sentence = new RegExp(`\\S${words}\\d{4}-\\d{2}-\\d{2}\\b`);

/** False where no reason in a pack's answer is {@link excuses | an exemption's}: told without reading them. */
export function mentionsExemption(response: Buffer): boolean {
  return response.includes(words);
}

/** True where a policy was not applicable because an exemption excused what it found. */
export function excuses(reason: string): boolean {
  return sentence.test(reason);
}
