import { strict as assert } from "node:assert";
import { resolve } from "node:path";
import { APIGatewayClient, GetAuthorizersCommand } from "@aws-sdk/client-api-gateway";
import {
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
} from "@aws-sdk/client-cognito-identity-provider";
import * as v from "valibot";
import { endpointLines, openDoors } from "../../local/endpoints";
import { until } from "../../local/until";
import { resourceOf, useSession } from "./stack";

const Granted = v.object({ access_token: v.string() });

/** Tokens and functions that say who calls, each operation of one API with its own. */
describe("authorizers on the emulator", function () {
  this.timeout(60_000);
  const used = useSession({ directory: resolve(__dirname, "programs/callers") });
  let url = "";

  before("deploy", async () => {
    await used().session.deploy();
    url = String(resourceOf(used().session, "aws:apigateway/stage:Stage", "callers-live").outputs.invokeUrl);
  });

  const get = (path: string, headers: Record<string, string> = {}) => fetch(`${url}${path}`, { headers });
  const statusOf = async (path: string, headers: Record<string, string> = {}) => (await get(path, headers)).status;
  const idOf = (type: string, name: string) => resourceOf(used().session, `aws:cognito/${type}`, name).id;

  /** The ID token of somebody who is new to a pool. */
  async function idToken(pool: string, app: string, Username: string): Promise<string> {
    const client = used().session.provider.client(CognitoIdentityProviderClient);
    const UserPoolId = idOf("userPool:UserPool", pool);
    const Password = "Long-enough-4-everyone";
    const user = { UserPoolId, Username };
    await client.send(new AdminCreateUserCommand({ ...user, TemporaryPassword: Password, MessageAction: "SUPPRESS" }));
    await client.send(new AdminSetUserPasswordCommand({ ...user, Password, Permanent: true }));
    const { AuthenticationResult } = await client.send(
      new AdminInitiateAuthCommand({
        UserPoolId,
        ClientId: idOf("userPoolClient:UserPoolClient", app),
        AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME: Username, PASSWORD: Password },
      }),
    );
    assert.ok(AuthenticationResult?.IdToken);
    return AuthenticationResult.IdToken;
  }

  /** The access token of a machine, as OAuth's client credentials give it. */
  async function accessToken(app: string): Promise<string> {
    const { id, outputs } = resourceOf(used().session, "aws:cognito/userPoolClient:UserPoolClient", app);
    const answer = await fetch(`${used().session.state.emulator.endpoint}/oauth2/token`, {
      method: "POST",
      headers: { authorization: `Basic ${Buffer.from(`${id}:${outputs.clientSecret}`).toString("base64")}` },
      body: new URLSearchParams({ grant_type: "client_credentials" }),
    });
    return v.parse(Granted, await answer.json()).access_token;
  }

  it("lets nobody in by accident: without a token each operation but the public one refuses", async () => {
    assert.equal(await statusOf("/open"), 200);
    for (const path of ["/staff", "/write", "/token", "/tenant"]) assert.equal(await statusOf(path), 401, path);
  });

  it("takes a pool's token until it ends, and tells the function who it is of", async () => {
    const token = await idToken("staff", "staff-brief", "ann");
    const answer = await get("/staff", { authorization: token });
    assert.equal(answer.status, 200);
    assert.match(await answer.text(), /"cognito:username":"ann"/);
    await until("the token ends", async () => (await statusOf("/staff", { authorization: token })) === 401, {
      withinMs: 15_000,
    });
  });

  it("refuses the token of another pool, one that was changed, and one that is none", async () => {
    const foreign = await idToken("others", "others-app", "bob@shop.example");
    assert.equal(await statusOf("/staff", { authorization: foreign }), 401);
    const [header, claims = "", signature] = (await idToken("staff", "staff-brief", "eve")).split(".");
    const own = Buffer.from(claims, "base64url").toString("utf8");
    const changed = Buffer.from(own.replace('"eve"', '"ann"')).toString("base64url");
    assert.notEqual(changed, claims);
    assert.equal(await statusOf("/staff", { authorization: [header, changed, signature].join(".") }), 401);
    assert.equal(await statusOf("/staff", { authorization: [header, claims, signature].join(".") }), 200);
    assert.equal(await statusOf("/staff", { authorization: "Bearer let-me-in" }), 401);
  });

  it("asks for one of the operation's scopes", async () => {
    assert.equal(await statusOf("/write", { authorization: `Bearer ${await accessToken("reader")}` }), 401);
    assert.equal(await statusOf("/write", { authorization: `Bearer ${await accessToken("writer")}` }), 200);
  });

  it("asks a function that is given the token, where the token is of the pattern", async () => {
    const friend = await get("/token", { "x-token": "t-friend" });
    assert.deepEqual([friend.status, await friend.json()], [200, { principalId: "t-friend", by: "TOKEN" }]);
    assert.equal(await statusOf("/token", { "x-token": "t-foe" }), 403);
    assert.equal(await statusOf("/token", { "x-token": "t-stranger" }), 401);
    assert.equal(await statusOf("/token", { "x-token": "friend" }), 401);
  });

  it("asks a function that is given the request", async () => {
    const friend = await get("/tenant", { "x-tenant": "t-friend" });
    assert.deepEqual([friend.status, await friend.json()], [200, { principalId: "t-friend", by: "REQUEST" }]);
    assert.equal(await statusOf("/tenant", { "x-tenant": "t-foe" }), 403);
  });

  it("says where a token comes from, and warns of nothing", () => {
    const { state } = used().session;
    assert.deepEqual(openDoors(state), []);
    assert.match(
      endpointLines(state).at(-1) ?? "",
      /callers asks for "Authorization: Bearer …": npm run local -- token/,
    );
  });

  it("changes nothing when it is deployed again", async () => {
    const { session } = used();
    const { counts } = await session.deploy();
    assert.equal(counts.unchanged, Object.keys(session.state.resources).length);
  });

  it("has each authorizer once after the API's document changed", async () => {
    const { session } = used();
    const api = resourceOf(session, "aws:apigateway/restApi:RestApi", "callers");
    const body = String(api.inputs.body).replace('"version":"1"', '"version":"2"');
    assert.notEqual(body, api.inputs.body);
    await session.provider.update(api, api.id, { ...api.inputs, ...api.outputs }, { ...api.inputs, body });
    const { items = [] } = await session.provider
      .client(APIGatewayClient)
      .send(new GetAuthorizersCommand({ restApiId: api.id }));
    assert.deepEqual(items.map(({ name }) => name).sort(), ["staff", "tenant", "token"]);
    assert.equal(await statusOf("/token", { "x-token": "t-friend" }), 200);
    assert.equal(await statusOf("/token"), 401);
  });
});
