import type { Control } from "./core";
import { auditControls } from "./families/audit";
import { dataControls } from "./families/data";
import { edgeControls } from "./families/edge";
import { httpsControls } from "./families/https";
import { kubernetesControls } from "./families/kubernetes";
import { operationsControls } from "./families/operations";
import { pathControls } from "./families/paths";
import { platformControls } from "./families/platform";
import { wiringControls } from "./families/wiring";
import { zoneControls } from "./families/zones";

/** Every control of the pack. */
export const registry: readonly Control[] = [
  ...httpsControls,
  ...auditControls,
  ...kubernetesControls,
  ...zoneControls,
  ...edgeControls,
  ...platformControls,
  ...dataControls,
  ...operationsControls,
  ...pathControls,
  ...wiringControls,
];
