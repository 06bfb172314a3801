import { invalidContent } from "./errors";

/** A value in a parsed content, and where it stands there; its readers throw InvalidDocumentContent. */
export class ContentNode {
  constructor(
    readonly value: unknown,
    readonly path = "",
  ) {}

  get isAbsent(): boolean {
    return this.value === undefined || this.value === null;
  }

  member(name: string): ContentNode {
    const at = this.path ? `${this.path}.${name}` : name;
    return new ContentNode(Object.hasOwn(this.object(), name) ? this.object()[name] : undefined, at);
  }

  entries(): [name: string, node: ContentNode][] {
    return Object.keys(this.object()).map((name) => [name, this.member(name)]);
  }

  list(least: number, most = Infinity): ContentNode[] {
    if (!Array.isArray(this.value)) throw this.mustBe("a list");
    const count = this.value.length;
    if (count < least || count > most) {
      throw this.mustBe(most === Infinity ? `a list of at least ${least}` : `a list of ${least} to ${most}`);
    }
    return this.value.map((value, index) => new ContentNode(value, `${this.path}[${index}]`));
  }

  text(): string {
    if (typeof this.value !== "string") throw this.mustBe("text");
    return this.value;
  }

  flag(): boolean {
    if (typeof this.value !== "boolean") throw this.mustBe("true or false");
    return this.value;
  }

  /** A whole number, which may be written as text. */
  whole(least: number, most = Infinity): number {
    const number = typeof this.value === "string" && /^\d+$/.test(this.value) ? Number(this.value) : this.value;
    if (typeof number !== "number" || !Number.isInteger(number) || number < least || number > most) {
      throw this.mustBe(
        most === Infinity ? `a whole number of at least ${least}` : `a whole number from ${least} to ${most}`,
      );
    }
    return number;
  }

  /** Reads the value if there is one. */
  optional<Value>(read: (node: ContentNode) => Value): Value | undefined {
    return this.isAbsent ? undefined : read(this);
  }

  mustBe(what: string): Error {
    return invalidContent(
      this.isAbsent ? `${this.path} is required.` : `${this.path || "The content"} must be ${what}.`,
    );
  }

  private object(): Record<string, unknown> {
    if (typeof this.value !== "object" || this.value === null || Array.isArray(this.value)) {
      throw this.mustBe("an object");
    }
    return this.value as Record<string, unknown>;
  }
}
