import {
  AliasAttributeType,
  AttributeDataType,
  CognitoIdentityProviderClient,
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  CreateUserPoolDomainCommand,
  DeleteResourceServerCommand,
  DeleteUserPoolClientCommand,
  DeleteUserPoolCommand,
  DeleteUserPoolDomainCommand,
  DeletionProtectionType,
  DescribeResourceServerCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  ExplicitAuthFlowsType,
  OAuthFlowType,
  PreventUserExistenceErrorTypes,
  SetUserPoolMfaConfigCommand,
  TimeUnitsType,
  UpdateResourceServerCommand,
  UpdateUserPoolClientCommand,
  UpdateUserPoolCommand,
  UsernameAttributeType,
  UserPoolMfaType,
  UserPoolTierType,
  VerifiedAttributeType,
} from "@aws-sdk/client-cognito-identity-provider";
import { type Context, found, type Handlers, type ResourceHandler, unlessGone } from "../handler";
import { defined, type Inputs, type Props } from "../values";

/** What can be changed of a pool while it has users. */
function poolSettings(inputs: Inputs) {
  const password = inputs.child("passwordPolicy");
  const lambda = inputs.child("lambdaConfig");
  return {
    Policies: password && {
      PasswordPolicy: {
        MinimumLength: password.number("minimumLength"),
        RequireLowercase: password.flag("requireLowercase"),
        RequireNumbers: password.flag("requireNumbers"),
        RequireSymbols: password.flag("requireSymbols"),
        RequireUppercase: password.flag("requireUppercase"),
        TemporaryPasswordValidityDays: password.number("temporaryPasswordValidityDays"),
      },
    },
    AutoVerifiedAttributes: inputs.allOf("autoVerifiedAttributes", VerifiedAttributeType),
    AdminCreateUserConfig: {
      AllowAdminCreateUserOnly: inputs.child("adminCreateUserConfig")?.flag("allowAdminCreateUserOnly") ?? false,
    },
    LambdaConfig: lambda && {
      CreateAuthChallenge: lambda.maybe("createAuthChallenge"),
      CustomMessage: lambda.maybe("customMessage"),
      DefineAuthChallenge: lambda.maybe("defineAuthChallenge"),
      PostAuthentication: lambda.maybe("postAuthentication"),
      PostConfirmation: lambda.maybe("postConfirmation"),
      PreAuthentication: lambda.maybe("preAuthentication"),
      PreSignUp: lambda.maybe("preSignUp"),
      PreTokenGeneration: lambda.maybe("preTokenGeneration"),
      UserMigration: lambda.maybe("userMigration"),
      VerifyAuthChallengeResponse: lambda.maybe("verifyAuthChallengeResponse"),
    },
    DeletionProtection: inputs.oneOf("deletionProtection", DeletionProtectionType),
    UserPoolTier: inputs.oneOf("userPoolTier", UserPoolTierType),
    UserPoolTags: inputs.strings("tags"),
  };
}

/** The second factor is put by a call of its own. */
async function putMfa(UserPoolId: string, inputs: Inputs, context: Context): Promise<void> {
  const Enabled = inputs.child("softwareTokenMfaConfiguration")?.flag("enabled") ?? false;
  const MfaConfiguration = inputs.oneOf("mfaConfiguration", UserPoolMfaType) ?? UserPoolMfaType.OFF;
  await context
    .client(CognitoIdentityProviderClient)
    .send(
      new SetUserPoolMfaConfigCommand({ UserPoolId, MfaConfiguration, SoftwareTokenMfaConfiguration: { Enabled } }),
    );
}

const poolArn = (id: string, { partition, region, account }: Context): string =>
  `arn:${partition}:cognito-idp:${region}:${account}:userpool/${id}`;

function poolOutputs(id: string, context: Context): Props {
  return { arn: poolArn(id, context), endpoint: `cognito-idp.${context.region}.${context.dnsSuffix}/${id}` };
}

/** Who signs in, and how their tokens are signed. Nothing is sent by e-mail or as a text message. */
const userPool: ResourceHandler = {
  autoName: { property: "name", max: 128 },
  replaceOn: ["name", "aliasAttributes", "usernameAttributes", "usernameConfiguration", "schemas"],
  ignored: [
    "accountRecoverySetting",
    "deviceConfiguration",
    "emailConfiguration",
    "emailMfaConfiguration",
    "emailVerificationMessage",
    "emailVerificationSubject",
    "signInPolicy",
    "smsAuthenticationMessage",
    "smsConfiguration",
    "smsVerificationMessage",
    "userAttributeUpdateSettings",
    "userPoolAddOns",
    "verificationMessageTemplate",
    "webAuthnConfiguration",
  ],
  create: async ({ inputs }, context) => {
    const caseSensitive = inputs.child("usernameConfiguration")?.flag("caseSensitive");
    const { UserPool } = await context.client(CognitoIdentityProviderClient).send(
      new CreateUserPoolCommand({
        ...poolSettings(inputs),
        PoolName: inputs.text("name"),
        AliasAttributes: inputs.allOf("aliasAttributes", AliasAttributeType),
        UsernameAttributes: inputs.allOf("usernameAttributes", UsernameAttributeType),
        UsernameConfiguration: caseSensitive === undefined ? undefined : { CaseSensitive: caseSensitive },
        Schema: inputs.children("schemas").map((one) => ({
          Name: one.text("name"),
          AttributeDataType: one.oneOf("attributeDataType", AttributeDataType),
          DeveloperOnlyAttribute: one.flag("developerOnlyAttribute"),
          Mutable: one.flag("mutable"),
          Required: one.flag("required"),
        })),
      }),
    );
    const id = UserPool?.Id ?? "";
    await putMfa(id, inputs, context);
    return { id, outputs: poolOutputs(id, context) };
  },
  update: async ({ id, inputs }, context) => {
    await context
      .client(CognitoIdentityProviderClient)
      .send(new UpdateUserPoolCommand({ ...poolSettings(inputs), UserPoolId: id }));
    await putMfa(id, inputs, context);
    return poolOutputs(id, context);
  },
  exists: ({ id }, context) =>
    found(context.client(CognitoIdentityProviderClient).send(new DescribeUserPoolCommand({ UserPoolId: id }))),
  delete: ({ id }, context) =>
    unlessGone(context.client(CognitoIdentityProviderClient).send(new DeleteUserPoolCommand({ UserPoolId: id }))),
};

function clientSettings(inputs: Inputs) {
  const units = inputs.child("tokenValidityUnits");
  return {
    UserPoolId: inputs.text("userPoolId"),
    ClientName: inputs.text("name"),
    AccessTokenValidity: inputs.number("accessTokenValidity"),
    IdTokenValidity: inputs.number("idTokenValidity"),
    RefreshTokenValidity: inputs.number("refreshTokenValidity"),
    TokenValidityUnits: units && {
      AccessToken: units.oneOf("accessToken", TimeUnitsType),
      IdToken: units.oneOf("idToken", TimeUnitsType),
      RefreshToken: units.oneOf("refreshToken", TimeUnitsType),
    },
    AllowedOAuthFlows: inputs.allOf("allowedOauthFlows", OAuthFlowType),
    AllowedOAuthFlowsUserPoolClient: inputs.flag("allowedOauthFlowsUserPoolClient"),
    AllowedOAuthScopes: inputs.maybeTexts("allowedOauthScopes"),
    AuthSessionValidity: inputs.number("authSessionValidity"),
    CallbackURLs: inputs.maybeTexts("callbackUrls"),
    DefaultRedirectURI: inputs.maybe("defaultRedirectUri"),
    EnableTokenRevocation: inputs.flag("enableTokenRevocation"),
    ExplicitAuthFlows: inputs.allOf("explicitAuthFlows", ExplicitAuthFlowsType),
    LogoutURLs: inputs.maybeTexts("logoutUrls"),
    PreventUserExistenceErrors: inputs.oneOf("preventUserExistenceErrors", PreventUserExistenceErrorTypes),
    ReadAttributes: inputs.maybeTexts("readAttributes"),
    SupportedIdentityProviders: inputs.maybeTexts("supportedIdentityProviders"),
    WriteAttributes: inputs.maybeTexts("writeAttributes"),
  };
}

const userPoolClient: ResourceHandler = {
  autoName: { property: "name", max: 128 },
  replaceOn: ["userPoolId", "generateSecret"],
  ignored: ["analyticsConfiguration", "enablePropagateAdditionalUserContextData", "refreshTokenRotation"],
  create: async ({ inputs }, context) => {
    const { UserPoolClient } = await context
      .client(CognitoIdentityProviderClient)
      .send(
        new CreateUserPoolClientCommand({ ...clientSettings(inputs), GenerateSecret: inputs.flag("generateSecret") }),
      );
    const { ClientId = "", ClientSecret = "" } = UserPoolClient ?? {};
    return { id: ClientId, outputs: { clientSecret: ClientSecret } };
  },
  update: async ({ id, inputs, state }, context) => {
    await context
      .client(CognitoIdentityProviderClient)
      .send(new UpdateUserPoolClientCommand({ ...clientSettings(inputs), ClientId: id }));
    return defined({ clientSecret: state.clientSecret });
  },
  exists: ({ id, inputs }, context) =>
    found(
      context
        .client(CognitoIdentityProviderClient)
        .send(new DescribeUserPoolClientCommand({ UserPoolId: inputs.text("userPoolId"), ClientId: id })),
    ),
  delete: ({ id, inputs }, context) =>
    unlessGone(
      context
        .client(CognitoIdentityProviderClient)
        .send(new DeleteUserPoolClientCommand({ UserPoolId: inputs.text("userPoolId"), ClientId: id })),
    ),
};

const userPoolDomain: ResourceHandler = {
  single: true,
  create: async ({ inputs }, context) => {
    const Domain = inputs.text("domain");
    const CertificateArn = inputs.maybe("certificateArn");
    const { CloudFrontDomain } = await context.client(CognitoIdentityProviderClient).send(
      new CreateUserPoolDomainCommand({
        Domain,
        UserPoolId: inputs.text("userPoolId"),
        CustomDomainConfig: CertificateArn === undefined ? undefined : { CertificateArn },
        ManagedLoginVersion: inputs.number("managedLoginVersion"),
      }),
    );
    return {
      id: Domain,
      outputs: defined({ awsAccountId: context.account, cloudfrontDistribution: CloudFrontDomain }),
    };
  },
  delete: ({ id, inputs }, context) =>
    unlessGone(
      context
        .client(CognitoIdentityProviderClient)
        .send(new DeleteUserPoolDomainCommand({ Domain: id, UserPoolId: inputs.text("userPoolId") })),
    ),
};

function serverSettings(inputs: Inputs) {
  return {
    UserPoolId: inputs.text("userPoolId"),
    Identifier: inputs.text("identifier"),
    Name: inputs.text("name"),
    Scopes: inputs.children("scopes").map((scope) => ({
      ScopeName: scope.text("scopeName"),
      ScopeDescription: scope.text("scopeDescription"),
    })),
  };
}

function serverOutputs(inputs: Inputs): Props {
  const { Identifier, Scopes } = serverSettings(inputs);
  return { scopeIdentifiers: Scopes.map(({ ScopeName }) => `${Identifier}/${ScopeName}`) };
}

const resourceServer: ResourceHandler = {
  autoName: { property: "name", max: 256 },
  replaceOn: ["userPoolId", "identifier"],
  volatile: ["scopeIdentifiers"],
  create: async ({ inputs }, context) => {
    const settings = serverSettings(inputs);
    await context.client(CognitoIdentityProviderClient).send(new CreateResourceServerCommand(settings));
    return { id: `${settings.UserPoolId}|${settings.Identifier}`, outputs: serverOutputs(inputs) };
  },
  update: async ({ inputs }, context) => {
    await context.client(CognitoIdentityProviderClient).send(new UpdateResourceServerCommand(serverSettings(inputs)));
    return serverOutputs(inputs);
  },
  exists: ({ inputs }, context) => {
    const { UserPoolId, Identifier } = serverSettings(inputs);
    return found(
      context.client(CognitoIdentityProviderClient).send(new DescribeResourceServerCommand({ UserPoolId, Identifier })),
    );
  },
  delete: ({ inputs }, context) => {
    const { UserPoolId, Identifier } = serverSettings(inputs);
    return unlessGone(
      context.client(CognitoIdentityProviderClient).send(new DeleteResourceServerCommand({ UserPoolId, Identifier })),
    );
  },
};

export const handlers: Handlers = {
  "aws:cognito/userPool:UserPool": userPool,
  "aws:cognito/userPoolClient:UserPoolClient": userPoolClient,
  "aws:cognito/userPoolDomain:UserPoolDomain": userPoolDomain,
  "aws:cognito/resourceServer:ResourceServer": resourceServer,
};
