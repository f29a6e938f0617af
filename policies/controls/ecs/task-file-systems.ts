import { control, notApplicable } from "../../core";
import { taskDefinition } from "./containers";

/** Holds tasks to TLS on the way to their files. */
export const ecsTaskFileEncryption = control({
  id: "ecs-task-file-encryption",
  title: "Tasks reach EFS by TLS",
  severity: "medium",
  why: "NFS without TLS shows every file to whoever listens on the network.",
  fix: "Set efsVolumeConfiguration.transitEncryption of the volume to ENABLED.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-18",
  on: taskDefinition,
  check: (task) =>
    task
      .list("volumes")
      .every((volume) =>
        volume.object("efsVolumeConfiguration").state === "absent"
          ? notApplicable("it is on no file system of EFS")
          : volume
              .string("efsVolumeConfiguration.transitEncryption")
              .equals("ENABLED", { absent: "AWS then takes none" }),
      ),
});
