import type { Call, Calls, Told } from "./calls";
import type { Config } from "./config";
import { isRecord, problemOf } from "./problem";
import type { Session } from "./session";

/** The shop's APIs, for who is signed in. */
export class Api implements Calls {
  constructor(
    private readonly config: Config,
    private readonly session: Session,
  ) {}

  async call(method: string, path: string, { body, headers }: Call = {}): Promise<Told> {
    const answer = await fetch(`${this.config.apiUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await this.session.token()}`,
        ...(body && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const told: unknown = await answer.json().catch(() => undefined);
    // A token that the API does not take is good for nothing else.
    if (answer.status === 401) this.session.forget();
    if (!answer.ok) throw problemOf(answer.status, told);
    return { body: isRecord(told) ? told : {}, headers: answer.headers };
  }
}
