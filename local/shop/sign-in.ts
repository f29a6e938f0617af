import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  type AttributeType,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  paginateListUserPoolClients,
} from "@aws-sdk/client-cognito-identity-provider";
import { LocalError } from "../errors";
import type { LocalProvider } from "../provider/core";
import type { LocalState } from "../state";
import type { ShopperPool } from "./find";

/** The app client that the command line signs in with: the stack's own belong to its shoppers' apps. */
const CLIENT = "npm-run-local";

/** Who is signed in, and how the shop's API is told. */
export interface SignedIn {
  /** "sub" of the token: what the API takes for the customer's id. */
  customerId: string;
  /** What the shopper is called in the pool. */
  username: string;
  token: string;
  /** The token in the header that the authorizer reads. */
  headers: Record<string, string>;
  /** How long it is good for. */
  expiresInSeconds: number;
}

/** Who can sign in on the shop's page. */
export interface Account {
  readonly username: string;
  readonly password: string;
  /** "sub" of the shopper's tokens. */
  readonly customerId: string;
}

/** Makes the shopper of this machine, where the pool has none yet, and gives it its password. */
export async function makeShopper(provider: LocalProvider, state: LocalState, pool: ShopperPool): Promise<Account> {
  const client = provider.client(CognitoIdentityProviderClient);
  const { poolId: UserPoolId, username: Username } = pool;
  // Known to who may read the stack's state; the beginning is for pools that want each kind of character.
  const Password = `Aa1!${state.emulator.session}`;
  const customerId = await shopperOf(client, pool, Password);
  await client.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password, Permanent: true }));
  return { username: Username, password: Password, customerId };
}

/**
 * Signs in a shopper of this machine, who is made where the pool has none yet.
 * @throws LocalError where the pool asks for more than a password
 */
export async function signIn(provider: LocalProvider, state: LocalState, pool: ShopperPool): Promise<SignedIn> {
  const client = provider.client(CognitoIdentityProviderClient);
  const { poolId: UserPoolId } = pool;
  const { username: Username, password: Password, customerId } = await makeShopper(provider, state, pool);
  const { AuthenticationResult, ChallengeName } = await client.send(
    new AdminInitiateAuthCommand({
      UserPoolId,
      ClientId: await clientOf(client, UserPoolId),
      AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: Username, PASSWORD: Password },
    }),
  );
  // API Gateway takes ID tokens, and access tokens for operations that ask for scopes.
  const token = pool.scopes.length > 0 ? AuthenticationResult?.AccessToken : AuthenticationResult?.IdToken;
  if (token === undefined) {
    throw new LocalError(`The pool ${UserPoolId} answers ${Username}'s password with ${ChallengeName ?? "no token"}.`);
  }
  return {
    customerId,
    username: Username,
    token,
    headers: { [pool.header]: `Bearer ${token}` },
    expiresInSeconds: AuthenticationResult?.ExpiresIn ?? 0,
  };
}

/** @returns the shopper's "sub" */
async function shopperOf(
  client: CognitoIdentityProviderClient,
  { poolId: UserPoolId, username: Username }: ShopperPool,
  // The emulator makes passwords up with no regard to the pool's policy.
  TemporaryPassword: string,
): Promise<string> {
  try {
    const { User } = await client.send(
      new AdminCreateUserCommand({ UserPoolId, Username, TemporaryPassword, MessageAction: "SUPPRESS" }),
    );
    return subOf(User?.Attributes);
  } catch (error) {
    if (!(error instanceof Error && error.name === "UsernameExistsException")) throw error;
    const { UserAttributes } = await client.send(new AdminGetUserCommand({ UserPoolId, Username }));
    return subOf(UserAttributes);
  }
}

function subOf(attributes: AttributeType[] = []): string {
  return attributes.find(({ Name }) => Name === "sub")?.Value ?? "";
}

async function clientOf(client: CognitoIdentityProviderClient, UserPoolId: string): Promise<string | undefined> {
  for await (const { UserPoolClients = [] } of paginateListUserPoolClients(
    { client },
    { UserPoolId, MaxResults: 60 },
  )) {
    const known = UserPoolClients.find(({ ClientName }) => ClientName === CLIENT);
    if (known) return known.ClientId;
  }
  const { UserPoolClient } = await client.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: CLIENT,
      ExplicitAuthFlows: ["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    }),
  );
  return UserPoolClient?.ClientId;
}
