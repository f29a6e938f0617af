export { ArgumentChecks, ArgumentError, parseCidr } from "./arguments";
export { COMPONENT_TAG, type PlatformArgs, PlatformComponent } from "./component";
export { type GrantKey, grant, grantStatements } from "./grants";
export { denyInsecureTransport, type Grant, type Grantable, policyDocument, type Statement, serviceTrust } from "./iam";
export { accountAdministers, type KeyPlace, logsEncrypt } from "./key-policies";
export { LOG_RETENTION_DAYS } from "./log-retention";
export { type ChildSelector, overrideChild } from "./transforms";
export { managedPolicies, managedPolicyArn, onAllResources, type UnscopedGrantName, unscopedGrants } from "./unscoped";
