import { differences } from "../support/engine/compare";
import { previewWithPreflight } from "../support/engine/preflight-facts";
import { previewWithEngine } from "../support/engine/preview";
import { startStubs } from "../support/engine/stubs";

async function main() {
  const stubs = await startStubs();
  for (const p of process.argv.slice(2)) {
    const [dir = "", stack = "test"] = p.split(",");
    const packs = [dir === "." ? "policies" : "tests/engine/packs/rules"].map((x) => `/work/main/${x}`);
    const req = {
      projectDir: dir === "." ? "/work/main" : dir,
      stack,
      policyPacks: packs,
      stackTags: { tier: "gold" },
      record: true,
      policyPackConfig: dir === "." ? [] : [{ "queue-delay": { most: 3 } }],
    };
    const t = Date.now();
    const e = await previewWithEngine(req, stubs);
    const t1 = Date.now();
    console.log(p, Object.keys(e.facts.resources).length, e.facts.violations.length, e.errors, t1 - t);
    try {
      const f = await previewWithPreflight(req);
      console.log(Date.now() - t1);
      const d = differences(e.facts, f.facts);
      for (const l of d) if (!/opts aliases/.test(l)) console.log("   ", l);
    } catch (x) {
      console.log(p, e.errors, String(x));
    }
  }
}
void main();
