-- That somebody is about to write into a chart, kept before it is sent, and what became of it: rows are added and never
-- changed. A write that was refused may be tried again: `attempt`.
CREATE TABLE "chart_intent" (
    "id" UUID NOT NULL,
    "write_id" UUID NOT NULL,
    "attempt" INTEGER NOT NULL,
    "input_hash" TEXT NOT NULL,
    "says" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "chart_intent_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "chart_intent_write_id_attempt_key" ON "chart_intent"("write_id", "attempt");

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

-- What is sent, sealed (the Bundle, the audit record): here until it has an outcome and no longer, for it is a part of a chart.
CREATE TABLE "chart_sending" (
    "id" UUID NOT NULL,
    "content" BYTEA NOT NULL,

    CONSTRAINT "chart_sending_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "chart_sending_id_fkey" FOREIGN KEY ("id") REFERENCES "chart_intent"("id") ON DELETE CASCADE
);

-- Turns are advisory locks now.
DROP TABLE "consent_turn";
