import { choice, control } from "../../core";

/** Holds tags to the image that they were given to. */
export const ecrImmutableTags = control({
  id: "ecr-immutable-tags",
  title: "Tags of images never move",
  severity: "medium",
  why: "Where a tag can be pushed again, what was tested under it is not what runs.",
  fix: "Set imageTagMutability to IMMUTABLE.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html#ecr-2",
  on: ["aws:ecr/repository:Repository"],
  config: {
    exclusions: choice(["taken", "refused"], {
      default: "taken",
      description: "taken lets a repository name tags that move, such as latest; refused takes IMMUTABLE alone.",
    }),
  },
  check: (repository, { config }) =>
    repository
      .string("imageTagMutability")
      .oneOf(config.exclusions === "taken" ? ["IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION"] : ["IMMUTABLE"], {
        absent: "AWS then takes MUTABLE",
      }),
});
