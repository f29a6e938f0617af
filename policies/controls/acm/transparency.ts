import { any, control, notApplicable, pass, when } from "../../core";

/** Holds certificates to being known. */
export const certificateTransparency = control({
  id: "acm-transparency",
  title: "Public certificates are written into the transparency logs",
  severity: "low",
  why: "Browsers warn of a certificate that is in no log, and nobody hears of one that was given out wrongly.",
  fix: 'Leave options.certificateTransparencyLoggingPreference out, or set it to "ENABLED".',
  url: "https://docs.aws.amazon.com/acm/latest/userguide/acm-concepts.html#concept-transparency",
  on: ["aws:acm/certificate:Certificate"],
  check: (certificate) =>
    when(
      any([
        certificate.mustBeSet("certificateBody", "an imported certificate"),
        certificate.mustBeSet("certificateAuthorityArn", "a private authority", { unknown: "set" }),
      ]),
      () => notApplicable("its authority writes logs, or has none to write"),
      () =>
        certificate.string("options.certificateTransparencyLoggingPreference").notEquals("DISABLED", { absent: pass }),
    ),
});
