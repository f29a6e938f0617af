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
import { type Control, notApplicable, type ResourceControl, type StackControl } from "../core";
import { Resource } from "../core/resource";
import { controlExemptionsSchema, exemptionsSetting } from "../exemptions/exemption";
import { ExemptionLedger } from "../exemptions/ledger";
import { exemptionSettingsOf } from "../exemptions/settings";
import { requirementsOf } from "../frameworks/frameworks";
import { tagOfType } from "./ask-by-type";
import { noteConfiguration, packConfiguration } from "./configuration";
import { graphOf } from "./one-graph";
import { Outcome, undecidedSetting } from "./outcome";
import { programExemptionsPolicy } from "./program-exemptions";
import { applyChanges } from "./remedy";
import { upkeepName, upkeepPolicy } from "./upkeep";

/** What the policies are made with. */
export interface PolicyOptions {
  /** @default the system's clock */
  now?: () => Date;
}

type Configuration = Record<string, unknown>;

/** Name of the setting of every control that says which types of resources it leaves out. */
export const skipTypesSetting = "skipTypes";

/**
 * The controls as policies of Pulumi's, one a control and under its id, and two more: `pack-exemptions` takes in the
 * exemptions that the program declares, and `pack-upkeep`, which also holds the settings of the pack as a whole, tells of
 * old lists and of exemptions that have expired or excuse nothing.
 */
export function policiesOf(controls: readonly Control[], { now = () => new Date() }: PolicyOptions = {}): Policies {
  const ledger = ledgerOf(controls, now);
  return [
    programExemptionsPolicy(ledger),
    ...controls.map((control) =>
      control.scope === "resource" ? resourcePolicy(control, ledger) : stackPolicy(control, ledger),
    ),
    upkeepPolicy(ledger, now),
  ];
}

/** The exemptions of a run, with what the pack is configured to now. */
function ledgerOf(controls: readonly Control[], now: () => Date): () => ExemptionLedger {
  const ledger = new ExemptionLedger(controls, now);
  let known: unknown;
  noteConfiguration();
  return () => {
    const configuration = packConfiguration();
    if (configuration && configuration !== known) {
      known = configuration;
      ledger.enable(controls.map(({ id }) => id).filter((id) => configuration.get(id)?.disabled !== true));
      ledger.configure(exemptionSettingsOf(configuration.get(upkeepName)?.properties ?? {}));
    }
    return ledger;
  };
}

function resourcePolicy(control: ResourceControl, ledger: () => ExemptionLedger): ResourceValidationPolicy {
  const types = new Set(control.on);
  const validateResource: ResourceValidation = (args, reportViolation) => {
    if (!types.has(args.type)) {
      args.notApplicable(`Applies to resources of type ${control.on.join(", ")}`);
    }
    const config = args.getConfig<Configuration>();
    if (skips(config, args.type)) {
      args.notApplicable(skipped(args.type));
    }
    const outcome = new Outcome(control, config, ledger(), reportViolation);
    const resource = new Resource(args.type, args.name, args.urn, args.props);
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
  ledger: () => ExemptionLedger,
): ResourceRemediation {
  const types = new Set(control.on);
  return (args) => {
    if (!types.has(args.type)) {
      return undefined;
    }
    const config = args.getConfig<Configuration>();
    if (skips(config, args.type)) {
      return undefined;
    }
    const configured = { config, stackTags: args.stackTags };
    const resource = new Resource(args.type, args.name, args.urn, args.props);
    const exemptions = ledger();
    exemptions.read(control.id, config[exemptionsSetting]);
    if (control.judge(resource, configured).kind !== "fail" || exemptions.excuse(control, [resource])) {
      return undefined;
    }
    return applyChanges(args.props, remedy(resource, configured)) ? args.props : undefined;
  };
}

function stackPolicy(control: StackControl, ledger: () => ExemptionLedger): StackValidationPolicy {
  const validateStack: StackValidation = (args, reportViolation) => {
    const graph = graphOf(args.resources);
    const config = args.getConfig<Configuration>();
    const configured = { config, stackTags: args.stackTags };
    const outcome = new Outcome(control, config, ledger(), reportViolation);
    for (const resource of graph.ofType(control.on)) {
      outcome.add(
        skips(config, resource.type)
          ? notApplicable(skipped(resource.type))
          : control.judge(resource, graph, configured),
        resource,
      );
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

function skips(config: Configuration, type: string): boolean {
  const types = config[skipTypesSetting];
  return Array.isArray(types) && types.includes(type);
}

function skipped(type: string): string {
  return `${type} is left out by ${skipTypesSetting}`;
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
    tags: [...new Set([service, ...(control.tags ?? []), ...references, ...control.on.map(tagOfType)])],
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

const undecidedSchema: PolicyConfigSchema["properties"][string] = {
  type: "string",
  enum: ["advisory", "violation"],
  default: "advisory",
  description: "What a resource is that can't be decided before the deployment.",
};

function schemaOf({ options, on }: Control): PolicyConfigSchema {
  const own = Object.entries(options).map(([name, { schema }]) => [name, schema]);
  return {
    properties: {
      ...Object.fromEntries(own),
      [exemptionsSetting]: controlExemptionsSchema,
      [skipTypesSetting]: {
        type: "array",
        items: { type: "string", enum: [...on] },
        description: "Types of resources that this control leaves out.",
      },
      [undecidedSetting]: undecidedSchema,
    },
  };
}
