export { ServiceConfiguration, type ServiceConfigurationNodes } from "./service-configuration";
export {
  ConfigurationPace,
  type EnvironmentFileArgs,
  type FeatureFlagArgs,
  type ServiceConfigurationArgs,
} from "./service-configuration-args";
