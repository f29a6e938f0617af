import { choice, control, notApplicable, tokens, when } from "../../core";
import { listenerTlsPolicies } from "../../facts/facts";

/** Holds listeners with TLS to a current policy. */
export const listenerTlsPolicy = control({
  id: "elb-listener-tls-policy",
  title: "Listeners accept TLS 1.2 or newer only",
  severity: "high",
  why: "A listener that lets clients negotiate TLS 1.0 exposes its traffic to known attacks on that version.",
  fix: 'Set sslPolicy to "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09", or to "ELBSecurityPolicy-TLS13-1-2-2021-06" for older clients.',
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-17",
  on: tokens.listener,
  config: {
    profile: choice(["tls12OrNewer", "securityHub"], {
      default: "tls12OrNewer",
      description:
        "tls12OrNewer takes any policy without TLS 1.0 and 1.1; securityHub takes those of ELB.17 only, which refuses ELBSecurityPolicy-TLS13-1-2-2021-06.",
    }),
  },
  check: (listener, { config }) =>
    when(
      listener.string("protocol").oneOf(["HTTPS", "TLS"]),
      () =>
        listener.string("sslPolicy").oneOf(listenerTlsPolicies[config.profile], {
          absent: "AWS then takes ELBSecurityPolicy-2016-08, which has TLS 1.0",
        }),
      () => notApplicable("the listener has no TLS"),
    ),
  // Of those that the profile takes, the one that the most clients can do with.
  remedy: (_, { config }) => [
    {
      path: "sslPolicy",
      value:
        config.profile === "securityHub"
          ? "ELBSecurityPolicy-TLS13-1-2-Res-2021-06"
          : "ELBSecurityPolicy-TLS13-1-2-2021-06",
    },
  ],
});
