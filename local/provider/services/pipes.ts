import type { Handlers } from "../handler";

/**
 * EventBridge pipes. The emulator's own have no Kinesis target: a pipe is kept in the state, and the process that
 * stays beside the emulator carries its records.
 */
export const handlers: Handlers = {
  "aws:pipes/pipe:Pipe": {
    autoName: { property: "name", max: 64 },
    replaceOn: ["name", "source"],
    create: async ({ inputs }, { partition, region, account }) => {
      const name = inputs.text("name");
      return { id: name, outputs: { arn: `arn:${partition}:pipes:${region}:${account}:pipe/${name}` } };
    },
    update: async ({ state }) => ({ arn: state.arn ?? "" }),
  },
};
