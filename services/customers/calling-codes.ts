/** How a country's numbers are dialled from abroad. */
export interface CallingCode {
  readonly code: string;
  /** Digits before a national number that are left out from abroad; "" where nothing is (Italy keeps its 0). */
  readonly trunk: string;
}

/**
 * By ISO 3166-1 country code, after ITU-T's list of assigned country codes (annex to Operational Bulletin 1114) and its list of
 * dialling procedures (Operational Bulletin 994). Numbers of other countries have to be written with their country code.
 */
export const CALLING_CODES: Readonly<Record<string, CallingCode>> = {
  AT: { code: "43", trunk: "0" },
  BE: { code: "32", trunk: "0" },
  CH: { code: "41", trunk: "0" },
  CZ: { code: "420", trunk: "" },
  DE: { code: "49", trunk: "0" },
  DK: { code: "45", trunk: "" },
  ES: { code: "34", trunk: "" },
  FI: { code: "358", trunk: "0" },
  FR: { code: "33", trunk: "0" },
  GB: { code: "44", trunk: "0" },
  IE: { code: "353", trunk: "0" },
  IT: { code: "39", trunk: "" },
  LU: { code: "352", trunk: "" },
  NL: { code: "31", trunk: "0" },
  NO: { code: "47", trunk: "" },
  PL: { code: "48", trunk: "" },
  PT: { code: "351", trunk: "" },
  SE: { code: "46", trunk: "0" },
  US: { code: "1", trunk: "1" },
};
