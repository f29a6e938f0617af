// Remote components: awsx registers the children of a repository, and none of an image whose repository is unknown.
import * as awsEcr from "@pulumi/aws/ecr";
import * as ecs from "@pulumi/aws/ecs";
import * as ecr from "@pulumi/awsx/ecr";
import * as pulumi from "@pulumi/pulumi";

const repository = new ecr.Repository("repo", { forceDelete: true, tags: { team: "shop" } });
const image = new ecr.Image("image", { repositoryUrl: repository.url, context: "./app", platform: "linux/amd64" });
new ecr.Repository("Bare", { lifecyclePolicy: { skip: true } });
const rules = [
  { tagStatus: "any" as const, maximumNumberOfImages: 50 },
  { tagStatus: "tagged" as const, tagPrefixList: ["v"], maximumAgeLimit: 30 },
];
const ruled = new ecr.Repository("ruled", { lifecyclePolicy: { rules } });
// The child comes as a resource of its own, which the SDK looks up with the engine.
new awsEcr.RepositoryPolicy("pull", { repository: ruled.repository.name, policy: "{}" });
new ecs.TaskDefinition("task", {
  family: "shop",
  containerDefinitions: pulumi.jsonStringify([{ name: "shop", image: image.imageUri }]),
});
