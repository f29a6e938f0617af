import { control } from "../../core";
import { everyContainer, taskDefinition } from "./containers";

/** Holds containers to images that stay what they are. */
export const ecsTaskImage = control({
  id: "ecs-task-image",
  title: "Containers name the version of their image",
  severity: "medium",
  why: "What latest points to changes: tasks of one service then run different programs, and a return to the last revision returns nothing.",
  fix: "Name the image by digest, or by a tag of its version.",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
  on: taskDefinition,
  check: (task) =>
    everyContainer(task, (container) =>
      container.string("image").test(hasVersion, "an image with a digest, or a tag other than latest"),
    ),
});

/** A colon before the last slash is one of a port; a digest has one too. */
function hasVersion(image: string): boolean {
  const name = image.slice(image.lastIndexOf("/") + 1);
  return name.includes(":") && !name.endsWith(":latest");
}
