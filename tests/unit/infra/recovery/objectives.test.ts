import { strict as assert } from "node:assert";
import { SNAPSHOT_HOURS, START_WINDOW_MINUTES, StoreKind } from "../../../../infra/recovery/facts/backup";
import { type StoreInput, snapshotLoss, workOut } from "../../../../infra/recovery/objectives";
import type { RecoveryStoreArgs } from "../../../../infra/recovery/recovery-plan-args";
import { snapshotSchedule } from "../../../../infra/recovery/store-plans";

type Options = Partial<Omit<StoreInput, "args">> & { args: RecoveryStoreArgs };

function plan(options: Options) {
  return workOut({
    kind: StoreKind.DynamoDb,
    pointInTimeDays: 0,
    completionMinutes: 180,
    reactionMinutes: 30,
    copied: false,
    ...options,
  });
}

/**
 * The worst loss that AWS Backup's own words allow, found by trying: a store goes at any minute, every job begins as late
 * or as early as it may, and takes as long as it may.
 */
function worstLossByTrying(everyHours: number, completionMinutes: number): number {
  const interval = everyHours * 60;
  const step = 30;
  let worst = 0;
  for (let before = 0; before <= START_WINDOW_MINUTES; before += step) {
    for (let late = 0; late <= START_WINDOW_MINUTES; late += step) {
      for (let takes = step; takes <= completionMinutes; takes += step) {
        const taken = interval + before;
        const completed = 2 * interval + late + takes;
        worst = Math.max(worst, completed - taken);
      }
    }
  }
  return worst;
}

describe("the arithmetic of recovery", () => {
  it("counts of snapshots the interval, the delay and the time that they take: the worst that can be", () => {
    for (const hours of SNAPSHOT_HOURS) {
      for (const completion of [120, 180, 600]) {
        assert.equal(snapshotLoss(hours, completion), worstLossByTrying(hours, completion));
      }
    }
  });

  it("takes the widest interval that keeps the promise, and none wider", () => {
    for (const rpoMinutes of [300, 360, 420, 480, 600, 720, 960, 1440, 1680, 10_080]) {
      const { objective, problems } = plan({ args: { rpoMinutes, rtoMinutes: 600 } });
      assert.deepEqual(problems, [], `${rpoMinutes}`);
      assert.ok(objective.lossMinutes <= rpoMinutes);
      const wider = SNAPSHOT_HOURS.find((hours) => hours > objective.snapshotEveryHours);
      if (wider !== undefined)
        assert.ok(snapshotLoss(wider, 180) > rpoMinutes, `${wider} h would do for ${rpoMinutes}`);
    }
  });

  it("says what snapshots lose, and what would do, where they are too far apart", () => {
    const { problems } = plan({ args: { rpoMinutes: 60, rtoMinutes: 600, snapshotEveryHours: 24 } });
    assert.deepEqual(problems, [
      {
        argument: "rpoMinutes",
        value: 60,
        expected:
          "snapshots every 24 h, begun up to 60 minutes late, complete up to 180 minutes after, lose up to 1680 minutes; turn on the table's point-in-time recovery, which lags 5 minutes; or promise 300 minutes or more",
      },
    ]);
  });

  it("has the interval be chosen where a closer one would do", () => {
    const { problems } = plan({ args: { rpoMinutes: 600, rtoMinutes: 600, snapshotEveryHours: 24 } });
    assert.match(problems[0]?.expected ?? "", /let the interval be chosen: leave snapshotEveryHours out/);
  });

  it("keeps minutes by point-in-time recovery, with a snapshot a day beside it", () => {
    for (const kind of [StoreKind.Aurora, StoreKind.Rds, StoreKind.DynamoDb]) {
      const { objective, problems } = plan({ kind, pointInTimeDays: 7, args: { rpoMinutes: 5, rtoMinutes: 600 } });
      assert.deepEqual(problems, []);
      assert.equal(objective.lossMinutes, 5);
      assert.equal(objective.keptBy, "point-in-time recovery");
      assert.equal(objective.snapshotEveryHours, 24);
      assert.equal(objective.vaultLossMinutes, 24 * 60 + 60 + 180);
      assert.match(objective.assumptions.join(), /lags 5 minutes, which AWS calls typical/);
    }
  });

  it("refuses a minute even of point-in-time recovery", () => {
    const { problems } = plan({ pointInTimeDays: 35, args: { rpoMinutes: 1, rtoMinutes: 600 } });
    assert.equal(
      problems[0]?.expected,
      "its point-in-time recovery may lose 5 minutes, and no backups lose less; replicate the store, or promise 5 minutes or more",
    );
  });

  it("keeps of a bucket what was measured of continuous backups, and invents nothing", () => {
    const kind = StoreKind.S3;
    const measured = plan({ kind, args: { rpoMinutes: 30, rtoMinutes: 600, continuousLossMinutes: 20 } });
    assert.deepEqual(measured.problems, []);
    assert.equal(measured.objective.keptBy, "continuous backups");
    const unmeasured = plan({ kind, args: { rpoMinutes: 30, rtoMinutes: 600 } });
    assert.match(
      unmeasured.problems[0]?.expected ?? "",
      /measure how far they lag, and give it as continuousLossMinutes/,
    );
    const efs = plan({ kind: StoreKind.Efs, args: { rpoMinutes: 30, rtoMinutes: 600 } });
    assert.match(efs.problems[0]?.expected ?? "", /EFS has no continuous backups: replicate the file system/);
  });

  it("lets copies be as close together as the promise for a lost region needs", () => {
    const args = { rpoMinutes: 5, rtoMinutes: 600, regionRpoMinutes: 540, copyMinutes: 60 };
    const { objective, problems } = plan({ pointInTimeDays: 7, copied: true, args });
    assert.deepEqual(problems, []);
    assert.equal(objective.snapshotEveryHours, 4);
    assert.equal(objective.regionLossMinutes, 540);
    const without = plan({ pointInTimeDays: 7, copied: true, args: { ...args, copyMinutes: undefined } });
    assert.match(without.objective.assumptions.join(), /the copy takes no time: copyMinutes is not known/);
  });

  it("refuses a promise for a lost region that nothing is copied out of, or not often enough", () => {
    const args = { rpoMinutes: 5, rtoMinutes: 600, regionRpoMinutes: 60 };
    const none = plan({ pointInTimeDays: 7, args });
    assert.match(none.problems[0]?.expected ?? "", /nothing leaves the region; give copyRegion or copyToVaultArn/);
    const seldom = plan({ pointInTimeDays: 7, copied: true, args });
    assert.match(
      seldom.problems[0]?.expected ?? "",
      /copies are snapshots, continuous backups too: snapshots every 1 h.*lose up to 300 minutes; promise 300 minutes or more/,
    );
  });

  it("adds up the time until somebody reacts and the restore that was timed", () => {
    const kept = plan({ args: { rpoMinutes: 1440, rtoMinutes: 120, restoreMinutes: 90 } });
    assert.deepEqual(kept.problems, []);
    assert.equal(kept.objective.recoveryMinutes, 120);
    assert.deepEqual(kept.objective.assumptions, []);
    const broken = plan({ args: { rpoMinutes: 1440, rtoMinutes: 60, restoreMinutes: 90 } });
    assert.deepEqual(broken.problems, [
      {
        argument: "rtoMinutes",
        value: 60,
        expected:
          "30 minutes until somebody reacts and 90 to restore take 120; promise that, or keep a replica that takes over",
      },
    ]);
  });

  it("says what is taken for granted where no restore was timed, and refuses where none could be fast enough", () => {
    const unknown = plan({ args: { rpoMinutes: 1440, rtoMinutes: 240 } });
    assert.equal(unknown.objective.recoveryMinutes, undefined);
    assert.deepEqual(unknown.objective.assumptions, ["a restore takes at most 210 minutes: none was timed"]);
    const never = plan({ args: { rpoMinutes: 1440, rtoMinutes: 30 } });
    assert.match(never.problems[0]?.expected ?? "", /30 minutes until somebody reacts leave none to restore in/);
  });

  it("begins snapshots at every so many hours of the day, as often as it says", () => {
    assert.equal(snapshotSchedule(1, 3), "cron(0 * * * ? *)");
    assert.equal(snapshotSchedule(24, 3), "cron(0 3 * * ? *)");
    for (const hours of SNAPSHOT_HOURS.filter((one) => one > 1)) {
      const times =
        /^cron\(0 ([\d,]+) \* \* \? \*\)$/.exec(snapshotSchedule(hours, 23))?.[1]?.split(",").map(Number) ?? [];
      assert.equal(times.length, 24 / hours);
      assert.ok(times.includes(23));
      const [first = 0] = times;
      for (const [index, time] of times.entries()) assert.equal(time - first, index * hours);
    }
  });
});
