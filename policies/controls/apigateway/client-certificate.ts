import {
  any,
  cannotTell,
  fail,
  notApplicable,
  pass,
  type Resource,
  stackControl,
  type Verdict,
  when,
} from "../../core";
import { type Graph, given } from "../../graph";
import { bodyOf, integrationsOf } from "./body";
import { restApiOf, restStage } from "./stage";

const integration = "aws:apigateway/integration:Integration";

/** Holds stages to showing their backends who calls. */
export const apiClientCertificate = stackControl({
  id: "apigateway-client-certificate",
  title: "Stages of REST APIs show their HTTP backends a client certificate",
  severity: "medium",
  why: "Without it a backend can't tell API Gateway from whoever else finds its address.",
  fix: "Make a ClientCertificate, set the stage's clientCertificateId to its id, and let the backend ask for it.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html#apigateway-2",
  on: [restStage],
  check: (stage, { graph }) => {
    const certificate = given(graph, stage, "clientCertificateId");
    const shown =
      certificate.state === "absent"
        ? fail({ path: "clientCertificateId", found: "nothing", expected: "the id of a ClientCertificate" })
        : pass;
    const api = restApiOf(graph, stage);
    return when(
      api ? callsHttp(api, graph) : cannotTell("its API is not in this stack or not known", "restApi"),
      () => shown,
      () => notApplicable("its API calls no HTTP backend"),
    );
  },
});

/** Passes for an API with a backend that is called over HTTP. */
function callsHttp(api: Resource, graph: Graph): Verdict {
  const { certain, possible } = graph.referrersTo(api, [integration], "restApi");
  const body = bodyOf(api);
  return any(
    [
      ...[...certain, ...integrationsOf(body)].map((one) =>
        one.string("type").matches(/^http(_proxy)?$/i, "HTTP or HTTP_PROXY"),
      ),
      ...possible.map(({ resource, reason }) => cannotTell(`${resource.name}: ${reason}`)),
      ...(body.state === "unknown" ? [cannotTell(body.reason, body.path)] : []),
    ],
    fail({ path: "", found: "no backend", expected: "one over HTTP" }),
  );
}
