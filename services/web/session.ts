import type { Config } from "./config";
import { isRecord, Problem, textOf } from "./problem";

/** What Cognito asks for after the password. */
export const Challenge = {
  NewPassword: "NEW_PASSWORD_REQUIRED",
  Code: "SOFTWARE_TOKEN_MFA",
} as const;
export type Challenge = (typeof Challenge)[keyof typeof Challenge];

/** Cognito wants one more thing to know. */
export interface Asked {
  readonly challenge: Challenge;
  readonly username: string;
  readonly session: string;
}

interface Tokens {
  readonly idToken: string;
  readonly refreshToken?: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Tokens live as long as the tab: nothing of a sign-in stays on the machine. */
const STORED = "shop.session";
/** Tokens are renewed this long before they expire. */
const MARGIN_MS = 60_000;

/** Who is signed in, with a Cognito user pool. */
export class Session {
  private tokens = stored();

  constructor(private readonly config: Config) {}

  get isSignedIn(): boolean {
    return this.tokens !== undefined;
  }

  /** "sub" of the token, which the API takes for the customer's id. */
  get customerId(): string {
    return textOf(this.claims.sub) ?? "";
  }

  /** What the customer is called. */
  get name(): string {
    return textOf(this.claims.email) ?? textOf(this.claims["cognito:username"]) ?? this.customerId;
  }

  /**
   * @returns what Cognito asks for besides; undefined where the customer is signed in
   * @throws Problem where it refuses
   */
  async signIn(username: string, password: string): Promise<Asked | undefined> {
    const parameters = { USERNAME: username, PASSWORD: password };
    return this.take(username, await this.initiate("USER_PASSWORD_AUTH", parameters));
  }

  /** Answers what Cognito asked for. */
  async answer({ challenge, username, session }: Asked, answer: string): Promise<Asked | undefined> {
    const key = challenge === Challenge.Code ? "SOFTWARE_TOKEN_MFA_CODE" : "NEW_PASSWORD";
    const told = await this.call("RespondToAuthChallenge", {
      ClientId: this.config.userPoolClientId,
      ChallengeName: challenge,
      Session: session,
      ChallengeResponses: { USERNAME: username, [key]: answer },
    });
    return this.take(username, told);
  }

  /** A token that is good for a while yet. @throws Problem with status 401 where there is none */
  async token(): Promise<string> {
    const tokens = this.tokens;
    if (tokens && tokens.expiresAt - MARGIN_MS > Date.now()) return tokens.idToken;
    if (tokens?.refreshToken !== undefined) {
      await this.refresh(tokens.refreshToken);
      if (this.tokens) return this.tokens.idToken;
    }
    this.forget();
    throw new Problem(401, "You are signed out", "Sign in again.");
  }

  async signOut(): Promise<void> {
    const Token = this.tokens?.refreshToken;
    this.forget();
    // Signed out here in any case; a token that could not be revoked expires by itself.
    if (Token !== undefined) {
      await this.call("RevokeToken", { Token, ClientId: this.config.userPoolClientId }).catch(() => undefined);
    }
  }

  forget(): void {
    this.tokens = undefined;
    sessionStorage.removeItem(STORED);
  }

  private get claims(): Record<string, unknown> {
    const [, payload = ""] = this.tokens?.idToken.split(".") ?? [];
    if (payload === "") return {};
    const bytes = Uint8Array.from(atob(payload.replaceAll("-", "+").replaceAll("_", "/")), (char) =>
      char.charCodeAt(0),
    );
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isRecord(claims) ? claims : {};
  }

  private async refresh(refreshToken: string): Promise<void> {
    try {
      this.take(this.name, await this.initiate("REFRESH_TOKEN_AUTH", { REFRESH_TOKEN: refreshToken }), refreshToken);
    } catch (error) {
      // Refused by Cognito, it is good for nothing any more; a network that is down for a while says nothing of it.
      if (error instanceof Problem) this.forget();
      throw error;
    }
  }

  private initiate(AuthFlow: string, AuthParameters: Record<string, string>): Promise<Record<string, unknown>> {
    return this.call("InitiateAuth", { AuthFlow, ClientId: this.config.userPoolClientId, AuthParameters });
  }

  private take(username: string, told: Record<string, unknown>, refreshToken?: string): Asked | undefined {
    const result = isRecord(told.AuthenticationResult) ? told.AuthenticationResult : {};
    const idToken = textOf(result.IdToken);
    if (idToken !== undefined) {
      const expiresAt = Date.now() + Number(result.ExpiresIn ?? 300) * 1000;
      this.tokens = { idToken, refreshToken: textOf(result.RefreshToken) ?? refreshToken, expiresAt };
      sessionStorage.setItem(STORED, JSON.stringify(this.tokens));
      return undefined;
    }
    const challenge = Object.values(Challenge).find((one) => one === told.ChallengeName);
    if (challenge === undefined) {
      throw new Problem(401, "This sign-in is not supported here", `Cognito asks for ${String(told.ChallengeName)}.`);
    }
    return { challenge, username, session: textOf(told.Session) ?? "" };
  }

  private async call(operation: string, body: object): Promise<Record<string, unknown>> {
    const answer = await fetch(this.config.signInUrl, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `AWSCognitoIdentityProviderService.${operation}`,
      },
      body: JSON.stringify(body),
    });
    const told: unknown = await answer.json().catch(() => undefined);
    const record = isRecord(told) ? told : {};
    if (answer.ok) return record;
    throw new Problem(401, "You could not be signed in", textOf(record.message) ?? "Try again.");
  }
}

function stored(): Tokens | undefined {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(STORED) ?? "null");
    if (!isRecord(value)) return undefined;
    const idToken = textOf(value.idToken);
    if (idToken === undefined) return undefined;
    return { idToken, refreshToken: textOf(value.refreshToken), expiresAt: Number(value.expiresAt) };
  } catch {
    return undefined;
  }
}
