-- What somebody is about to write into a chart, kept before it is sent, and what became of it. Rows are added and never
-- changed; `content` (the Bundle, the audit record, the hash of the input) is sealed. A write that was refused may be tried again: `attempt`.
CREATE TABLE "chart_intent" (
    "id" UUID NOT NULL,
    "write_id" UUID NOT NULL,
    "attempt" INTEGER NOT NULL,
    "content" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "chart_intent_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "chart_intent_write_id_attempt_key" ON "chart_intent"("write_id", "attempt");
CREATE INDEX "chart_intent_created_at_idx" ON "chart_intent"("created_at");

CREATE TABLE "chart_outcome" (
    "id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "refusal" TEXT,
    "written" TEXT[],
    "settled_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "chart_outcome_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "chart_outcome_id_fkey" FOREIGN KEY ("id") REFERENCES "chart_intent"("id") ON DELETE CASCADE,
    CONSTRAINT "chart_outcome_state_check" CHECK ("state" IN ('committed', 'refused'))
);

-- Turns are advisory locks now.
DROP TABLE "consent_turn";
