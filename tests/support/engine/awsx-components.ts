import * as ecr from "@pulumi/aws/ecr";
import * as pulumi from "@pulumi/pulumi";

/** A component as its constructor leaves it, with the outputs that the program gets. */
export interface Constructed {
  component: pulumi.ComponentResource;
  state: pulumi.Inputs;
}

type Construct = (name: string, args: pulumi.Inputs, options: pulumi.ComponentResourceOptions) => Constructed;

/** A component that is filled from outside its constructor. */
class Component extends pulumi.ComponentResource {
  register(outputs: pulumi.Inputs): void {
    this.registerOutputs(outputs);
  }
}

/** awsx 3.9's repository: its children have its own name in lower case, and untagged images but one expire. */
const repository: Construct = (name, args, options) => {
  const component = new Component("awsx:ecr:Repository", name, {}, options);
  const { lifecyclePolicy, ...rest } = args;
  const child = name.toLowerCase();
  const images = new ecr.Repository(child, rest, { parent: component });
  const state: pulumi.Inputs = { repository: images, url: images.repositoryUrl };
  if (lifecyclePolicy?.skip !== true) {
    const policy = pulumi.output(lifecyclePolicy?.rules).apply((rules) => ({ rules: lifecycleRules(rules) }));
    state.lifecyclePolicy = new ecr.LifecyclePolicy(child, { policy, repository: images.name }, { parent: component });
  }
  component.register({ repository: images, lifecyclePolicy: state.lifecyclePolicy });
  return { component, state };
};

/** awsx 3.9's image. With a repository whose URL is unknown, as it is at a first preview, it registers no child. */
const image: Construct = (name, args, options) => {
  const component = new Component("awsx:ecr:Image", name, {}, options);
  const imageUri = pulumi.output(args.repositoryUrl).apply((url) => `${url}:${args.imageTag ?? name}`);
  component.register({ imageUri });
  return { component, state: { imageUri } };
};

export const components: Record<string, Construct> = { "awsx:ecr:Repository": repository, "awsx:ecr:Image": image };

interface Rule {
  description?: string;
  maximumAgeLimit?: number;
  maximumNumberOfImages?: number;
  tagPrefixList?: string[];
  tagStatus: "any" | "tagged" | "untagged";
}

const untaggedOnly: Rule[] = [
  { description: "remove untagged images", maximumNumberOfImages: 1, tagStatus: "untagged" },
];

/** AWS wants the rule for any image last. */
function lifecycleRules(rules: Rule[] | undefined): ecr.LifecyclePolicyDocument["rules"] {
  const given = rules ?? untaggedOnly;
  const ordered = [...given.filter(isSpecific), ...given.filter((rule) => !isSpecific(rule))];
  return ordered.map(({ description, tagStatus, tagPrefixList, maximumNumberOfImages, maximumAgeLimit = 0 }, index) => {
    const tags = { tagStatus, ...(tagPrefixList && { tagPrefixList }) };
    return {
      rulePriority: index + 1,
      ...(description !== undefined && { description }),
      selection:
        maximumNumberOfImages === undefined
          ? { ...tags, countType: "sinceImagePushed", countUnit: "days", countNumber: maximumAgeLimit }
          : { ...tags, countType: "imageCountMoreThan", countNumber: maximumNumberOfImages },
      action: { type: "expire" },
    };
  });
}

function isSpecific(rule: Rule): boolean {
  return rule.tagStatus !== "any";
}
