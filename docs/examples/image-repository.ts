// A registry for the images of a service: tags never move, so that what was tested is what runs.
import { ImageRepository } from "../../infra/compute";

const images = new ImageRepository("catalog-images", {
  // The newest 50 releases stay; images without a tag go after a week.
  lifecycle: [{ tagPrefixes: ["release-"], keepNewest: 50 }],
  untaggedDays: 7,
  // The account that the images run in, where it is another one.
  pullAccountIds: ["111122223333"],
});

export const repositoryUrl = images.url;
