import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { EmulatorError } from "../../local/emulator";
import { Session } from "../../local/session";
import { findShop } from "../../local/shop/find";
import { type SignedIn, signIn } from "../../local/shop/sign-in";
import type { StackOptions } from "../../local/stack";
import type { StoredResource } from "../../local/state";

/** A program with one of each kind of resource, hanging together. */
export const PIPELINE = resolve(__dirname, "programs/pipeline");

/** A session in a state folder of its own. Where the emulator can't be installed the suite is skipped; in CI it fails. */
export function useSession(options: Partial<StackOptions> = {}): () => { session: Session; errors: string[] } {
  const folder = mkdtempSync(join(tmpdir(), "local-"));
  const errors: string[] = [];
  let open: Session | undefined;
  before("start the emulator", async function () {
    this.timeout(180_000);
    try {
      open = await Session.open(
        { directory: PIPELINE, stack: "test", stateFolder: folder, fresh: true, ...options },
        (message) => errors.push(message),
      );
    } catch (error) {
      if (!(error instanceof EmulatorError) || process.env.CI) throw error;
      console.log(`      skipped: ${error.message}`);
      this.skip();
    }
  });
  after("stop the emulator", async () => {
    await open?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return () => {
    if (!open) throw new Error("the session is opened by the suite's before hook: use it inside of a test");
    return { session: open, errors };
  };
}

/** A signed-in shopper of the session's shop: `headers` for its calls, `customerId` for its orders. */
export async function shopperOf({ provider, state }: Session): Promise<SignedIn> {
  const { shoppers } = findShop(state);
  if (!shoppers) throw new Error("the shop's API asks nobody for a token");
  return signIn(provider, state, shoppers);
}

/** The one resource of a type and name. */
export function resourceOf(session: Session, type: string, name: string): StoredResource {
  const found = Object.values(session.state.resources).filter((one) => one.type === type && one.name === name);
  const [only] = found;
  if (!only || found.length > 1) throw new Error(`there are ${found.length} resources ${name} (${type})`);
  return only;
}
