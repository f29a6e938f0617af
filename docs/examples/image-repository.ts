// A registry for the images of a service: tags never move, so that what was tested is what runs.
import { Role } from "@pulumi/aws/iam";
import { ImageRepository } from "../../infra/compute";
import { serviceTrust } from "../../infra/core";

const images = new ImageRepository("catalog-images", {
  // The newest 50 releases stay; images without a tag go after a week.
  lifecycle: [{ tagPrefixes: ["release-"], keepNewest: 50 }],
  untaggedDays: 7,
  // The account that the images run in, where it is another one.
  pullAccountIds: ["111122223333"],
});

// Who builds may push; who runs may pull, and no more.
const builds = new Role("catalog-builds", {
  assumeRolePolicy: serviceTrust("codebuild.amazonaws.com", "123456789012"),
});
images.grantPush({ role: builds }, "builds");

const tasks = new Role("catalog-tasks", { assumeRolePolicy: serviceTrust("ecs-tasks.amazonaws.com", "123456789012") });
images.grantPull({ role: tasks }, "tasks");

export const repositoryUrl = images.url;
