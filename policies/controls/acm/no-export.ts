import { control, pass } from "../../core";

/** Holds keys of certificates to staying in ACM. */
export const certificateNoExport = control({
  id: "acm-no-export",
  title: "Keys of public certificates stay in ACM",
  severity: "medium",
  why: "A key that may be exported can be copied by whoever may call acm:ExportCertificate, and each copy passes for the site.",
  fix: 'Leave options.export out, or set it to "DISABLED".',
  url: "https://docs.aws.amazon.com/acm/latest/userguide/acm-exportable-certificates.html",
  on: ["aws:acm/certificate:Certificate"],
  check: (certificate) => certificate.string("options.export").equals("DISABLED", { absent: pass }),
});
