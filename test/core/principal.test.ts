import assert from "node:assert/strict";
import { isSamePrincipal } from "../../provider/core/principal";

describe("isSamePrincipal", () => {
  const user = (name: string, account = "111122223333") => `arn:aws:iam::${account}:user/${name}`;
  const session = (role: string, name: string, account = "111122223333", partition = "aws") =>
    `arn:${partition}:sts::${account}:assumed-role/${role}/${name}`;

  for (const [what, one, other, isSame] of [
    ["a user with himself", user("ada"), user("ada"), true],
    ["two users", user("ada"), user("bob"), false],
    ["users of one name in two accounts", user("ada"), user("ada", "444455556666"), false],
    ["two sessions of a role", session("ci", "run-1"), session("ci", "run-2"), true],
    [
      "two sessions of a role in China",
      session("ci", "a", "111122223333", "aws-cn"),
      session("ci", "b", "111122223333", "aws-cn"),
      true,
    ],
    ["sessions of one name in two roles", session("ci", "run"), session("cd", "run"), false],
    [
      "sessions of roles of one name in two accounts",
      session("ci", "run"),
      session("ci", "run", "444455556666"),
      false,
    ],
    ["a role whose name begins another's", session("ci", "run"), session("ci-prod", "run"), false],
    ["a role with a user of its name", session("ci", "run"), user("ci"), false],
    ["somebody with nobody", user("ada"), undefined, false],
    ["nobody with nobody", undefined, undefined, false],
  ] as const) {
    it(`takes ${what} for ${isSame ? "one" : "two"}`, () => {
      assert.equal(isSamePrincipal(one, other), isSame);
      assert.equal(isSamePrincipal(other, one), isSame);
    });
  }
});
