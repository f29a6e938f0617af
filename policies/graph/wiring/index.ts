export { type Edge, nameOf, needs } from "./edge";
export { arnOf, type External, type Found, findNamed, findReceiver, partOf, receiverAt, type Search } from "./find";
export { type EncryptionKey, withKey, withKeyAt } from "./keys";
export type { Receiver, Use } from "./receivers";
export * as receivers from "./receivers";
export { admitsRole, noRole, roleActs, roleActsOn, roleCalls, roleTrusts, withRole, withRoleNamed } from "./role-acts";
export { keyAdmits, keyTakesIn, roleUsesKey, viaService } from "./role-keys";
export { policiesOf } from "./roles";
export { keyAllowsService, type ServiceSender, serviceSends } from "./sends";
