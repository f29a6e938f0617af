import { notApplicable } from "../../core";
import { placedBySubnets } from "../shared/zones";

/** Holds ECS services to several availability zones. */
export const ecsServiceZones = placedBySubnets({
  id: "ecs-service-zones",
  title: "ECS services spread their tasks over several availability zones",
  why: "A service whose tasks are all in one zone stops when that zone does, however many tasks it has.",
  fix: "Give networkConfiguration.subnets subnets of at least as many availability zones as minimumZones asks for.",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html",
  on: ["aws:ecs/service:Service"],
  subnets: { path: "networkConfiguration.subnets" },
  absent: notApplicable("its tasks have no subnets of their own: they are where its container instances are"),
});
