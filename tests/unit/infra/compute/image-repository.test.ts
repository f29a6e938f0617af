import { strict as assert } from "node:assert";
import { Role } from "@pulumi/aws/iam";
import { ImageRepository, type ImageRepositoryArgs } from "../../../../infra/compute";
import { ArgumentError } from "../../../../infra/core";
import { type GraphOptions, graph, type TestGraph } from "../../../../testing";

const REPOSITORY = "awsx:ecr:Repository";
const ARN = "arn:aws:ecr:eu-central-1:123456789012:repository/test/images";
const PULL = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];

function images(args?: ImageRepositoryArgs, options?: GraphOptions): Promise<TestGraph> {
  return graph(() => new ImageRepository("images", args), options);
}

async function refusal(args: ImageRepositoryArgs): Promise<string> {
  try {
    await images(args);
  } catch (error) {
    assert.ok(error instanceof ArgumentError, String(error));
    return error.message;
  }
  throw new assert.AssertionError({ message: `nothing refused ${JSON.stringify(args)}` });
}

describe("ImageRepository", () => {
  for (const preview of [false, true]) {
    it(`scans, encrypts, cleans up and never moves a tag by default${preview ? ", known in a preview" : ""}`, async () => {
      const g = await images(undefined, { preview });
      assert.deepEqual(g.types(), { "aws-microservices-platform:compute:ImageRepository": 1, [REPOSITORY]: 1 });
      const { tags, ...inputs } = g.one("images", REPOSITORY).inputs;
      assert.deepEqual(inputs, {
        name: "test/images",
        encryptionConfigurations: [{ encryptionType: "KMS" }],
        imageScanningConfiguration: { scanOnPush: true },
        imageTagMutability: "IMMUTABLE",
        forceDelete: false,
        lifecyclePolicy: {
          rules: [{ description: "Images that no tag points to", tagStatus: "untagged", maximumAgeLimit: 7 }],
        },
      });
      assert.deepEqual(tags, { Name: "images", "platform-component": "compute:ImageRepository/images" });
    });
  }

  it("gives up a protection only where it is named", async () => {
    const g = await images({ withoutScanOnPush: true, movableTags: ["latest", "dev-*"], deleteImagesOnDestroy: true });
    const { inputs } = g.one("images", REPOSITORY);
    assert.deepEqual(inputs["imageScanningConfiguration"], { scanOnPush: false });
    assert.equal(inputs["imageTagMutability"], "IMMUTABLE_WITH_EXCLUSION");
    assert.deepEqual(inputs["imageTagMutabilityExclusionFilters"], [
      { filter: "latest", filterType: "WILDCARD" },
      { filter: "dev-*", filterType: "WILDCARD" },
    ]);
    assert.equal(inputs["forceDelete"], true);
  });

  it("expires tagged images by the rules given, before untagged ones", async () => {
    const g = await images({
      untaggedDays: 1,
      lifecycle: [
        { tagPrefixes: ["pr-"], keepDays: 14 },
        { tagPrefixes: ["v"], keepNewest: 50 },
      ],
    });
    assert.deepEqual(g.one("images", REPOSITORY).inputs["lifecyclePolicy"], {
      rules: [
        { description: "Images tagged pr-", tagStatus: "tagged", tagPrefixList: ["pr-"], maximumAgeLimit: 14 },
        { description: "Images tagged v", tagStatus: "tagged", tagPrefixList: ["v"], maximumNumberOfImages: 50 },
        { description: "Images that no tag points to", tagStatus: "untagged", maximumAgeLimit: 1 },
      ],
    });
  });

  it("lets other accounts pull, and Lambda for their functions, and nobody push", async () => {
    const g = await images(
      { pullAccountIds: ["111122223333"], functionAccountIds: ["444455556666"] },
      { preview: true },
    );
    assert.equal(g.one("images-policy").inputs["repository"], "test/images");
    assert.deepEqual(g.json("images-policy", "policy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "AccountsPull",
          Effect: "Allow",
          Principal: { AWS: ["arn:aws:iam::111122223333:root"] },
          Action: PULL,
        },
        {
          Sid: "FunctionsPull",
          Effect: "Allow",
          Principal: { Service: "lambda.amazonaws.com" },
          Action: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
          Condition: { ArnLike: { "aws:SourceArn": ["arn:aws:lambda:eu-central-1:444455556666:function:*"] } },
        },
      ],
    });
  });

  it("grants pulling and pushing on this repository alone, known in a preview", async () => {
    const g = await graph(
      () => {
        const repository = new ImageRepository("images", { kmsKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/1" });
        const role = new Role("builder", { assumeRolePolicy: "{}" });
        repository.grantPull({ role }, "runner");
        repository.grantPush({ role }, "builder");
      },
      { preview: true },
    );
    const login = { Sid: "RegistryLogin", Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" };
    assert.deepEqual(g.json("images-pull-runner", "policy"), {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: PULL, Resource: [ARN] }, login],
    });
    assert.deepEqual(g.json("images-push-builder", "policy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: [
            ...PULL,
            "ecr:CompleteLayerUpload",
            "ecr:InitiateLayerUpload",
            "ecr:PutImage",
            "ecr:UploadLayerPart",
          ],
          Resource: [ARN],
        },
        login,
      ],
    });
    assert.deepEqual(g.one("images", REPOSITORY).inputs["encryptionConfigurations"], [
      { encryptionType: "KMS", kmsKey: "arn:aws:kms:eu-central-1:123456789012:key/1" },
    ]);
  });

  it("reports every wrong argument at once", async () => {
    const message = await refusal({
      repositoryName: "Shop/Images",
      movableTags: ["a*b*c*"],
      untaggedDays: 0,
      lifecycle: [{ tagPrefixes: [] }, { tagPrefixes: ["v"], keepDays: 1, keepNewest: 1 }],
      pullAccountIds: ["12"],
      functionAccountIds: ["x"],
    });
    for (const part of [
      /repositoryName is "Shop\/Images"; use 2 to 256 lower-case/,
      /movableTags is "a\*b\*c\*"/,
      /untaggedDays is 0/,
      /lifecycle\[0\]\.tagPrefixes is \[\]/,
      /lifecycle\[0\]\.keepNewest or lifecycle\[0\]\.keepDays is null; give one of them/,
      /lifecycle\[1\]\.keepNewest and lifecycle\[1\]\.keepDays .*give only one/,
      /pullAccountIds is "12"/,
      /functionAccountIds is "x"/,
    ]) {
      assert.match(message, part);
    }
  });
});
