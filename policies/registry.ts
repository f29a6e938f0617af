import type { Control } from "./core";
import { auditControls } from "./families/audit";
import { httpsControls } from "./families/https";
import { kubernetesControls } from "./families/kubernetes";
import { operationsControls } from "./families/operations";
import { wiringControls } from "./families/wiring";
import { zoneControls } from "./families/zones";

/** Every control of the pack. */
export const registry: readonly Control[] = [
  ...httpsControls,
  ...auditControls,
  ...kubernetesControls,
  ...zoneControls,
  ...wiringControls,
  ...operationsControls,
];
