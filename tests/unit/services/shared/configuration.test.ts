import { strict as assert } from "node:assert";
import {
  AppConfigDataClient,
  GetLatestConfigurationCommand,
  StartConfigurationSessionCommand,
} from "@aws-sdk/client-appconfigdata";
import { mockClient } from "aws-sdk-client-mock";
import { appConfig } from "../../../../services/shared/app-config";
import { Configuration, type ConfigurationSource } from "../../../../services/shared/configuration";
import { EnvironmentError } from "../../../../services/shared/environment";
import { quiet } from "../quiet";

/** A configuration by a clock that the test moves; `asked` counts how often the source was. */
function world(source: ConfigurationSource, timeoutMs = 1000) {
  const at = { now: 0, asked: 0 };
  const counted = () => {
    at.asked++;
    return source();
  };
  const check = (document: unknown): number => {
    if (typeof document !== "number") throw new Error(`${document} is no number`);
    return document;
  };
  const options = { initial: -1, check, maxAgeMs: 100, timeoutMs, now: () => at.now };
  return { at, configuration: new Configuration(counted, options) };
}

describe("a configuration that changes while the process runs", () => {
  quiet();

  it("is renewed once its age is up, and not before", async () => {
    let document = 1;
    const { at, configuration } = world(async () => document);
    assert.equal(await configuration.current(), 1);
    document = 2;
    at.now = 99;
    assert.equal(await configuration.current(), 1);
    at.now = 100;
    assert.equal(await configuration.current(), 2);
    assert.equal(at.asked, 2);
  });

  it("is fetched once for all who ask at the same time", async () => {
    const { at, configuration } = world(async () => 1);
    assert.deepEqual(await Promise.all([1, 2, 3].map(() => configuration.current())), [1, 1, 1]);
    assert.equal(at.asked, 1);
  });

  it("holds on as it was while the source fails, and is not asked for more often for that", async () => {
    let fails = false;
    const { at, configuration } = world(async () => {
      if (fails) throw new Error("no service");
      return 1;
    });
    await configuration.current();
    fails = true;
    at.now = 100;
    assert.deepEqual([await configuration.current(), await configuration.current()], [1, 1]);
    assert.equal(at.asked, 2);
    fails = false;
    at.now = 200;
    assert.equal(await configuration.current(), 1);
    assert.equal(at.asked, 3);
  });

  it("takes no document that is refused, and the next good one", async () => {
    let document: unknown = 1;
    const { at, configuration } = world(async () => document);
    await configuration.current();
    document = "seven";
    at.now = 100;
    assert.equal(await configuration.current(), 1);
    document = 7;
    at.now = 200;
    assert.equal(await configuration.current(), 7);
  });

  it("is what it begins with where the source never answered, and does not wait for it for ever", async () => {
    const { configuration } = world(() => new Promise(() => undefined), 5);
    assert.equal(await configuration.current(), -1);
  });
});

describe("a configuration in AppConfig", () => {
  const names = ["CONFIG_APPLICATION", "CONFIG_ENVIRONMENT", "CONFIG_PROFILE"] as const;
  const given = new Map(names.map((name) => [name, process.env[name]]));
  const client = mockClient(AppConfigDataClient);
  beforeEach(() => {
    client.reset();
    for (const name of names) process.env[name] = name.toLowerCase();
    process.env.AWS_REGION ??= "eu-west-1";
  });
  after(() => {
    client.restore();
    for (const [name, value] of given) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });

  const document = (token: string, json: string) => ({
    NextPollConfigurationToken: token,
    Configuration: Object.assign(new TextEncoder().encode(json), { transformToString: () => json }),
  });

  it("names the variable that is missing", () => {
    delete process.env.CONFIG_PROFILE;
    assert.throws(appConfig, (error) => error instanceof EnvironmentError && /CONFIG_PROFILE/.test(error.message));
  });

  it("is read again in one session, and stays where AppConfig answers that nothing changed", async () => {
    client.on(StartConfigurationSessionCommand).resolves({ InitialConfigurationToken: "t0" });
    client
      .on(GetLatestConfigurationCommand)
      .resolvesOnce(document("t1", '{"limit":1}'))
      // An empty answer is AppConfig's way to say "as before".
      .resolvesOnce(document("t2", ""))
      .resolvesOnce(document("t3", '{"limit":2}'));
    const source = appConfig();
    assert.deepEqual([await source(), await source(), await source()], [{ limit: 1 }, { limit: 1 }, { limit: 2 }]);
    assert.equal(client.commandCalls(StartConfigurationSessionCommand).length, 1);
    const tokens = client
      .commandCalls(GetLatestConfigurationCommand)
      .map(({ args }) => args[0].input.ConfigurationToken);
    assert.deepEqual(tokens, ["t0", "t1", "t2"]);
  });

  it("begins a new session after a failure, for the token of the old one may be spent", async () => {
    client
      .on(StartConfigurationSessionCommand)
      .resolvesOnce({ InitialConfigurationToken: "old" })
      .resolvesOnce({ InitialConfigurationToken: "new" });
    client.on(GetLatestConfigurationCommand, { ConfigurationToken: "old" }).rejects(new Error("BadRequestException"));
    client.on(GetLatestConfigurationCommand, { ConfigurationToken: "new" }).resolves(document("t1", '{"limit":3}'));
    const source = appConfig();
    await assert.rejects(source());
    assert.deepEqual(await source(), { limit: 3 });
  });
});
