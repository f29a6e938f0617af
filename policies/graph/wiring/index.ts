export { type Edge, nameOf, needs } from "./edge";
export { arnOf, type External, type Found, findNamed, findReceiver, partOf, receiverAt, type Search } from "./find";
export { type EncryptionKey, withKey, withKeyAt } from "./keys";
export { identityReads, type OriginIdentity } from "./origin-identities";
export type { Receiver, Use } from "./receivers";
export * as receivers from "./receivers";
export {
  admitsRole,
  keyAdmits,
  keyTakesIn,
  noRole,
  roleActs,
  roleActsOn,
  roleCalls,
  roleTrusts,
  roleUsesKey,
  viaService,
  withRole,
  withRoleNamed,
} from "./role-acts";
export { policiesOf } from "./roles";
export { admitsServices, keyAllowsService, type ServiceSender, serviceSends } from "./sends";
