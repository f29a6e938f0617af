import { certificateDnsValidation } from "../../../../../policies/controls/acm/dns-validation";
import { certificateKeyLength } from "../../../../../policies/controls/acm/key-length";
import { certificateNoExport } from "../../../../../policies/controls/acm/no-export";
import { certificateTransparency } from "../../../../../policies/controls/acm/transparency";
import { describeControl, sample, UNKNOWN } from "../../../../support/policies";

/** Self-signed certificates of example.com, whose keys were thrown away. */
const pem = {
  rsa2047: `-----BEGIN CERTIFICATE-----
MIIC+zCCAeOgAwIBAgIBATANBgkqhkiG9w0BAQsFADAWMRQwEgYDVQQDDAtleGFt
cGxlLmNvbTAgFw0yNjExMjcwNTU5MzBaGA8yMTI2MTEwMzA1NTkzMFowFjEUMBIG
A1UEAwwLZXhhbXBsZS5jb20wggEhMA0GCSqGSIb3DQEBAQUAA4IBDgAwggEJAoIB
AF41YSeu/9MnlJq0oGnn7BuNBY8vEmhp0zCesScpl9jbjxa36ciPVYNuUBA5hfzL
8etQBF7SfMFPb26dREoLoQz9MkAZP06B0D8qTKnjs14HjPtVwRvLqi7i4OL9h47V
47V13hg1LhJKwkIEUCXhaElEQQxVCJes4I5OQ8LVKWJ5t8PdOe8WXqDJnbiEXQtT
2Se0bLawuOB8UjrmXQOQs4OeKljUxHjeWVLI9JLVQ2XSKvB2Z/Gp7GqXuSLYWcyp
SQ9hnTxkCU/U/prEO3VvwIUYf9M5vb1eQxrpU7EmC1Bs9BCvV83oIqkZr7ZovVzk
1JIdgMJlDAzSjUsL04XnO38CAwEAAaNTMFEwHQYDVR0OBBYEFPeLUiiAhG1MRAxP
cKe6FzgbkZcUMB8GA1UdIwQYMBaAFPeLUiiAhG1MRAxPcKe6FzgbkZcUMA8GA1Ud
EwEB/wQFMAMBAf8wDQYJKoZIhvcNAQELBQADggEBAC/NFlbM8A0x65936aYTS16F
InTY0TDLj7rScdm/Be4gqXGd+IiS8Fh1cpc/ojJygBGmAlu+eOdO1IK7pHGyX6Bi
aonGyugdj9NyW6D8Nk7dZ6t0cONEbiIV7a0o1xd6ukLfeBQZHTLibb8ahDda/G+l
NuCFE1q3iukbm+Z2T2hfDDdvq9hpGE0r4kzs/0faLX30YqrH2qX9nfs8sfpWs3U4
Czp0u/L4H9cnf1jrigZE6OX3NIZs31FvQShP7OWoQbWKXfDbpGR22ZW6vNKo9OOC
twWXqEr+/zMsGa9aAZ55oCFX1nouX4+FQiRU8J7vkAnSXAH1TELILQ3lQUX67x8=
-----END CERTIFICATE-----`,
  rsa2048: `-----BEGIN CERTIFICATE-----
MIIC/DCCAeSgAwIBAgIBATANBgkqhkiG9w0BAQsFADAWMRQwEgYDVQQDDAtleGFt
cGxlLmNvbTAgFw0yNjExMjcwNTU5MzBaGA8yMTI2MTEwMzA1NTkzMFowFjEUMBIG
A1UEAwwLZXhhbXBsZS5jb20wggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAwggEKAoIB
AQDPJbkznx1x+1BMau0xuCa7bgBeeIe2EEA0TtE7ZqfZ+0j/qWNeTzKKwV4zKwlT
2fB+k0FRhxLuMihN4JXFnDzitAhH0S8NZWQfxrdHcAQSw3ywZF/f9gYcuvRkQ3UP
5GTaA8gbWloD2yHZr8dcyt4jLl8mjv9xVGvFruvA3x8cUhgk5BhaONiTcOxx3g8z
BYbFrBkR/QoTKaRQQCTyQ2hAKMBH1+M4Xpqrv95akzEDU8Rc/+Ji8Iu0okX1OVV9
mdMlPPXW26pI/sZYC9zA6IXc32oV/zrUgCCBiPyBBuCOSLFG23A4sU6/QFK3DYn5
TL1HRHDpzCEwOvDCJ20qTFwPAgMBAAGjUzBRMB0GA1UdDgQWBBTzYX46drtBbrot
LtDclcAcR8x5AzAfBgNVHSMEGDAWgBTzYX46drtBbrotLtDclcAcR8x5AzAPBgNV
HRMBAf8EBTADAQH/MA0GCSqGSIb3DQEBCwUAA4IBAQB0tU7UGs8lprePCccd/8d6
dCepAwsDIej6VDEjrGunJpbvOYq2IXroCvO4wUFlmIgBq+1o5AZGmU1SCCwVhcen
qKtrysTA/JgYTI84ZSA5X24mZoum9ZEIEtHPrqlt8dVfcXloVAjGUDiQBs6nJOce
MFh/mcrlkV6GaUif/KbnqX1GMqVnUyo2ozY9fN/WX6cqoe5ww1eBnLShEEN+9N9H
I3//GgRrD2L6B0/DDkli67oceZmYsV6vmwX2qPIs6R4eJyzhSMwowX6ZzpoiYyBQ
sxIOSX3qhrVdoW7gcbzWGSXk8txOeEPngT/Ljs7XbUfl15mOHgkv7MPfljBnPiCb
-----END CERTIFICATE-----`,
  p256: `-----BEGIN CERTIFICATE-----
MIIBcDCCARagAwIBAgIBATAKBggqhkjOPQQDAjAWMRQwEgYDVQQDDAtleGFtcGxl
LmNvbTAgFw0yNjExMjcwNTU5MzBaGA8yMTI2MTEwMzA1NTkzMFowFjEUMBIGA1UE
AwwLZXhhbXBsZS5jb20wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATKH8cHDGpl
7Flm6/gyqpoF3ZJOSeW4ylUQy1ZPCz5r6wNoWsMu8CP/s8wJ+g6ckFklUvXKj9x6
eETL/UBhQbXFo1MwUTAdBgNVHQ4EFgQUnkt+H65shK88tE71JVJ137eCSiUwHwYD
VR0jBBgwFoAUnkt+H65shK88tE71JVJ137eCSiUwDwYDVR0TAQH/BAUwAwEB/zAK
BggqhkjOPQQDAgNIADBFAiBIdmqJ5KTKm2DWfsiBOPatpBQG1qZocA3b+fDpNeR2
kAIhAI7MbqfB+JRnH5i1jIUyHyyitXsefIXyg38xxtKypvq7
-----END CERTIFICATE-----`,
};

const certificate = (props: Record<string, unknown> = {}) => ({
  subject: sample("aws:acm/certificate:Certificate", "web", { domainName: "example.com", ...props }),
});
const validation = { subject: sample("aws:acm/certificateValidation:CertificateValidation", "web") };
const imported = (certificateBody: unknown, props: Record<string, unknown> = {}) =>
  certificate({ domainName: undefined, certificateBody, ...props });
const privateAuthority = {
  certificateAuthorityArn: "arn:aws:acm-pca:eu-central-1:123456789012:certificate-authority/1",
};

describeControl(certificateKeyLength, {
  compliant: {
    "what ACM does with nothing given": certificate(),
    "2,048 bits": certificate({ keyAlgorithm: "RSA_2048" }),
    "an elliptic curve": certificate({ keyAlgorithm: "EC_prime256v1" }),
    "2,048 bits of an imported one": imported(pem.rsa2048),
    "an elliptic curve of an imported one": imported(pem.p256),
    "what is no certificate, which ACM refuses": imported("none"),
  },
  violating: {
    "1,024 bits": { ...certificate({ keyAlgorithm: "RSA_1024" }), at: "keyAlgorithm" },
    "2,047 bits of an imported one": { ...imported(pem.rsa2047), at: "certificateBody" },
  },
  undecided: {
    "an algorithm that is not known yet": {
      ...certificate({ keyAlgorithm: UNKNOWN }),
      because: /keyAlgorithm is not known/,
    },
    "an imported one that is not known yet": {
      ...imported(UNKNOWN, { keyAlgorithm: "RSA_1024" }),
      because: /certificateBody is not known/,
    },
  },
  notApplicable: { "a validation": validation },
  mayBeDropped: {
    keyAlgorithm: "ACM then takes RSA_2048",
    certificateBody: "ACM then issues one, with an RSA key of 2,048 bits",
  },
});

describeControl(certificateTransparency, {
  compliant: {
    "what ACM does with nothing given": certificate(),
    "a certificate in the logs": certificate({ options: { certificateTransparencyLoggingPreference: "ENABLED" } }),
  },
  violating: {
    "a certificate that is in none": {
      ...certificate({ options: { certificateTransparencyLoggingPreference: "DISABLED" } }),
      at: "options.certificateTransparencyLoggingPreference",
    },
  },
  undecided: {
    "a setting that is not known yet": {
      ...certificate({ options: { certificateTransparencyLoggingPreference: UNKNOWN } }),
      because: /certificateTransparencyLoggingPreference is not known/,
    },
  },
  notApplicable: {
    "an imported certificate": imported(pem.p256),
    "a private certificate": certificate(privateAuthority),
    "a certificate of an authority that is not there yet": certificate({ certificateAuthorityArn: UNKNOWN }),
  },
  mayBeDropped: { "options.certificateTransparencyLoggingPreference": "ACM then takes ENABLED" },
});

describeControl(certificateDnsValidation, {
  compliant: { "proof by DNS": certificate({ validationMethod: "DNS" }) },
  violating: {
    "proof by mail": { ...certificate({ validationMethod: "EMAIL" }), at: "validationMethod" },
    "no proof": { ...certificate(), at: "validationMethod" },
  },
  undecided: {
    "a way that is not known yet": {
      ...certificate({ validationMethod: UNKNOWN }),
      because: /validationMethod is not known/,
    },
  },
  notApplicable: {
    "an imported certificate": imported(pem.p256),
    "a private certificate": certificate(privateAuthority),
    "a certificate of an authority that is not there yet": certificate({ certificateAuthorityArn: UNKNOWN }),
  },
});

describeControl(certificateNoExport, {
  compliant: {
    "what ACM does with nothing given": certificate(),
    "a key that stays": certificate({ options: { export: "DISABLED" } }),
  },
  violating: {
    "a key that may be exported": { ...certificate({ options: { export: "ENABLED" } }), at: "options.export" },
  },
  undecided: {
    "a setting that is not known yet": {
      ...certificate({ options: { export: UNKNOWN } }),
      because: /export is not known/,
    },
  },
  notApplicable: { "a validation": validation },
  mayBeDropped: { "options.export": "ACM then takes DISABLED" },
});
