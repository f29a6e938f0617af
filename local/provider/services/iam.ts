import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateServiceLinkedRoleCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  IAMClient,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { found, type Handlers, setting, unlessGone } from "../handler";
import { defined, type Inputs } from "../values";

/** A policy document, which programs give as text or as an object. */
function documentOf(inputs: Inputs, key: string): string {
  const value = inputs.props[key];
  return typeof value === "string" ? value : JSON.stringify(value ?? {});
}

export const handlers: Handlers = {
  "aws:iam/role:Role": {
    autoName: { property: "name", max: 64 },
    replaceOn: ["name", "namePrefix", "path"],
    ignored: ["tags", "maxSessionDuration", "permissionsBoundary", "forceDetachPolicies"],
    create: async ({ inputs }, context) => {
      const RoleName = inputs.text("name");
      const { Role } = await context.client(IAMClient).send(
        new CreateRoleCommand({
          RoleName,
          Path: inputs.maybe("path"),
          Description: inputs.maybe("description"),
          AssumeRolePolicyDocument: documentOf(inputs, "assumeRolePolicy"),
        }),
      );
      return { id: RoleName, outputs: defined({ arn: Role?.Arn, uniqueId: Role?.RoleId }) };
    },
    update: async ({ id, inputs, state }, context) => {
      await context.client(IAMClient).send(
        new UpdateAssumeRolePolicyCommand({
          RoleName: id,
          PolicyDocument: documentOf(inputs, "assumeRolePolicy"),
        }),
      );
      return defined({ arn: state.arn, uniqueId: state.uniqueId });
    },
    exists: ({ id }, context) => found(context.client(IAMClient).send(new GetRoleCommand({ RoleName: id }))),
    delete: async ({ id }, context) => {
      const iam = context.client(IAMClient);
      // Policies that nobody manages any more would keep it.
      await unlessGone(
        iam.send(new ListRolePoliciesCommand({ RoleName: id })).then(async ({ PolicyNames = [] }) => {
          for (const PolicyName of PolicyNames) {
            await unlessGone(iam.send(new DeleteRolePolicyCommand({ RoleName: id, PolicyName })));
          }
        }),
      );
      await unlessGone(iam.send(new DeleteRoleCommand({ RoleName: id })));
    },
  },
  "aws:iam/rolePolicy:RolePolicy": {
    ...setting(
      ["role", "name"],
      async (inputs, context) => {
        const RoleName = inputs.text("role");
        const PolicyName = inputs.text("name");
        const PolicyDocument = documentOf(inputs, "policy");
        await context.client(IAMClient).send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
        return `${RoleName}:${PolicyName}`;
      },
      (inputs, context) =>
        context
          .client(IAMClient)
          .send(new DeleteRolePolicyCommand({ RoleName: inputs.text("role"), PolicyName: inputs.text("name") })),
    ),
    autoName: { property: "name", max: 128 },
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": setting(
    ["role", "policyArn"],
    async (inputs, context) => {
      const RoleName = inputs.text("role");
      const PolicyArn = inputs.text("policyArn");
      await context.client(IAMClient).send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
      return `${RoleName}-${PolicyArn}`;
    },
    (inputs, context) =>
      context
        .client(IAMClient)
        .send(new DetachRolePolicyCommand({ RoleName: inputs.text("role"), PolicyArn: inputs.text("policyArn") })),
  ),
  "aws:iam/policy:Policy": {
    autoName: { property: "name", max: 128 },
    create: async ({ inputs }, context) => {
      const { Policy } = await context.client(IAMClient).send(
        new CreatePolicyCommand({
          PolicyName: inputs.text("name"),
          PolicyDocument: documentOf(inputs, "policy"),
        }),
      );
      return { id: Policy?.Arn ?? "", outputs: defined({ arn: Policy?.Arn, policyId: Policy?.PolicyId }) };
    },
    delete: ({ id }, context) => unlessGone(context.client(IAMClient).send(new DeletePolicyCommand({ PolicyArn: id }))),
  },
  "aws:iam/serviceLinkedRole:ServiceLinkedRole": {
    create: async ({ inputs }, context) => {
      const { Role } = await context
        .client(IAMClient)
        .send(new CreateServiceLinkedRoleCommand({ AWSServiceName: inputs.text("awsServiceName") }));
      const { Arn = "", RoleName = "", RoleId = "" } = Role ?? {};
      return { id: Arn, outputs: { arn: Arn, name: RoleName, uniqueId: RoleId } };
    },
    delete: async ({ state }, context) => {
      const RoleName = typeof state.name === "string" ? state.name : "";
      await unlessGone(context.client(IAMClient).send(new DeleteRoleCommand({ RoleName })));
    },
  },
};
