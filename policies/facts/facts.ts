import type { DatedList } from "../core/dated";
import tlsPolicyList from "./tls-policies.json";

/** TLS policies that AWS offers, by what they let a client negotiate. */
export const tlsPolicies = tlsPolicyList;

/** Every list that ages, by the name under which it is reported once it is old. */
export const datedLists: Readonly<Record<string, DatedList>> = {
  "TLS policies": tlsPolicies,
};
