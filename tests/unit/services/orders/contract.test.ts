import { describeContract } from "./contracts";
import { MemoryDeliveries, MemoryPayments, MemoryStock } from "./memory-ledgers";
import { MemoryArchive, MemoryGenerations, MemoryJournal, MemoryProgress, MemoryViews } from "./memory-stores";

describeContract("in memory", async () => {
  const generations = new MemoryGenerations();
  const views = new MemoryViews(generations);
  const levels = new Map<string, number>();
  return {
    journal: new MemoryJournal(),
    views,
    queries: views,
    generations,
    progress: new MemoryProgress(),
    archive: new MemoryArchive(),
    stock: new MemoryStock(levels),
    payments: new MemoryPayments(),
    deliveries: new MemoryDeliveries(),
    setStock: async (sku, available) => {
      levels.set(sku, available);
    },
    available: async (sku) => levels.get(sku) ?? 0,
  };
});
