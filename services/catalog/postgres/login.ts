import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { Signer, type SignerConfig } from "@aws-sdk/rds-signer";
import * as v from "valibot";

/** A user of the database, for one host. */
export interface Credentials {
  readonly user: string;
  /** Asked for by every new connection. */
  readonly password: () => Promise<string>;
}

/** Where a user's name and password come from. */
export interface Login {
  credentials(host: string, port: number): Promise<Credentials>;
  /** Told that the database refused what was given. @returns whether there may be something newer */
  refused(): boolean;
}

/**
 * Logs in by the IAM role that the process has. Each connection gets a token of its own, which is signed here without a
 * call: it is good for 15 minutes, and only to connect
 * (https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.html).
 */
export function iamLogin(user: string, config: Pick<SignerConfig, "region" | "credentials"> = {}): Login {
  return {
    credentials: async (hostname, port) => {
      const signer = new Signer({ ...config, hostname, port, username: user });
      return { user, password: () => signer.getAuthToken() };
    },
    refused: () => false,
  };
}

const Secret = v.object({ username: v.string(), password: v.string() });

/**
 * Logs in by a secret: JSON with `username` and `password`, as RDS and Secrets Manager's rotation write it. It is read
 * once, and again when the database refuses it. While a password changes, the database may have the new one a moment before
 * the secret has (https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotation-strategy.html).
 */
export function secretLogin(client: Pick<SecretsManagerClient, "send">, secretArn: string): Login {
  let reading: Promise<Credentials> | undefined;
  const read = async () => {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretArn }), {
      abortSignal: AbortSignal.timeout(5000),
    });
    const { username, password } = parsed(SecretString, secretArn);
    return { user: username, password: async () => password };
  };
  return {
    credentials: () => {
      reading ??= read().catch((error: unknown) => {
        reading = undefined;
        throw error;
      });
      return reading;
    },
    refused: () => {
      reading = undefined;
      return true;
    },
  };
}

/** The message has no word of what the secret is. */
function parsed(text: string | undefined, secretArn: string): v.InferOutput<typeof Secret> {
  const found = v.safeParse(v.pipe(v.string(), v.parseJson(), Secret), text);
  if (found.success) return found.output;
  throw new Error(`the secret ${secretArn} is not JSON with username and password`);
}
