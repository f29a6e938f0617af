import { domainToASCII } from "node:url";
import { CALLING_CODES } from "./calling-codes";

type Maybe = string | null | undefined;

/** Providers that deliver `a.b+c@` and `ab@` to the same mailbox. Others tell them apart, or are not known not to. */
const DOTLESS = new Set(["gmail.com", "googlemail.com"]);

/**
 * E-mail address by which the same mailbox is known: in one Unicode form (full-width letters become plain ones), without
 * spaces around it, in lower case, its domain in ASCII. For Gmail also without dots and without what follows a plus.
 * @returns undefined where it is no address
 */
export function emailKey(text: Maybe): string | undefined {
  const address = (text ?? "").normalize("NFKC").trim().toLowerCase();
  // What an address of the web may have after its domain is none here.
  const [, local, domainText = ""] = /^([^\s@]+)@([^\s@/\\?#%:[\]]+)$/u.exec(address) ?? [];
  const domain = domainToASCII(domainText).replace(/\.+$/, "");
  if (!local || !/^[^.]+(\.[^.]+)+$/.test(domain)) return undefined;
  if (!DOTLESS.has(domain)) return `${local}@${domain}`;
  const mailbox = (local.split("+")[0] ?? "").replaceAll(".", "");
  return mailbox === "" ? undefined : `${mailbox}@gmail.com`;
}

/**
 * Telephone number as E.164 has it, `+` and 8 to 15 digits, with `;ext=` and an extension where one is written. Digits of any
 * script count. A number without a country code is taken for one of the customer's country.
 * @param country ISO 3166-1, two letters
 * @returns undefined where it is no number, or of no country that is known
 */
export function phoneKey(text: Maybe, country?: Maybe): string | undefined {
  // Address books leave marks of the writing direction around numbers.
  const plain = asciiDigits((text ?? "").normalize("NFKC"))
    .replace(/\p{Cf}/gu, "")
    .trim();
  const [, dialled = "", extension] = /^(.*?)(?:\s*(?:;\s*ext\s*=|ext\.?|extension|x|#)\s*(\d+))?$/iu.exec(plain) ?? [];
  // "+49 (0)30": the 0 is dialled within the country only.
  const compact = dialled.replace(/^(\+|00)(.*?)\(0\)/u, "$1$2").replace(/[\s().\-‐-―/]/gu, "");
  const international = /^(?:\+|00)(\d+)$/u.exec(compact)?.[1] ?? fromNational(compact, country);
  if (!international || !/^[1-9]\d{7,14}$/.test(international)) return undefined;
  return `+${international}${extension === undefined ? "" : `;ext=${extension}`}`;
}

function fromNational(digits: string, country: Maybe): string | undefined {
  const dialling = CALLING_CODES[(country ?? "").trim().toUpperCase()];
  if (!dialling || !/^\d+$/.test(digits)) return undefined;
  const national = digits.startsWith(dialling.trunk) ? digits.slice(dialling.trunk.length) : digits;
  return dialling.code + national;
}

function asciiDigits(text: string): string {
  // Digits come in tens that begin with a zero; tens of two scripts may follow one another.
  return text.replace(/\p{Nd}/gu, (digit) => {
    let zero = digit.codePointAt(0) ?? 0;
    const value = zero;
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
    return String((value - zero) % 10);
  });
}

/**
 * Name by which the same person is known: in one Unicode form, without differences of case, without accents on Latin and
 * Greek letters, without punctuation, its words in alphabetical order ("Müller, Anna" is "Anna Muller"). Marks of other
 * scripts stay, for there they make other letters (が is not か). Nothing is transcribed: "Mueller" is another name.
 * @returns undefined where nothing is left
 */
export function nameKey(text: Maybe): string | undefined {
  const folded = (text ?? "")
    .normalize("NFKD")
    .replace(/([\p{Script=Latin}\p{Script=Greek}])\p{Mn}+/gu, "$1")
    .normalize("NFKC")
    // There and back: ẞ and ß become ss.
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replaceAll("ς", "σ")
    .replaceAll("ø", "o")
    .replaceAll("ł", "l");
  const words = folded.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return words.length === 0 ? undefined : words.sort().join(" ");
}

/**
 * Post code without spaces, hyphens and differences of case.
 * @returns undefined where nothing is left
 */
export function postcodeKey(text: Maybe): string | undefined {
  const compact = asciiDigits((text ?? "").normalize("NFKC"))
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
  return compact === "" ? undefined : compact;
}
