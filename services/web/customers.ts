import type { Calls, Told } from "./calls";
import { Problem, textOf } from "./problem";

/** What customers say of themselves, in the API's words. */
export const FIELDS = ["name", "email", "phone", "postcode", "country"] as const;
export type Field = (typeof FIELDS)[number];
export type Profile = Readonly<Partial<Record<Field, string>>>;

/** A profile, and the tag that says which one it is to who changes it. */
export interface Known {
  readonly profile: Profile;
  readonly tag: string | undefined;
}

/** The customers API, for who is signed in. Every method throws a Problem where the API refuses. */
export class Customers {
  constructor(private readonly api: Calls) {}

  /** @returns undefined where nothing is known yet */
  async own(): Promise<Known | undefined> {
    try {
      return knownOf(await this.api.call("GET", "/customers/me"));
    } catch (error) {
      if (error instanceof Problem && error.status === 404) return undefined;
      throw error;
    }
  }

  /** @param tag of the profile that it replaces; undefined for a new one */
  async keep(profile: Profile, tag: string | undefined): Promise<Known> {
    const given = Object.entries(profile).filter(([, value]) => value.trim() !== "");
    const headers: Record<string, string> = tag === undefined ? {} : { "if-match": tag };
    return knownOf(await this.api.call("PUT", "/customers/me", { body: Object.fromEntries(given), headers }));
  }
}

function knownOf({ body, headers }: Told): Known {
  const profile = Object.fromEntries(FIELDS.map((field) => [field, textOf(body[field])]));
  return { profile, tag: headers.get("etag") ?? undefined };
}
