import { AppConfigProvider } from "@aws-lambda-powertools/parameters/appconfig";
import type { ConfigurationSource } from "./configuration";
import { requiredEnvironment } from "./environment";

/** The JSON document in AppConfig that CONFIG_APPLICATION, CONFIG_ENVIRONMENT and CONFIG_PROFILE name. */
export function appConfig(): ConfigurationSource {
  const application = requiredEnvironment("CONFIG_APPLICATION");
  const environment = requiredEnvironment("CONFIG_ENVIRONMENT");
  const profile = requiredEnvironment("CONFIG_PROFILE");
  let provider: AppConfigProvider | undefined;
  return async () => {
    provider ??= new AppConfigProvider({ application, environment });
    try {
      return await provider.get(profile, { transform: "json", forceFetch: true });
    } catch (error) {
      // It would go on with a token that AppConfig no longer takes; a new one starts a new session.
      provider = undefined;
      throw error;
    }
  };
}
