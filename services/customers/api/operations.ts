import { ConcurrencyError } from "../../shared/journal";
import type { Answer } from "../../shared/problem";
import { checked, invalidRequest, Refusal } from "../../shared/refusal";
import type { Customer } from "../customer";
import type { Profiles } from "../ports";
import { type Account, changed, created, isAlready, profileSchema, shown, tagOf } from "./profile";

export interface OperationPorts {
  readonly profiles: Profiles;
  readonly now: () => Date;
}

/** Entity tags as of RFC 9110, one or more. */
const TAGS = /^(?:W\/)?"[\x21\x23-\x7e]*"(?:\s*,\s*(?:W\/)?"[\x21\x23-\x7e]*")*$/;

/** Each time another writer was faster. Without `If-Match: *` the second look decides. */
const ATTEMPTS = 5;

/** What customers do with their own profiles, apart from HTTP. Who was merged into another has the other's. */
export class Operations {
  constructor(private readonly ports: OperationPorts) {}

  async show({ customerId }: Account): Promise<Answer> {
    const customer = await this.ports.profiles.today(customerId);
    if (!customer) throw new Refusal("customer-not-found", 404, "Nothing is known of you yet: PUT makes your profile.");
    return answerOf(200, customer);
  }

  /**
   * Makes the profile, or replaces the one that the caller has seen. A request that comes again finds its work done and is
   * answered with what there is, whatever its precondition says (RFC 9110, 13.1.1).
   * @param ifMatch entity tags of what may be replaced; without, the profile is to be a new one
   */
  async put(account: Account, body: unknown, ifMatch: string | undefined): Promise<Answer> {
    const { profiles, now } = this.ports;
    const profile = checked(profileSchema, body);
    requireTags(ifMatch);
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const was = await profiles.today(account.customerId);
      if (was && isAlready(was, account, profile)) return answerOf(200, was);
      requireMet(ifMatch, was);
      const at = now().toISOString();
      const next = was ? changed(was, account, profile, at) : created(account, profile, at);
      const done = was ? await profiles.replace(was, next) : await profiles.add(next);
      if (done) return answerOf(was ? 200 : 201, next);
    }
    throw new ConcurrencyError(`${ATTEMPTS} times another writer of customer ${account.customerId} was faster`);
  }
}

function answerOf(status: number, customer: Customer): Answer {
  return { status, body: shown(customer), headers: { etag: tagOf(customer) } };
}

function requireTags(ifMatch: string | undefined): void {
  if (ifMatch === undefined || ifMatch.trim() === "*" || TAGS.test(ifMatch.trim())) return;
  throw invalidRequest([{ field: "If-Match", message: "use the ETag of an answer, or *" }]);
}

function requireMet(ifMatch: string | undefined, was: Customer | undefined): void {
  if (ifMatch === undefined) {
    if (!was) return;
    throw new Refusal("etag-required", 428, "You have a profile: send the ETag of the one that you know as If-Match.");
  }
  if (was && (ifMatch.trim() === "*" || ifMatch.match(/(?:W\/)?"[^"]*"/g)?.includes(tagOf(was)))) return;
  throw new Refusal(
    "profile-changed",
    412,
    "Your profile has changed since the one of If-Match: get it, and decide anew.",
  );
}
