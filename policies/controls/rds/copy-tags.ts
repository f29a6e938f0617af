import { control } from "../../core";

/** Holds databases to snapshots with their tags. */
export const rdsCopyTags = control({
  id: "rds-copy-tags-to-snapshots",
  title: "Databases copy their tags to their snapshots",
  severity: "low",
  why: "A snapshot without tags belongs to nobody: access by tags, costs and clean-up miss it.",
  fix: "Set copyTagsToSnapshot to true.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-16",
  on: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"],
  check: (database) => database.boolean("copyTagsToSnapshot").mustBeTrue({ absent: "AWS then copies none" }),
  remedy: [{ path: "copyTagsToSnapshot", value: true }],
});
