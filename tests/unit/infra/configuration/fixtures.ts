import { strict as assert } from "node:assert";
import { Role } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { ServiceConfiguration, type ServiceConfigurationArgs } from "../../../../infra/configuration";
import type { Grantable } from "../../../../infra/core";
import { type GraphOptions, graph, type TestGraph } from "../../../../testing";

export const ALARM = "arn:aws:cloudwatch:eu-central-1:123456789012:alarm:orders-errors";
export const VERSION = "aws:appconfig/hostedConfigurationVersion:HostedConfigurationVersion";

/** What AppConfig gives as ids. */
const OUTPUTS = {
  "aws:appconfig/environment:Environment": { environmentId: "env1" },
  "aws:appconfig/configurationProfile:ConfigurationProfile": { configurationProfileId: "prof1" },
  [VERSION]: { versionNumber: 7 },
};

export function build(
  args: ServiceConfigurationArgs,
  wire: (configuration: ServiceConfiguration) => unknown = () => undefined,
  options: GraphOptions = {},
): Promise<TestGraph> {
  return graph(() => wire(new ServiceConfiguration("orders", args)), { outputs: OUTPUTS, ...options });
}

export function grantee(): Grantable {
  return { role: new Role("service", { assumeRolePolicy: "{}" }) };
}

export async function refusal(program: () => Promise<unknown>): Promise<string> {
  try {
    await program();
  } catch (error) {
    assert.ok(error instanceof pulumi.RunError, String(error));
    return error.message;
  }
  throw new assert.AssertionError({ message: "nothing was refused" });
}

/** The deployed text: the provider's SDK has the engine keep it as a secret, whatever it is. */
export function content(seen: TestGraph): string {
  const input = seen.one("orders-version").inputs["content"];
  assert.ok(typeof input === "object" && input !== null && "value" in input && typeof input.value === "string");
  return input.value;
}

export function known(output: pulumi.Output<string> | undefined): Promise<string | undefined> {
  return new Promise((resolve) => {
    pulumi.output(output).apply(resolve);
  });
}

export async function values(
  outputs: Record<string, pulumi.Output<string>>,
): Promise<Record<string, string | undefined>> {
  const pairs = Object.entries(outputs).map(async ([name, output]) => [name, await known(output)] as const);
  return Object.fromEntries(await Promise.all(pairs));
}
