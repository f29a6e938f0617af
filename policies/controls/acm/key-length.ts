import { X509Certificate } from "node:crypto";
import { control, pass, type Resource, type Verdict, when } from "../../core";

const certificate = "aws:acm/certificate:Certificate";
const shortest = 2048;

/** Holds certificates to keys that can't be worked out. */
export const certificateKeyLength = control({
  id: "acm-key-length",
  title: "RSA keys of certificates have 2,048 bits or more",
  severity: "high",
  why: "A shorter key can be worked out from the certificate, and whoever did so passes for the site.",
  fix: 'Leave keyAlgorithm out, or set it to "RSA_2048" or an elliptic curve; import a certificate with a longer key.',
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/acm-controls.html#acm-2",
  on: [certificate],
  check: (one) =>
    when(
      one.mustBeSet("certificateBody", "an imported certificate"),
      () => imported(one),
      () => one.string("keyAlgorithm").notEquals("RSA_1024", { absent: pass }),
    ),
});

function imported(one: Resource): Verdict {
  return one.string("certificateBody").test((text) => {
    const bits = rsaBits(text);
    return bits === undefined || bits >= shortest;
  }, `a certificate with an RSA key of ${shortest} bits or more`);
}

/** Bits of the RSA key of a certificate; undefined for keys of other kinds, and for what is no certificate: ACM refuses it. */
function rsaBits(pem: string): number | undefined {
  try {
    return new X509Certificate(pem).publicKey.asymmetricKeyDetails?.modulusLength;
  } catch {
    return undefined;
  }
}
