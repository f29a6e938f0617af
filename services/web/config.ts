import { isRecord, Problem, textOf } from "./problem";

/** What differs from one environment to the next; read when the page is opened. */
export interface Config {
  /** Where the orders API answers, with no slash at its end. */
  readonly apiUrl: string;
  /** The Cognito app client of this page. */
  readonly userPoolClientId: string;
  /** Where Cognito answers. */
  readonly signInUrl: string;
}

/** @throws Problem where it can't be read */
export async function loadConfig(url = "/config.json"): Promise<Config> {
  const answer = await fetch(url, { cache: "no-cache" });
  const body: unknown = answer.ok ? await answer.json() : undefined;
  const told = isRecord(body) ? body : {};
  const { apiUrl, userPoolClientId, region, signInUrl } = told;
  const client = textOf(userPoolClientId);
  const signIn = textOf(signInUrl) ?? (textOf(region) && `https://cognito-idp.${textOf(region)}.amazonaws.com/`);
  if (client === undefined || signIn === undefined) {
    throw new Problem(answer.status, "The shop is not set up", `${url} names no user pool client or region.`);
  }
  return { apiUrl: (textOf(apiUrl) ?? "/api").replace(/\/+$/, ""), userPoolClientId: client, signInUrl: signIn };
}
