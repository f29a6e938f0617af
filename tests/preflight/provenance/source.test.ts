import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { askWorkTree, repositoryOf, sourceOf } from "../../../preflight/provenance";
import { addressOfRepository, checkoutOf } from "../../../preflight/provenance/repository";

const id = "0123456789abcdef0123456789abcdef01234567";

describe("the commit of a program", () => {
  let folder = "";
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "provenance-")));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const at = (...path: string[]): string => join(folder, ...path);
  /** Runs git as on a machine that has no configuration of it. */
  function git(...args: string[]): string {
    const environment = { GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1", PATH: process.env.PATH };
    const who = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "protocol.file.allow=always"];
    const { status, stdout, stderr } = spawnSync("git", [...who, ...args], { encoding: "utf8", env: environment });
    assert.equal(status, 0, stderr);
    return stdout.trim();
  }
  /** A repository with one commit. */
  function repository(name = "shop"): string {
    const root = at(name);
    mkdirSync(join(root, "stacks"), { recursive: true });
    writeFileSync(join(root, "stacks", "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
    writeFileSync(join(root, ".gitignore"), "node_modules\n");
    git("init", "-q", "-b", "main", root);
    git("-C", root, "add", ".");
    git("-C", root, "commit", "-q", "-m", "first");
    return root;
  }
  const head = (root: string): string => git("-C", root, "rev-parse", "HEAD");
  const stateOf = (root: string, command?: string) => askWorkTree(root, command).answer();

  describe("is read from the files of its repository", () => {
    it("on a branch, from a folder within it", () => {
      const root = repository();
      assert.equal(repositoryOf(join(root, "stacks")), root);
      assert.deepEqual(checkoutOf(root), { commit: head(root) });
    });

    it("where no branch is checked out, as in a build", () => {
      const root = repository();
      git("-C", root, "checkout", "-q", "--detach");
      assert.deepEqual(checkoutOf(root), { commit: head(root) });
    });

    it("where references are packed, of the branch and not of one that ends like it", () => {
      const root = repository();
      const first = head(root);
      git("-C", root, "commit", "-q", "--allow-empty", "-m", "second");
      git("-C", root, "branch", "a/main", first);
      git("-C", root, "pack-refs", "--all");
      assert.deepEqual(checkoutOf(root), { commit: head(root) });
      assert.notEqual(head(root), first);
    });

    it("in another work tree, whose branch is not that of the first", () => {
      const root = repository();
      git("-C", root, "worktree", "add", "-q", "-b", "feature", at("feature"));
      git("-C", at("feature"), "commit", "-q", "--allow-empty", "-m", "second");
      assert.deepEqual(checkoutOf(at("feature")), { commit: head(at("feature")) });
      assert.notEqual(head(at("feature")), head(root));
    });

    it("in a submodule", () => {
      const [inner, outer] = [repository("inner"), repository("outer")];
      git("-C", outer, "submodule", "--quiet", "add", inner, "lib");
      const lib = join(outer, "lib");
      assert.equal(repositoryOf(lib), lib);
      assert.equal(checkoutOf(lib)?.commit, head(inner));
    });

    it("in a repository whose ids are SHA-256", () => {
      git("init", "-q", "--object-format=sha256", at("long"));
      git("-C", at("long"), "commit", "-q", "--allow-empty", "-m", "first");
      assert.equal(checkoutOf(at("long"))?.commit?.length, 64);
    });

    it("and is nothing before the first commit, or where there is no repository", () => {
      git("init", "-q", at("empty"));
      assert.deepEqual(checkoutOf(at("empty")), {});
      assert.equal(checkoutOf(folder), undefined);
    });
  });

  describe("comes with what git says of the work tree", () => {
    it("which is unchanged where all is committed or ignored, and whose index stays as it is", async () => {
      const root = repository();
      mkdirSync(join(root, "node_modules"));
      writeFileSync(join(root, "node_modules", "a.js"), "");
      // A file that is newer only: git would take its lock to note that down.
      utimesSync(join(root, "stacks", "Pulumi.yaml"), 1e9, 1e9);
      const index = readFileSync(join(root, ".git", "index"));
      assert.deepEqual(await stateOf(root), { commit: head(root), changed: false });
      assert.ok(readFileSync(join(root, ".git", "index")).equals(index));
    });

    for (const [what, file] of Object.entries({
      "is not as committed": "stacks/Pulumi.yaml",
      "git does not have": "new.ts",
    })) {
      it(`which is changed by a file that ${what}, whatever git is configured to show`, async () => {
        const root = repository();
        git("-C", root, "config", "status.showUntrackedFiles", "no");
        writeFileSync(join(root, file), "x");
        assert.deepEqual(await stateOf(root), { commit: head(root), changed: true });
      });
    }

    it("of that work tree, within a hook of another repository too", async () => {
      const [root, other] = [repository(), repository("other")];
      writeFileSync(join(other, "new.ts"), "x");
      Object.assign(process.env, { GIT_DIR: join(other, ".git"), GIT_WORK_TREE: other });
      try {
        assert.equal((await stateOf(root))?.changed, false);
      } finally {
        delete process.env.GIT_DIR;
        delete process.env.GIT_WORK_TREE;
      }
    });

    it("and with nothing of it where git is missing, has no answer, or takes too long", async () => {
      const script = (name: string, text: string): string => {
        writeFileSync(at(name), `#!/bin/sh\n${text}\n`);
        chmodSync(at(name), 0o755);
        return at(name);
      };
      assert.equal(await stateOf(folder, at("no-git")), undefined);
      assert.equal(await stateOf(folder), undefined, "this folder is no repository");
      const slow = askWorkTree(folder, script("slow", "exec sleep 60"));
      assert.equal(await slow.answer(), undefined);
      slow.stop();
    });

    it("which tells the commit where files do not", async () => {
      const root = repository();
      const commit = head(root);
      // As where git keeps its references in a table.
      git("-C", root, "symbolic-ref", "refs/heads/other", "refs/heads/main");
      git("-C", root, "symbolic-ref", "HEAD", "refs/heads/other");
      assert.deepEqual(checkoutOf(root), {});
      assert.deepEqual(sourceOf(root, await stateOf(root), {}), { commit, changed: false });
    });
  });

  describe("comes from the variables of a build where the sources have no repository", () => {
    const builds: Record<string, NodeJS.ProcessEnv> = {
      "GitHub Actions": {
        GITHUB_SHA: id,
        GITHUB_SERVER_URL: "https://git.example",
        GITHUB_REPOSITORY: "acme/shop",
      },
      GitLab: { CI_COMMIT_SHA: id, CI_PROJECT_URL: "https://git.example/acme/shop" },
      "AWS CodeBuild": {
        CODEBUILD_RESOLVED_SOURCE_VERSION: id,
        CODEBUILD_SOURCE_REPO_URL: "https://git.example/acme/shop",
      },
    };
    for (const [service, environment] of Object.entries(builds)) {
      it(`of ${service}`, () => {
        const expected = { commit: id, repository: "https://git.example/acme/shop" };
        assert.deepEqual(sourceOf(folder, undefined, environment), expected);
      });
    }

    it("and not from what is no commit, such as the version of an object in S3", () => {
      const environment = { CODEBUILD_RESOLVED_SOURCE_VERSION: "3sL4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY" };
      assert.equal(sourceOf(folder, undefined, environment), undefined);
    });

    it("and not where a commit is checked out, which may be another one", () => {
      const root = repository();
      assert.equal(sourceOf(root, undefined, builds.GitLab)?.commit, head(root));
    });
  });

  describe("comes with the address of its repository", () => {
    it("which is that of the remote called origin", () => {
      const root = repository();
      git("-C", root, "remote", "add", "fork", "https://git.example/me/shop");
      git("-C", root, "remote", "add", "origin", "https://git.example/acme/shop.git");
      assert.equal(checkoutOf(root)?.repository, "https://git.example/acme/shop.git");
    });

    const addresses: [string, string | undefined][] = [
      ["https://gitlab-ci-token:s3cret@git.example/acme/shop.git", "https://git.example/acme/shop.git"],
      ["https://s3cret@git.example:8443/acme/shop", "https://git.example:8443/acme/shop"],
      ["https://git.example/acme/shop?private_token=s3cret#s3cret", "https://git.example/acme/shop"],
      ["git@git.example:acme/shop.git", "ssh://git.example/acme/shop.git"],
      ["ssh://git:s3cret@git.example:2222/acme/shop.git", "ssh://git.example:2222/acme/shop.git"],
      ["user:s3cret@git.example:acme/shop.git", undefined],
      ["codecommit::eu-central-1://shop", undefined],
      ["codecommit::eu-central-1://profile@shop", undefined],
      ["/srv/git/shop.git", undefined],
      ["file:///srv/git/shop.git", undefined],
      ["C:\\git\\shop", undefined],
      ["", undefined],
    ];
    for (const [address, expected] of addresses) {
      it(`without what may be secret, or only for this machine: ${JSON.stringify(address)}`, () =>
        assert.equal(addressOfRepository(address), expected));
    }
  });
});
