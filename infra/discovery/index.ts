export {
  LatticeProtocolVersion,
  type LatticeServiceArgs,
  type LatticeTargetGroupArgs,
  LatticeTargetKind,
} from "./lattice-args";
export { type MeshService, ServiceMesh } from "./service-mesh";
export { type MeshConnectionArgs, MeshMode, type MeshNetworkArgs, type ServiceMeshArgs } from "./service-mesh-args";
export { type DiscoveredService, ServiceNamespace } from "./service-namespace";
export {
  type DiscoveryInstanceArgs,
  DiscoveryRecord,
  type DiscoveryServiceArgs,
  NamespaceKind,
  type ServiceNamespaceArgs,
} from "./service-namespace-args";
export { ThirdPartyRegistry } from "./third-party-registry";
export type { RegistryTlsArgs, ThirdPartyRegistryArgs } from "./third-party-registry-args";
