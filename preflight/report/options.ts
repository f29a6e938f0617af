import { repositoryOf } from "../provenance/repository";

/** What a report that goes into a file or to a service needs to know of where the program is kept. */
export interface ReportFileOptions {
  /** Folder that source files are named relative to. Default: the repository of the current folder. */
  root?: string;
  /** The program's Pulumi.yaml, which is named where a finding has no line of the program. Default: `Pulumi.yaml`. */
  projectFile?: string;
  /** What paths have to be put behind to be links: `https://github.com/acme/shop/blob/main/`. Default: relative links. */
  links?: string;
}

export function withDefaults(options: ReportFileOptions): Required<ReportFileOptions> {
  return {
    root: options.root ?? repositoryOf(process.cwd()),
    projectFile: options.projectFile ?? "Pulumi.yaml",
    links: options.links ?? "",
  };
}
