import { ec2InstanceMetadata, ec2LaunchTemplateMetadata } from "../../../../../policies/controls/ec2/metadata";
import {
  ec2InstancePublicAddress,
  ec2LaunchTemplatePublicAddress,
} from "../../../../../policies/controls/ec2/public-address";
import { describeControl, type Sample, sample, UNKNOWN } from "../../../../support/policies";

const instance = (props: Record<string, unknown> = {}, from: Record<string, readonly Sample[]> = {}) => ({
  subject: sample("aws:ec2/instance:Instance", "worker", { id: UNKNOWN, ...props }, { from }),
});
const template = (props: Record<string, unknown> = {}, name = "workers") =>
  sample("aws:ec2/launchTemplate:LaunchTemplate", name, { id: UNKNOWN, name: UNKNOWN, ...props });
/** An instance that is made from one of these. */
const made = (of: readonly Sample[], props: Record<string, unknown> = {}, key = "id") =>
  instance({ launchTemplate: { [key]: UNKNOWN }, ...props }, { launchTemplate: of });
const notApplicable = { "a volume": { subject: sample("aws:ebs/volume:Volume", "data") } };
const required = { metadataOptions: { httpTokens: "required" } };
const optional = { metadataOptions: { httpTokens: "optional" } };
const defaults = (props: Record<string, unknown>) =>
  sample("aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults", "defaults", props);
const tokens = "metadataOptions.httpTokens";

describeControl(ec2InstanceMetadata, {
  compliant: {
    "version 2": instance(required),
    "no service": instance({ metadataOptions: { httpEndpoint: "disabled" } }),
    "version 2 by the template": made([template(required)]),
    "version 2 by the template's name": made([template(required)], {}, "name"),
    "no service, whatever the template says": made([template(optional)], {
      metadataOptions: { httpEndpoint: "disabled" },
    }),
    "version 2 by the account's defaults": { ...instance(), others: [defaults({ httpTokens: "required" })] },
    "no service by the template": made([template({ metadataOptions: { httpEndpoint: "disabled" } })]),
  },
  violating: {
    "both versions": { ...instance(optional), at: tokens },
    "what AWS does with nothing given": { ...instance(), at: tokens },
    "what AWS will tell of": { ...instance({ metadataOptions: UNKNOWN }), at: tokens },
    "both versions, whatever the template says": { ...made([template(required)], optional), at: tokens },
    "both versions by the template": { ...made([template(optional)]), at: tokens },
    "a template that says nothing": { ...made([template()]), at: tokens },
    "defaults that say nothing of it": {
      ...instance(),
      others: [defaults({ httpTokens: "no-preference" })],
      at: tokens,
    },
    "a service that is on": { ...instance({ metadataOptions: { httpEndpoint: "enabled" } }), at: tokens },
  },
  undecided: {
    "tokens that are not known yet": {
      ...instance({ metadataOptions: { httpTokens: UNKNOWN } }, { metadataOptions: [template()] }),
      because: /httpTokens is not known/,
    },
    "options that come from elsewhere": {
      ...instance({ metadataOptions: UNKNOWN }, { metadataOptions: [template()] }),
      because: /metadataOptions is not known/,
    },
    "a template of another stack": {
      ...instance({ launchTemplate: { id: "lt-1" } }),
      because: /its launch template is not in this stack/,
    },
    "a template that may be any of two": {
      ...made([template(required), template(required, "other")]),
      because: /launchTemplate.id is not known/,
    },
  },
  notApplicable,
});

describeControl(ec2LaunchTemplateMetadata, {
  compliant: {
    "version 2": { subject: template(required) },
    "no service": { subject: template({ metadataOptions: { httpEndpoint: "disabled" } }) },
  },
  violating: {
    "both versions": { subject: template(optional), at: tokens },
    "nothing given": { subject: template(), at: tokens },
  },
  undecided: {
    "options that are not known yet": {
      subject: template({ metadataOptions: UNKNOWN }),
      because: /metadataOptions is not/,
    },
  },
  notApplicable,
});

const interfaces = (...addresses: unknown[]) =>
  template({ networkInterfaces: addresses.map((associatePublicIpAddress) => ({ associatePublicIpAddress })) });

describeControl(ec2LaunchTemplatePublicAddress, {
  compliant: {
    none: { subject: interfaces("false", false) },
    "nothing said of interfaces": { subject: template() },
    "nothing said of addresses": { subject: interfaces(undefined) },
  },
  violating: {
    "one for the second interface": {
      subject: interfaces("false", "true"),
      at: "networkInterfaces[1].associatePublicIpAddress",
    },
  },
  undecided: {
    "interfaces that are not known yet": {
      subject: template({ networkInterfaces: UNKNOWN }),
      because: /networkInterfaces is not known/,
    },
  },
  mayBeDropped: {
    networkInterfaces: "the subnet then decides, which another control is about",
  },
  notApplicable,
});

const subnet = (props: Record<string, unknown> = {}, type = "aws:ec2/subnet:Subnet", name = "a") =>
  sample(type, name, { id: UNKNOWN, ...props });
const inSubnet = (of: readonly Sample[], props: Record<string, unknown> = {}) =>
  instance({ subnetId: UNKNOWN, ...props }, { subnetId: of });
const quiet = subnet({ mapPublicIpOnLaunch: false });
const loud = subnet({ mapPublicIpOnLaunch: true });
const path = "associatePublicIpAddress";
const placed = inSubnet([quiet]);
const elastic = (type: string, key: string, of: readonly Sample[]) =>
  sample(type, "address", { [key]: UNKNOWN }, { from: { [key]: of } });
const other = sample("aws:ec2/instance:Instance", "other", { id: UNKNOWN });

describeControl(ec2InstancePublicAddress, {
  compliant: {
    "none, whatever its subnet does": inSubnet([loud], { [path]: false }),
    "a subnet that gives none": placed,
    "a subnet that says nothing": inSubnet([subnet()]),
    "a template that gives none, whatever its subnet does": made([interfaces("false")]),
    "a template that says nothing, in a subnet that gives none": instance(
      { launchTemplate: { id: UNKNOWN }, subnetId: UNKNOWN },
      { launchTemplate: [template()], subnetId: [quiet] },
    ),
    "interfaces of its own": instance({ networkInterfaces: [{ networkInterfaceId: "eni-1" }] }),
    "another's Elastic IP": { ...placed, others: [elastic("aws:ec2/eip:Eip", "instance", [other])] },
  },
  violating: {
    "one of its own": { ...inSubnet([quiet], { [path]: true }), at: path },
    "one of its subnet's": { ...inSubnet([loud]), at: path, saying: /the subnet a then gives it/ },
    "one of a default subnet's": { ...inSubnet([subnet({}, "aws:ec2/defaultSubnet:DefaultSubnet")]), at: path },
    "no subnet, which is a default one": { ...instance(), at: path, saying: /a default subnet/ },
    "one that AWS will tell of": { ...inSubnet([loud], { [path]: UNKNOWN }), at: path },
    "one of its template's": { ...made([interfaces("true")]), at: "networkInterfaces[0].associatePublicIpAddress" },
    "an Elastic IP": { ...placed, others: [elastic("aws:ec2/eip:Eip", "instance", [placed.subject])], at: "" },
    "an Elastic IP by an association": {
      ...placed,
      others: [elastic("aws:ec2/eipAssociation:EipAssociation", "instanceId", [placed.subject])],
      at: "",
    },
  },
  undecided: {
    "an address that comes from elsewhere": {
      ...instance({ [path]: UNKNOWN }, { [path]: [other] }),
      because: /associatePublicIpAddress is not known/,
    },
    "a template of another stack": {
      ...instance({ launchTemplate: { id: "lt-1" } }),
      because: /its launch template is not in this stack/,
    },
    "a template that may be any of two": {
      ...made([template(), template({}, "other")]),
      because: /launchTemplate.id is not known/,
    },
    "a subnet of another stack": { ...instance({ subnetId: "subnet-1" }), because: /it is not in this stack/ },
    "a subnet that may be any of two": {
      ...inSubnet([quiet, subnet({}, quiet.type, "b")]),
      because: /subnetId is not known/,
    },
    "a subnet of which that comes from elsewhere": {
      ...inSubnet([
        sample(
          quiet.type,
          "a",
          { id: UNKNOWN, mapPublicIpOnLaunch: UNKNOWN },
          { from: { mapPublicIpOnLaunch: [other] } },
        ),
      ]),
      because: /mapPublicIpOnLaunch is not known/,
    },
    "an Elastic IP that may be another's": {
      ...placed,
      others: [elastic("aws:ec2/eip:Eip", "instance", [placed.subject, other])],
      because: /instance is not known/,
    },
  },
  mayBeDropped: {
    mapPublicIpOnLaunch: "AWS then gives none",
    instance: "an address of nobody",
    "launchTemplate.id": "the subnet then decides",
  },
  notApplicable,
});
