import { existsSync } from "node:fs";
import type { Suite } from "mocha";
import { buildEngine, builtEngine, goVersion } from "./build";
import { ENGINE, ENGINE_VERSION } from "./paths";
import { type Stubs, startStubs } from "./stubs";

/** Minutes that building the engine may take on a slow machine. */
const BUILD_MINUTES = 20;

let running: Promise<Stubs> | undefined;

/** The stub servers of this process, started when they are first asked for. */
export function sharedStubs(): Promise<Stubs> {
  running ??= startStubs();
  return running;
}

/**
 * A suite that needs the real engine. It is built if it is missing; without Go the suite is skipped with one line that
 * says so, and fails where `CI` is set.
 */
export function describeEngine(title: string, body: (this: Suite) => void): void {
  describe(title, function () {
    this.timeout(60_000);
    before(async function () {
      if (existsSync(ENGINE) && (await builtEngine()) === ENGINE_VERSION) {
        return;
      }
      if ((await goVersion()) === undefined && !process.env.CI) {
        console.log(
          `    Skipped: needs the Pulumi engine ${ENGINE_VERSION} in .cache/engine, or Go on PATH to build it.`,
        );
        this.skip();
      }
      this.timeout(BUILD_MINUTES * 60_000);
      await buildEngine((line) => console.log(`    ${line}`));
    });
    body.call(this);
  });
}
