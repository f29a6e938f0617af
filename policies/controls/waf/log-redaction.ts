import { all, control, texts } from "../../core";

/** Holds logs of firewalls to what is fit for a log. */
export const webAclLogRedaction = control({
  id: "waf-log-redaction",
  title: "Logs of web ACLs leave out headers with credentials",
  severity: "medium",
  why: "A firewall's log has the headers of each request: tokens and session cookies in it are good for whoever reads it.",
  fix: "Name the headers in redactedFields, each as a singleHeader.",
  url: "https://docs.aws.amazon.com/waf/latest/developerguide/logging-management-configure.html",
  on: ["aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"],
  config: {
    headers: texts({ default: ["authorization", "cookie"], description: "Headers to leave out, in lower case." }),
  },
  check: (logging, { config }) =>
    all(
      config.headers.map((header) =>
        logging
          .list("redactedFields")
          .some(
            (field) =>
              field.string("singleHeader.name").test((name) => name.toLowerCase() === header.toLowerCase(), header),
            `the header ${header} among them`,
            { absent: `a list with the header ${header}` },
          ),
      ),
    ),
});
