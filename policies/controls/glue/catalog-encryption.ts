import { all, control } from "../../core";

const settings = "dataCatalogEncryptionSettings";

/** Holds the catalog's settings to encryption. */
export const glueCatalogEncryption = control({
  id: "glue-catalog-encryption",
  title: "The Glue data catalog encrypts metadata and passwords of connections",
  severity: "medium",
  why: "The catalog has the passwords of databases in it, and tells what is where.",
  fix: 'Set encryptionAtRest.catalogEncryptionMode to "SSE-KMS" and connectionPasswordEncryption.returnConnectionPasswordEncrypted to true.',
  url: "https://docs.aws.amazon.com/glue/latest/dg/encrypt-glue-data-catalog.html",
  on: ["aws:glue/dataCatalogEncryptionSettings:DataCatalogEncryptionSettings"],
  check: (catalog) =>
    all(
      catalog
        .string(`${settings}.encryptionAtRest.catalogEncryptionMode`)
        .oneOf(["SSE-KMS", "SSE-KMS-WITH-SERVICE-ROLE"]),
      catalog
        .boolean(`${settings}.connectionPasswordEncryption.returnConnectionPasswordEncrypted`)
        .mustBeTrue({ absent: "Glue then returns passwords in clear" }),
    ),
});
