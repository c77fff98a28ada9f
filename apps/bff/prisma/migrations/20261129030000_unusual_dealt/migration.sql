-- What an officer made of an unusual access: a note, by whom and when. Rows are added, none is changed or taken out; the
-- latest of a subject counts, up to what it had seen.
CREATE TABLE "unusual_dealt" (
    "id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "seen" TEXT NOT NULL,
    "note" BYTEA NOT NULL,
    "by_id" TEXT NOT NULL,
    "by_name" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "unusual_dealt_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "unusual_dealt_subject_at_idx" ON "unusual_dealt"("subject", "at" DESC);
