import { join } from "node:path";
import type { Declared } from "../../engine/programs/declared/declared";
import { userProject } from "./project";
import { Stack, type StackOptions } from "./stack";

const FOLDER = join(__dirname, "../../engine/programs/declared");

/** A stack whose program is data: `declare` is what editing the program is to a user. */
export class DeclaredStack {
  private constructor(readonly stack: Stack) {}

  /** `name` is that of the folder and of the stack, and must be their own in the run. */
  static async init(name: string, options?: StackOptions): Promise<DeclaredStack> {
    const program = (await userProject()).program(name, FOLDER);
    program.write({ "declared.json": JSON.stringify({ resources: [] }) });
    return new DeclaredStack(await Stack.init(program, { name, ...options }));
  }

  declare(declared: Declared): void {
    this.stack.program.write({ "declared.json": JSON.stringify(declared) });
  }
}
