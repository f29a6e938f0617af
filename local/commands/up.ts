import { watch } from "node:fs";
import { basename, dirname } from "node:path";
import { runAfterUp } from "../after-up";
import { endpointLines, notEmulatedLines, openDoors } from "../endpoints";
import { messageOf } from "../errors";
import { follow, LogReader, logGroups, logLine } from "../logs";
import type { Change } from "../program/applier";
import type { Deployed } from "../program/messages";
import { Session } from "../session";
import { findShop, hasShop } from "../shop/find";
import { type Account, makeShopper } from "../shop/sign-in";
import { count, seconds } from "../text";
import type { CommandContext } from "./context";

/** Starts what is missing, deploys, tells the endpoints and follows the logs until Ctrl-C. */
export async function up(context: CommandContext): Promise<number> {
  const { args, style, print } = context;
  const started = performance.now();
  const { directory, stack, config, fresh } = args;
  const session = await Session.open(
    { directory, stack, config, fresh, progress: (line) => print(style.dim(`· ${line}`)) },
    (message) => print(style.warn(`! ${message}`)),
  );
  try {
    const deployed = await deployAndTell(context, session);
    if (!deployed) return 1;
    if (!session.isOwner) {
      print(style.good(`✔ the running shop has it now (${seconds(performance.now() - started)})`));
      return 0;
    }
    await session.carryPipes();
    const pages = await session.servePages();
    const ran = await runAfterUp(session.state, session.provider, (message) => print(style.warn(`! ${message}`)));
    if (ran.length > 0) print(style.dim(`· called ${ran.join(", ")}`));
    print("");
    for (const line of endpointLines(session.state)) print(line);
    const account = Object.keys(pages).length > 0 ? await accountOf(session) : undefined;
    if (account) print(`  the page takes ${account.username} with the password ${account.password}`);
    for (const line of openDoors(session.state)) print(style.warn(`! ${line}`));
    if (deployed.notEmulated.length > 0) {
      print("");
      print(`Not emulated: ${count(deployed.notEmulated.length, "resource")}, whose ids and ARNs are made up`);
      const lines = args.verbose
        ? deployed.notEmulated.map(({ type, name, reason }) => `  ${name} (${type}): ${reason}`)
        : notEmulatedLines(deployed.notEmulated);
      for (const line of lines) print(style.dim(line));
    }
    print("");
    print(style.good(`✔ ${stack} is running after ${seconds(performance.now() - started)}`));
    print(style.dim(`  npm run local -- order   places an order · Ctrl-C ends everything`));
    print("");
    await stay(context, session);
    return 0;
  } finally {
    await session.close();
    if (session.isOwner) print(style.dim("· the emulator and its functions are gone"));
  }
}

/** Who can sign in on the stack's page, where it is a shop that asks for it. */
async function accountOf({ state, provider }: Session): Promise<Account | undefined> {
  if (!hasShop(state)) return undefined;
  const { shoppers } = findShop(state);
  return shoppers && makeShopper(provider, state, shoppers);
}

async function deployAndTell(context: CommandContext, session: Session): Promise<Deployed | undefined> {
  const { args, style, print, signal } = context;
  const started = performance.now();
  const done = new Map<Change, number>();
  const tell = (): void => {
    const counts = [...done].map(([change, times]) => `${times} ${change}`);
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K· ${counts.join(", ")}`);
  };
  const changed: string[] = [];
  try {
    const deployed = await session.deploy({
      signal,
      onChange: (type, name, change) => {
        done.set(change, (done.get(change) ?? 0) + 1);
        if (change !== "unchanged") changed.push(`  ${change} ${name} (${type})`);
        tell();
      },
      onLog: (severity, message) => {
        if (severity === "warning" || severity === "error") print(style.warn(`! ${message}`));
      },
      onOutput: (text) => {
        for (const line of text.split("\n")) if (args.verbose && line !== "") print(style.dim(`| ${line}`));
      },
    });
    clearLine();
    const { created, updated, replaced, deleted, unchanged } = deployed.counts;
    const counts = { created, updated, replaced, deleted, unchanged };
    const said = Object.entries(counts).flatMap(([change, times]) => (times > 0 ? [`${times} ${change}`] : []));
    // A handful of changes says more by name.
    if (args.verbose || (unchanged > 0 && changed.length <= 10)) changed.forEach(print);
    print(`· ${said.join(", ")} in ${seconds(performance.now() - started)}`);
    return deployed;
  } catch (error) {
    clearLine();
    if (signal.aborted) return undefined;
    print(style.bad(`✗ ${messageOf(error)}`));
    return undefined;
  }
}

/** Follows the logs, and takes over what another process deploys meanwhile. */
async function stay({ style, print, signal }: CommandContext, session: Session): Promise<void> {
  const { stateFile } = session.files;
  let groups = logGroups(session.state);
  const watcher = watch(dirname(stateFile), (_event, file) => {
    if (file !== basename(stateFile)) return;
    void session
      .reload()
      .then(() => session.carryPipes())
      .then(() => session.servePages())
      .then(() => {
        groups = logGroups(session.state);
      })
      .catch((error: unknown) => print(style.warn(`! ${messageOf(error)}`)));
  });
  const reader = new LogReader(session.provider, Date.now());
  try {
    await follow(
      reader,
      () => groups,
      (event) => print(logLine(event, Math.max(...[...groups.keys()].map((name) => name.length)))),
      signal,
    );
  } finally {
    watcher.close();
  }
}

function clearLine(): void {
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
}
