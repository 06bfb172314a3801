import type {
  DocumentReviewAction,
  ReviewStatus,
  UpdateDocumentMetadataRequest,
  UpdateDocumentMetadataResponse,
} from "@aws-sdk/client-ssm";
import type { Answers } from "../openQuestions";
import type { Operation } from "../operation";
import { isReviewed } from "./description";
import { invalidOperation } from "./errors";
import { documentToWrite, namedVersion } from "./find";
import { userName } from "./userName";

interface Step {
  from(answers: Answers): ReviewStatus[];
  to: ReviewStatus;
}

const reviewed = ({ approvalUnasked }: Answers): ReviewStatus[] =>
  approvalUnasked === "accepted" ? ["PENDING", "NOT_REVIEWED"] : ["PENDING"];

/** What each action of a review is possible from, and leads to. */
const steps: Record<DocumentReviewAction, Step> = {
  SendForReview: {
    from: ({ rejectedSentAgain }) =>
      rejectedSentAgain === "accepted" ? ["NOT_REVIEWED", "REJECTED"] : ["NOT_REVIEWED"],
    to: "PENDING",
  },
  UpdateReview: { from: () => ["PENDING"], to: "PENDING" },
  Approve: { from: reviewed, to: "APPROVED" },
  Reject: { from: reviewed, to: "REJECTED" },
};

type Request = UpdateDocumentMetadataRequest;

/**
 * Takes a change template through its review.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdateDocumentMetadata.html
 */
export const updateDocumentMetadata: Operation<Request, UpdateDocumentMetadataResponse> = (input, context) => {
  const record = documentToWrite(input.Name, context);
  const version = namedVersion(record, input);
  if (!isReviewed(record)) throw invalidOperation(`Document ${record.name} is not a change template.`);
  const { Action, Comment } = input.DocumentReviews;
  const { from, to } = steps[Action];
  const { answers } = context.world;
  if (!from(answers).includes(version.reviewStatus)) {
    const which = `version ${version.number} of document ${record.name}`;
    throw invalidOperation(`${Action} is not possible for ${which}: its review status is ${version.reviewStatus}.`);
  }
  version.reviewStatus = to;
  if (Action !== "SendForReview") {
    version.reviews.push({ ReviewedTime: context.now, Status: to, Reviewer: userName(context), Comment });
  }
  if (Action === "Approve" && answers.defaultAfterApproval === "approvedVersion") {
    record.defaultVersion = version.number;
  }
  return {};
};
