// The floor: the same program under the SDK's own mocks, with no engine, no policies and no report.
// Run with node --stack-trace-limit=0, as preflight runs programs.
import { createRequire } from "node:module";
import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";

const [folder = "benchmarks/generated", resources = "100"] = process.argv.slice(2);

async function main(): Promise<void> {
  pulumi.runtime.setAllConfig({ "generated:resources": resources, "aws:region": "eu-central-1" });
  await pulumi.runtime.setMocks(
    {
      newResource: (args) => ({
        id: `${args.name}-id`,
        state: { ...args.inputs, arn: `arn:${args.name}`, name: args.name },
      }),
      call: (args) => args.inputs,
    },
    "generated",
    "bench",
    true,
  );
  await pulumi.runtime.runInPulumiStack(async () => {
    createRequire(__filename)(resolve(folder, "index.ts"));
  });
  await pulumi.runtime.disconnect();
}

void main();
