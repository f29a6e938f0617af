import { apiCacheEncryption } from "../../../../../policies/controls/apigateway/cache-encryption";
import { apiDataTrace } from "../../../../../policies/controls/apigateway/data-trace";
import { apiExecutionLogging } from "../../../../../policies/controls/apigateway/execution-logging";
import { apiThrottling } from "../../../../../policies/controls/apigateway/throttling";
import { describeControl, sample, UNKNOWN } from "../../../../support/policies";
import {
  alone,
  api,
  httpApi,
  httpStage,
  other,
  settings,
  socketApi,
  stage,
  stageOf,
  withSettings,
} from "./stage-samples";

describeControl(apiExecutionLogging, {
  compliant: {
    "errors of every method": withSettings(settings({ loggingLevel: "ERROR" })),
    "all of every method": withSettings(settings({ loggingLevel: "INFO" })),
    "settings that come from the stage": withSettings(
      settings({ loggingLevel: "ERROR" }, { stageName: UNKNOWN }, { stageName: [stage] }),
    ),
    "settings of another stage beside": withSettings(
      settings({ loggingLevel: "ERROR" }),
      settings({ loggingLevel: "OFF" }, { stageName: "test" }),
    ),
    "errors of a WebSocket API": {
      subject: httpStage(socketApi, {
        defaultRouteSettings: { loggingLevel: "ERROR" },
        routeSettings: [{ routeKey: "a", loggingLevel: "INFO" }, { routeKey: "b" }],
      }),
    },
  },
  violating: {
    "no settings": { ...withSettings(), at: "", saying: /no MethodSettings for \*\/\*/ },
    "settings of one method only": {
      ...withSettings(settings({ loggingLevel: "ERROR" }, { methodPath: "orders/GET" })),
      at: "",
    },
    "settings of another stage": {
      ...withSettings(settings({ loggingLevel: "ERROR" }, { stageName: "test" })),
      at: "",
    },
    "every method without a level": { ...withSettings(settings({})), at: "settings.loggingLevel" },
    "no logs": { ...withSettings(settings({ loggingLevel: "OFF" })), at: "settings.loggingLevel" },
    "no logs of one method": {
      ...withSettings(
        settings({ loggingLevel: "ERROR" }),
        settings({ loggingLevel: "OFF" }, { methodPath: "orders/GET" }),
      ),
      at: "settings.loggingLevel",
    },
    "a WebSocket API without settings": { subject: httpStage(socketApi), at: "defaultRouteSettings.loggingLevel" },
    "a WebSocket API without a level": {
      subject: httpStage(socketApi, { defaultRouteSettings: { throttlingRateLimit: 1 } }),
      at: "defaultRouteSettings.loggingLevel",
    },
    "no logs of one route": {
      subject: httpStage(socketApi, {
        defaultRouteSettings: { loggingLevel: "ERROR" },
        routeSettings: [{ routeKey: "a", loggingLevel: "OFF" }],
      }),
      at: "routeSettings[0].loggingLevel",
    },
  },
  undecided: {
    "a level that is not known yet": { ...withSettings(settings({ loggingLevel: UNKNOWN })), because: /not known/ },
    "one method without a level": {
      ...withSettings(settings({ loggingLevel: "ERROR" }), settings({}, { methodPath: "orders/GET" })),
      because: /AWS does not say/,
    },
    "settings where the stage's own name is not known yet": {
      subject: stageOf(api, { stageName: UNKNOWN }),
      others: [settings({ loggingLevel: "ERROR" })],
      because: /the stage that settings.* is for is not known/,
    },
    "settings of a stage that is not known yet": {
      ...withSettings(settings({ loggingLevel: "ERROR" }, { stageName: UNKNOWN })),
      because: /the stage that settings.* is for is not known/,
    },
    "settings of one of two APIs": {
      ...withSettings(settings({ loggingLevel: "ERROR" }, { restApi: UNKNOWN }, { restApi: [api, other] })),
      because: /may be any of orders, stock/,
    },
    "an API of another stack": {
      subject: sample("aws:apigateway/stage:Stage", "live", { restApi: "xyz", stageName: "live" }),
      because: /its API is not in this stack/,
    },
    "an API of version 2 of another stack": {
      subject: sample("aws:apigatewayv2/stage:Stage", "live", { apiId: "xyz" }),
      because: /one of WebSockets is not known/,
    },
  },
  notApplicable: { "an HTTP API, which has no such logs": { subject: httpStage(httpApi) }, "a deployment": alone },
  mayBeDropped: {
    restApi: "settings, or a stage, of nothing in this stack",
    stageName: "settings of another stage, or of none",
    routeSettings: "routes that say nothing have the default",
  },
});

describeControl(apiThrottling, {
  compliant: {
    "limits of every method": withSettings(settings({ throttlingRateLimit: 100, throttlingBurstLimit: 200 })),
    "limits of nothing at all": withSettings(settings({ throttlingRateLimit: 0, throttlingBurstLimit: 0 })),
    "one method that leaves them out": withSettings(
      settings({ throttlingRateLimit: 100, throttlingBurstLimit: 200 }),
      settings({}, { methodPath: "orders/GET" }),
    ),
    "limits of an HTTP API": {
      subject: httpStage(httpApi, { defaultRouteSettings: { throttlingRateLimit: 10, throttlingBurstLimit: 20 } }),
    },
  },
  violating: {
    "no settings": { ...withSettings(), at: "" },
    "no limit of the rate": {
      ...withSettings(settings({ throttlingBurstLimit: 2 })),
      at: "settings.throttlingRateLimit",
    },
    "no limit of bursts": {
      ...withSettings(settings({ throttlingRateLimit: 2 })),
      at: "settings.throttlingBurstLimit",
    },
    "limits that are switched off": {
      ...withSettings(settings({ throttlingRateLimit: -1, throttlingBurstLimit: 1 })),
      at: "settings.throttlingRateLimit",
    },
    "limits that are switched off for one method": {
      ...withSettings(
        settings({ throttlingRateLimit: 1, throttlingBurstLimit: 1 }),
        settings({ throttlingBurstLimit: -1 }, { methodPath: "orders/GET" }),
      ),
      at: "settings.throttlingBurstLimit",
    },
    "an HTTP API without limits": { subject: httpStage(httpApi), at: "defaultRouteSettings.throttlingRateLimit" },
  },
  undecided: {
    "a limit that is not known yet": {
      subject: httpStage(httpApi, {
        defaultRouteSettings: { throttlingRateLimit: UNKNOWN, throttlingBurstLimit: 20 },
      }),
      because: /throttlingRateLimit is not known/,
    },
  },
  notApplicable: { "a deployment": alone },
  mayBeDropped: {
    settings: "what single methods leave out, those for every method say",
    restApi: "settings of one method more or less",
    stageName: "settings of one method more or less",
    methodPath: "settings of one method more or less",
  },
});

describeControl(apiCacheEncryption, {
  compliant: {
    "a cache that is encrypted": {
      subject: stageOf(api, { cacheClusterEnabled: true }),
      others: [settings({ cachingEnabled: true, cacheDataEncrypted: true })],
    },
    "nothing cached but what is encrypted": {
      subject: stageOf(api, { cacheClusterEnabled: true }),
      others: [
        settings({ cachingEnabled: false }),
        settings({ cachingEnabled: true, cacheDataEncrypted: true }, { methodPath: "orders/GET" }),
      ],
    },
  },
  violating: {
    "a cache without settings, which holds every GET": {
      subject: stageOf(api, { cacheClusterEnabled: true }),
      at: "",
    },
    "plain text": {
      subject: stageOf(api, { cacheClusterEnabled: true }),
      others: [settings({ cachingEnabled: true, cacheDataEncrypted: false })],
      at: "settings.cacheDataEncrypted",
    },
    "nothing said": {
      subject: stageOf(api, { cacheClusterEnabled: true }),
      others: [settings({})],
      at: "settings.cacheDataEncrypted",
    },
    "plain text of one method": {
      subject: stageOf(api, { cacheClusterEnabled: true }),
      others: [settings({ cachingEnabled: false }), settings({ cachingEnabled: true }, { methodPath: "orders/GET" })],
      at: "settings.cacheDataEncrypted",
    },
  },
  undecided: {
    "encryption that is not known yet": {
      subject: stageOf(api, { cacheClusterEnabled: true }),
      others: [settings({ cachingEnabled: true, cacheDataEncrypted: UNKNOWN })],
      because: /cacheDataEncrypted is not known/,
    },
  },
  notApplicable: {
    "a stage without a cache": { subject: stage, others: [settings({})] },
    "a stage whose cache is off": { subject: stageOf(api, { cacheClusterEnabled: false }) },
  },
  mayBeDropped: {
    "settings.cachingEnabled": "what is encrypted may be cached",
    restApi: "settings of one method more or less",
    stageName: "settings of one method more or less",
    methodPath: "settings of one method more or less",
  },
});

const traced = (dataTraceEnabled: unknown) => ({ subject: settings({ dataTraceEnabled }) });
const socketTraced = (defaultRoute: unknown, route: unknown = undefined) => ({
  subject: httpStage(socketApi, {
    defaultRouteSettings: { dataTraceEnabled: defaultRoute },
    routeSettings: [{ routeKey: "a", dataTraceEnabled: route }],
  }),
});

describeControl(apiDataTrace, {
  compliant: {
    "no data trace": traced(false),
    "nothing said": traced(undefined),
    "none of a WebSocket API": socketTraced(false, false),
    "an HTTP API without settings": { subject: httpStage(httpApi) },
  },
  violating: {
    "a data trace": { ...traced(true), at: "settings.dataTraceEnabled" },
    "one of a WebSocket API": { ...socketTraced(true), at: "defaultRouteSettings.dataTraceEnabled" },
    "one of a route": { ...socketTraced(false, true), at: "routeSettings[0].dataTraceEnabled" },
  },
  undecided: { "a setting that is not known yet": { ...traced(UNKNOWN), because: /dataTraceEnabled is not known/ } },
  notApplicable: { "a stage of a REST API": { subject: stage } },
  mayBeDropped: {
    "settings.dataTraceEnabled": "AWS then traces nothing",
    "defaultRouteSettings.dataTraceEnabled": "AWS then traces nothing",
    routeSettings: "no route is traced then",
  },
});
