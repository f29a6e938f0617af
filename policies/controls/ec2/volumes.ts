import { all, any, control, notApplicable, type Resource, stackControl, type Value, type Verdict } from "../../core";
import { type Graph, given } from "../../graph";
import { launchTemplate } from "./launch-template";

const page = "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html";
const byDefault = "aws:ebs/encryptionByDefault:EncryptionByDefault";

/** Holds volumes to encryption. */
export const ebsEncrypted = stackControl({
  id: "ebs-encrypted",
  title: "Volumes are encrypted",
  severity: "medium",
  why: "What is on a volume in plain can be read from every snapshot of it, and from a disk that was not wiped.",
  fix: "Set encrypted to true, or encrypt by default with an EncryptionByDefault of this stack.",
  url: `${page}#ec2-3`,
  on: ["aws:ebs/volume:Volume", "aws:ec2/instance:Instance", ...launchTemplate],
  check: (owner, { graph }) => {
    const volumes = volumesOf(graph, owner);
    if (volumes.length === 0) return notApplicable("it says nothing of volumes");
    return any([all(volumes), ...graph.ofType(byDefault).map(encryptsByDefault)]);
  },
});

function volumesOf(graph: Graph, owner: Resource): Verdict[] {
  switch (owner.type) {
    case "aws:ec2/instance:Instance":
      return [
        isEncrypted(given(graph, owner, "rootBlockDevice"), "encrypted"),
        given(graph, owner, "ebsBlockDevices")
          .list()
          .every((device) => isEncrypted(device, "encrypted")),
      ];
    case "aws:ebs/volume:Volume":
      return [isEncrypted(owner, "encrypted")];
    default: {
      const mappings = owner.list("blockDeviceMappings");
      // What has no ebs is a volume of the host, or a device that the image has and that is left out.
      const volumes = mappings.items.filter((mapping) => mapping.has("ebs") !== false);
      return mappings.state === "unknown"
        ? [mappings.every(() => all())]
        : volumes.map((mapping) => isEncrypted(mapping, "ebs.encrypted"));
    }
  }
}

function isEncrypted(owner: Value, path: string): Verdict {
  return owner.boolean(path).mustBeTrue({ absent: "AWS then leaves it to the account and the image" });
}

function encryptsByDefault(setting: Resource): Verdict {
  return setting.boolean("enabled").mustBeTrue({ absent: all() });
}

/** Holds accounts to encrypting new volumes. */
export const ebsEncryptedByDefault = control({
  id: "ebs-encrypted-by-default",
  title: "New volumes are encrypted by default",
  severity: "medium",
  why: "One volume that somebody makes by hand is then in plain.",
  fix: "Set enabled to true, or drop it.",
  url: `${page}#ec2-7`,
  on: [byDefault],
  check: encryptsByDefault,
  remedy: [{ path: "enabled", value: true }],
});
