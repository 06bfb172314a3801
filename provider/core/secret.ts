/** A value of an output that the state must keep encrypted. Hosts spell it in their own way. */
export class Secret {
  constructor(readonly value: unknown) {}
}
