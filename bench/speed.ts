import type { Bench } from "./support/bench";
import { life, live } from "./support/phases";
import { minimal } from "./support/subject";
import { median, table } from "./support/table";

const ROUNDS = 3;
const phases = life(minimal, { title: { title: "Disk is full" } });

/** How much longer does everything take with OpsItems than with dynamic resources that do nothing? */
export async function speed(bench: Bench): Promise<string> {
  const { items = 200 } = bench;
  const seconds = phases.map(() => ({ opsItem: [] as number[], nothing: [] as number[] }));
  for (let round = 1; round <= ROUNDS; round++) {
    const [opsItem, nothing] = [await bench.subject("opsItem", `${round}`), await bench.subject("nothing", `${round}`)];
    for (const [index, phase] of phases.entries()) {
      // By turns, each of them first in every other round: what else the machine does concerns both.
      for (const subject of round % 2 ? [opsItem, nothing] : [nothing, opsItem]) {
        const result = await live(phase, subject, items);
        seconds[index]?.[subject.kind as "opsItem" | "nothing"].push(result.seconds);
        const what = `${phase.name}, ${items} × ${subject.kind}`;
        bench.log(`Speed, round ${round} of ${ROUNDS}: ${what}: ${result.seconds.toFixed(1)} s`);
      }
    }
  }
  const rows = phases.map(({ name }, index) => {
    const [ours, floor] = [median(seconds[index]?.opsItem), median(seconds[index]?.nothing)];
    return [name, `${ours.toFixed(1)} s`, `${floor.toFixed(1)} s`, (ours / floor).toFixed(2)];
  });
  const text =
    `Seconds of a command with ${items} OpsItems and with ${items} dynamic resources that do nothing, without preview and ` +
    `against the emulator; by turns, medians of ${ROUNDS}.`;
  return bench.answer("speed", text, table(["", "OpsItems", "doing nothing", "ratio"], rows));
}
