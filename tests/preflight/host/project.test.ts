import { strict as assert } from "node:assert";
import { readProject } from "../../../preflight/project";
import { UserError } from "../../../preflight/user-error";
import { program } from "../../support/preflight";

function refused(files: Record<string, string>, options: Parameters<typeof readProject>[1] = {}): string {
  try {
    readProject(program(files), options);
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    return error.message;
  }
  return assert.fail("the project was taken");
}

describe("preflight: projects", () => {
  it("reads a stack's configuration as programs get it", () => {
    const project = readProject(
      program({
        "Pulumi.dev.yaml": `config:
  aws:region: eu-central-1
  shop:zones: 2
  shop:on: true
  bare: text
  shop:tags: { team: shop, sizes: [1, 2] }
  shop:login: { user: a, password: { secure: cipher } }
`,
      }),
    );
    const { password, ...rest } = JSON.parse(project.config["shop:login"] ?? "");
    assert.deepEqual(rest, { user: "a" });
    assert.notEqual(password, "cipher");
    assert.deepEqual(
      { ...project.config, "shop:login": "" },
      {
        "aws:region": "eu-central-1",
        "shop:zones": "2",
        "shop:on": "true",
        "shop:bare": "text",
        "shop:tags": '{"sizes":[1,2],"team":"shop"}',
        "shop:login": "",
      },
    );
    assert.deepEqual(project.secretKeys, ["shop:login"]);
    assert.equal(project.stack, "dev");
    assert.match(project.notes?.[0]?.message ?? "", /shop:login is encrypted/);
  });

  it("takes defaults of Pulumi.yaml, below the stack's values, below --config", () => {
    const files = {
      "Pulumi.yaml": `name: shop
runtime: { name: nodejs }
config:
  size: { type: integer, default: 1 }
  name: { type: string, default: base }
  key: { type: string, default: hidden, secret: true }
  aws:region: { value: eu-west-1 }
`,
      "Pulumi.dev.yaml": "config:\n  shop:size: 2\n",
    };
    const project = readProject(program(files), { config: { name: "given", "aws:profile": "p" } });
    assert.deepEqual(project.config, {
      "shop:size": "2",
      "shop:name": "given",
      "aws:profile": "p",
      "shop:key": "hidden",
      "aws:region": "eu-west-1",
    });
    assert.deepEqual(project.secretKeys, ["shop:key"]);
  });

  it("lists every missing value and every value of a wrong type at once", () => {
    const message = refused({
      "Pulumi.yaml":
        "name: shop\nruntime: nodejs\nconfig:\n  size: { type: integer }\n  on: { type: boolean }\n  list: { type: array, items: { type: string } }\n",
      "Pulumi.dev.yaml": "config:\n  shop:on: maybe\n  shop:list: { a: 1 }\n",
    });
    for (const part of ["shop:size is missing", 'shop:on is "maybe", which is no boolean', "shop:list", "no array"]) {
      assert.ok(message.includes(part), message);
    }
  });

  it("refuses a stack that does not exist, and lists those that do", () => {
    const files = { "Pulumi.prod.yaml": "config: {}\n" };
    assert.match(refused(files, { stack: "stagin" }), /no stack "stagin".*"dev", "prod"/);
    assert.match(refused(files), /Which stack\? .*"dev", "prod"/);
    assert.equal(readProject(program(files), { stack: "me/shop/prod" }).organization, "me");
  });

  it("refuses other runtimes by name, and a main that is not there", () => {
    assert.match(refused({ "Pulumi.yaml": "name: shop\nruntime: python\n" }), /"python".*nodejs/);
    assert.match(
      refused({ "Pulumi.yaml": "name: shop\nruntime: yaml\nresources: {}\n" }),
      /"yaml".*pulumi preview --policy-pack/,
    );
    assert.match(
      refused({ "Pulumi.yaml": "name: shop\nruntime: nodejs\nmain: src\n" }),
      /"main" is "src".*does not exist/,
    );
    assert.match(refused({ "Pulumi.yaml": "runtime: nodejs\n" }), /"name" is missing; give the project a name/);
    assert.match(refused({ "Pulumi.yaml": "name: shop\n" }), /"runtime" is missing; preflight runs/);
  });

  it("names the file of YAML that can't be read, and a folder without a project", () => {
    assert.match(
      refused({ "Pulumi.dev.yaml": "config: [\n" }),
      /Pulumi\.dev\.yaml is no valid YAML: .* at line 2, column 1\.$/,
    );
    assert.match(refused({ "Pulumi.dev.yaml": "config: 3\n" }), /"config" is 3/);
    assert.throws(() => readProject("/"), /no Pulumi\.yaml in \/ or above/);
    assert.throws(() => readProject("/not/there"), /does not exist/);
  });

  it("finds the project above a folder, and stacks in another one", () => {
    const folder = program({
      "Pulumi.yaml": "name: shop\nruntime: nodejs\nstackConfigDir: stacks\nmain: app\n",
      "stacks/Pulumi.test.yaml": "config:\n  shop:a: 1\n",
      "app/index.js": "",
    });
    const project = readProject(`${folder}/app`, { stack: "test" });
    assert.equal(project.root, folder);
    assert.equal(project.program, `${folder}/app`);
    assert.deepEqual(project.config, { "shop:a": "1" });
  });

  it("tells of configuration that comes from Pulumi ESC", () => {
    const project = readProject(program({ "Pulumi.dev.yaml": "environment:\n  - shop-dev\n" }));
    assert.match(project.notes?.[0]?.message ?? "", /Pulumi ESC/);
  });
});
