export { Exemption, type ExemptionArgs } from "./exemption";
