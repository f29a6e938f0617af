import { LocalError } from "../errors";
import { findShop } from "../shop/find";
import { signIn } from "../shop/sign-in";
import type { CommandContext } from "./context";
import { runningStack } from "./running";

/** Signs in a shopper and prints the token, and nothing else, to standard output: for scripts and for curl. */
export async function token(context: CommandContext): Promise<number> {
  const { args, style, print } = context;
  const { state, provider } = await runningStack(context);
  try {
    const { shoppers } = findShop(state);
    if (!shoppers)
      throw new LocalError(`The API of the stack ${args.stack} takes orders of everybody: no token is needed.`);
    const { customerId, username, expiresInSeconds, token: value } = await signIn(provider, state, shoppers);
    const minutes = Math.round(expiresInSeconds / 60);
    process.stderr.write(style.dim(`· ${username}, customerId ${customerId}, for ${minutes} minutes\n`));
    print(value);
    return 0;
  } finally {
    provider.close();
  }
}
