import type {
  Policies,
  Policy,
  PolicyConfigSchema,
  ResourceRemediation,
  ResourceValidation,
  ResourceValidationPolicy,
  StackValidation,
  StackValidationPolicy,
} from "@pulumi/policy";
import type { Control, ResourceControl, StackControl } from "../core";
import { Resource } from "../core/resource";
import { ExemptionLedger, exemptionsSchema, exemptionsSetting } from "../exemptions/exemptions";
import { requirementsOf } from "../frameworks/frameworks";
import { graphOf } from "./one-graph";
import { Outcome, undecidedSetting } from "./outcome";
import { applyChanges } from "./remedy";
import { upkeepPolicy } from "./upkeep";

/** What the policies are made with. */
export interface PolicyOptions {
  /** @default the system's clock */
  now?: () => Date;
}

type Configuration = Record<string, unknown>;

/**
 * The controls as policies of Pulumi's, one a control and under its id, and one more, `pack-upkeep`, that tells of old
 * lists and of exemptions that have expired or excuse nothing.
 */
export function policiesOf(controls: readonly Control[], { now = () => new Date() }: PolicyOptions = {}): Policies {
  const ledger = new ExemptionLedger(now);
  return [
    ...controls.map((control) =>
      control.scope === "resource" ? resourcePolicy(control, ledger) : stackPolicy(control, ledger),
    ),
    upkeepPolicy(ledger, now),
  ];
}

function resourcePolicy(control: ResourceControl, ledger: ExemptionLedger): ResourceValidationPolicy {
  const types = new Set(control.on);
  const validateResource: ResourceValidation = (args, reportViolation) => {
    if (!types.has(args.type)) {
      args.notApplicable(`Applies to resources of type ${control.on.join(", ")}`);
    }
    const config = args.getConfig<Configuration>();
    const outcome = new Outcome(control, config, ledger, reportViolation);
    const resource = new Resource(args.type, args.name, args.urn, args.props);
    ledger.read(control.id, config[exemptionsSetting]);
    outcome.add(control.judge(resource, { config, stackTags: args.stackTags }), resource);
    const ending = outcome.end();
    if (ending.kind === "not applicable") {
      args.notApplicable(ending.reason);
    }
  };
  return {
    ...metadataOf(control),
    validateResource: ofOneType(validateResource, control),
    ...(control.remedy && { remediateResource: ofOneType(remediation(control, control.remedy, ledger), control) }),
  };
}

/** What a policy does at the level `remediate`; a resource that is exempt, or right as far as can be told, stays as it is. */
function remediation(
  control: ResourceControl,
  remedy: NonNullable<ResourceControl["remedy"]>,
  ledger: ExemptionLedger,
): ResourceRemediation {
  const types = new Set(control.on);
  return (args) => {
    if (!types.has(args.type)) {
      return undefined;
    }
    const config = args.getConfig<Configuration>();
    const configured = { config, stackTags: args.stackTags };
    const resource = new Resource(args.type, args.name, args.urn, args.props);
    const exemptions = ledger.read(control.id, config[exemptionsSetting]);
    if (
      control.judge(resource, configured).kind !== "fail" ||
      ledger.excuse(control.id, exemptions, args.name, args.urn)
    ) {
      return undefined;
    }
    return applyChanges(args.props, remedy(resource, configured)) ? args.props : undefined;
  };
}

function stackPolicy(control: StackControl, ledger: ExemptionLedger): StackValidationPolicy {
  const validateStack: StackValidation = (args, reportViolation) => {
    const graph = graphOf(args.resources);
    const config = args.getConfig<Configuration>();
    const configured = { config, stackTags: args.stackTags };
    const outcome = new Outcome(control, config, ledger, reportViolation);
    ledger.read(control.id, config[exemptionsSetting]);
    for (const resource of graph.ofType(control.on)) {
      outcome.add(control.judge(resource, graph, configured), resource);
    }
    if (control.judgeStack) {
      outcome.add(control.judgeStack(graph, configured), undefined);
    }
    const ending = outcome.end();
    if (ending.kind === "not applicable") {
      args.notApplicable(ending.reason);
    }
  };
  return {
    ...metadataOf(control),
    validateStack: control.judgeStack ? validateStack : ofOneType(validateStack, control),
  };
}

/**
 * Marks a function with the type that it is for, as the policy SDK's own typed helpers do: the server then skips it for
 * other types without decoding their properties, which is what a pack's time goes into. Only a single type can be marked.
 */
function ofOneType<F extends ResourceValidation | ResourceRemediation | StackValidation>(
  validate: F,
  { on }: Control,
): F {
  const [type] = on;
  return type && on.length === 1 ? Object.assign(validate, { __pulumiType: type }) : validate;
}

function metadataOf(control: Control): Policy {
  const requirements = requirementsOf(control.id);
  const [first] = requirements;
  const service = control.id.split("-")[0] ?? control.id;
  const references = requirements.map(({ framework, id }) => `${framework.id}:${id}`);
  return {
    name: control.id,
    displayName: control.title,
    description: `${control.title}. ${control.why}`,
    severity: control.severity,
    enforcementLevel:
      control.enforcement ??
      (control.severity === "critical" || control.severity === "high" ? "mandatory" : "advisory"),
    tags: [...new Set([service, ...(control.tags ?? []), ...references])],
    remediationSteps: control.fix,
    ...(control.url && { url: control.url }),
    ...(first && {
      framework: {
        name: first.framework.name,
        version: first.framework.version,
        reference: first.id,
        specification: first.requirement.title ?? control.title,
      },
    }),
    configSchema: schemaOf(control),
  };
}

function schemaOf({ options }: Control): PolicyConfigSchema {
  const own = Object.entries(options).map(([name, { schema }]) => [name, schema]);
  return {
    properties: {
      ...Object.fromEntries(own),
      [exemptionsSetting]: exemptionsSchema,
      [undecidedSetting]: {
        type: "string",
        enum: ["advisory", "violation"],
        default: "advisory",
        description: "What a resource is that can't be decided before the deployment.",
      },
    },
  };
}
