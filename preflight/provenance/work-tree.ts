import { spawn } from "node:child_process";
import { commitFrom } from "./repository";

/** What git says of a work tree. */
export interface WorkTreeState {
  commit?: string;
  /** True where something is not as the commit has it; files that git neither has nor ignores count. */
  changed: boolean;
}

/** A question to git that is being answered. */
export interface WorkTreeQuestion {
  /** What git says; undefined where it is not installed, has no answer, or takes too long. */
  answer(): Promise<WorkTreeState | undefined>;
  stop(): void;
}

/** Milliseconds that git has to answer, however short a run is. */
const patience = 500;

/** Within a hook of another repository these would have git speak of that one. */
const ofAnotherRepository = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR"];

/**
 * Asks git for the state of a work tree, while other things go on.
 *
 * @param command git itself, or what stands for it
 */
export function askWorkTree(root: string, command = "git"): WorkTreeQuestion {
  const asked = performance.now();
  const environment = Object.entries(process.env).filter(([name]) => !ofAnotherRepository.includes(name));
  const git = spawn(
    command,
    // Without the lock that it would otherwise take to refresh its index: others may be at work in the tree.
    ["--no-optional-locks", "-C", root, "status", "--porcelain=v2", "--branch", "--untracked-files=normal"],
    { stdio: ["ignore", "pipe", "ignore"], env: Object.fromEntries(environment) },
  );
  const stop = (): void => {
    git.kill("SIGKILL");
    git.unref();
    git.stdout.destroy();
  };
  const said = new Promise<WorkTreeState | undefined>((resolve) => {
    let text = "";
    const state = (changed: boolean): WorkTreeState => {
      const commit = commitFrom(/^# branch\.oid (.*)$/m.exec(text)?.[1]);
      return { ...(commit && { commit }), changed };
    };
    git.stdout.setEncoding("utf8").on("data", (part: string) => {
      text += part;
      // Lines about the branch come first; any other is a change, and one is enough.
      if (/^[^#\n]/m.test(text)) {
        resolve(state(true));
        stop();
      }
    });
    git.once("error", () => resolve(undefined));
    git.once("close", (code) => resolve(code === 0 ? state(false) : undefined));
  });
  return {
    stop,
    answer: async () => {
      let timer: NodeJS.Timeout | undefined;
      const tooLate = new Promise<undefined>((resolve) => {
        timer = setTimeout(() => resolve(undefined), Math.max(0, asked + patience - performance.now()));
      });
      try {
        return await Promise.race([said, tooLate]);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
