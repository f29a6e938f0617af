import { all, choice, control, pass, type Resource, type Verdict, when } from "../../core";

const everywhere = ["0.0.0.0/0", "::/0"];

/** The endpoint answers to blocks that the program names, none of which is the whole internet. */
function namedBlocks(cluster: Resource): Verdict {
  const blocks = cluster.list("vpcConfig.publicAccessCidrs");
  return all(
    blocks.lengthAtLeast(1, { absent: "named blocks: AWS then takes 0.0.0.0/0" }),
    blocks.every((block) => block.string().noneOf(everywhere)),
  );
}

/** Holds the Kubernetes API of clusters to the network. */
export const eksEndpointPrivate = control({
  id: "eks-endpoint-private",
  title: "The API endpoint of EKS clusters is not open to the internet",
  severity: "high",
  why: "Whoever reaches the endpoint can try stolen credentials and flaws of the API server on it.",
  fix: "Set vpcConfig.endpointPublicAccess to false and vpcConfig.endpointPrivateAccess to true.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/eks-controls.html#eks-1",
  on: ["aws:eks/cluster:Cluster"],
  config: {
    publicAccess: choice(["none", "namedBlocks"], {
      default: "none",
      description: "none refuses a public endpoint, as EKS.1 does; namedBlocks takes one that is open to named blocks.",
    }),
  },
  check: (cluster, { config }) => {
    const closed = cluster
      .boolean("vpcConfig.endpointPublicAccess")
      .mustBeFalse({ absent: "AWS then opens it to the internet" });
    return config.publicAccess === "none"
      ? closed
      : when(
          closed,
          () => pass,
          () => namedBlocks(cluster),
        );
  },
});
