import { any, control, notApplicable, when } from "../../core";

/** Holds certificates to being renewed by themselves. */
export const certificateDnsValidation = control({
  id: "acm-dns-validation",
  title: "Certificates are proven by DNS, and so renewed by themselves",
  severity: "low",
  why: "Proven by mail, a certificate is renewed only if somebody answers the mail in time: else the site is down.",
  fix: 'Set validationMethod to "DNS", and leave the records in the zone.',
  url: "https://docs.aws.amazon.com/acm/latest/userguide/managed-renewal.html",
  on: ["aws:acm/certificate:Certificate"],
  check: (certificate) =>
    when(
      any([
        certificate.mustBeSet("certificateBody", "an imported certificate"),
        certificate.mustBeSet("certificateAuthorityArn", "a private authority", { unknown: "set" }),
      ]),
      () => notApplicable("nobody has to prove the name to ACM"),
      () => certificate.string("validationMethod").notEquals("EMAIL"),
    ),
});
